"""`nordkalott bench`: measure and print; never fails by time."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable
from typing import Final

from content.errors import Invalid, NordkalottError
from service.bench import CONTESTS, Effort, Measured, Measurement, making, measurements, programs
from service.bench.cases import CASES
from service.cli import terminal
from service.settings import Settings

COULD_NOT: Final = 2
_HEADS: Final = ("WHAT", "MEASURED", "FROM", "TO", "UNIT", "TARGET", "MET", "ON")
_WHOLE: Final = 1000


def run(arguments: argparse.Namespace) -> int:
    """Print every measurement beside its target; or make synthetic records."""
    if arguments.make is not None:
        return _make(arguments.make, arguments.at)
    unknown = [name for name in arguments.case or () if name not in CASES]
    if unknown:
        raise _unknown("--case", unknown, CASES)
    effort = Effort(rounds=arguments.rounds, seconds=arguments.seconds, cases=tuple(arguments.case or ()))
    known = measurements(effort)
    wanted = arguments.only or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise _unknown("--only", unknown, known)
    for program in ("wrk", "nginx"):
        if CONTESTS & set(wanted) and programs.found(program) is None:
            terminal.say(programs.missing(program))
    found, failed = _measured({name: known[name] for name in wanted})
    if arguments.json:
        terminal.data(found)
    else:
        print(
            f"Python {platform.python_version()}, {os.cpu_count()} cores. One run; compare ratios, not machines."
        )
        terminal.table(_HEADS, [_row(each) for each in found])
    return COULD_NOT if failed else 0


def _make(count: int, folder: str | None) -> int:
    """Make records. Their addresses and locales are those of no settings: they are the same wherever they are made."""
    if folder is None or not 0 < count <= making.MOST:
        raise Invalid.one(
            "--make" if folder else "--at",
            "needs_folder",
            nb=f"Oppgi hvor mange, fra 1 til {making.MOST}, og mappen: --make N --at MAPPE.",
            en=f"Say how many, from 1 to {making.MOST}, and the folder: --make N --at FOLDER.",
        )
    made = making.make(Settings(data=folder), count, terminal.bar("Making records"))
    print(f"{made:,} made, {count - made:,} were there: {folder}", file=sys.stderr)
    return 0


def _measured(wanted: dict[str, Measurement]) -> tuple[list[Measured], bool]:
    """What could be measured, and whether anything could not: that is said, and the rest goes on."""
    found: list[Measured] = []
    failed = False
    for name, measure in wanted.items():
        if sys.stderr.isatty():
            print(f"Measuring {name} …", file=sys.stderr)
        try:
            found += measure()
        except programs.MissingProgram:
            continue
        except NordkalottError as error:
            terminal.say(f"{name}: {error}")
            failed = True
    return found, failed


def _row(each: Measured) -> tuple[str, ...]:
    spread = (shown(each.low), shown(each.high)) if each.rounds else ("", "")
    met = {None: "", True: "yes", False: "no"}[each.met]
    return (each.name, shown(each.value), *spread, each.unit, each.target, met, each.on)


def shown(value: float) -> str:
    """A number as the table has it: whole from 1,000 up."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.2f}"


def _unknown(option: str, unknown: list[str], known: Iterable[str]) -> Invalid:
    names = ", ".join(known)
    return Invalid.one(
        option,
        "unknown",
        nb=f"Ukjent måling: {', '.join(unknown)}. Det finnes: {names}.",
        en=f"Unknown measurement: {', '.join(unknown)}. There are: {names}.",
    )
