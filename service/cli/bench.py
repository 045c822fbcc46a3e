"""`nordkalott bench`: measure, print beside the targets, keep and compare results; never fails by time."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from content.errors import Invalid, NordkalottError
from service.bench import (
    CONTESTS,
    Effort,
    Measured,
    Measurement,
    comparing,
    family,
    making,
    measurements,
    page,
    profiling,
    programs,
    results,
)
from service.bench.cases import CASES
from service.bench.comparing import Compared
from service.bench.measured import shown
from service.bench.results import Results
from service.cli import terminal
from service.settings import Settings
from service.wiring import now

NEGATIVE: Final = 1
COULD_NOT: Final = 2
_HEADS: Final = ("WHAT", "MEASURED", "FROM", "TO", "UNIT", "TARGET", "MET", "ON")
_COMPARED: Final = ("WHAT", "BEFORE", "AFTER", "UNIT", "TIMES AS BAD", "VERDICT")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print, or make synthetic records; 1 where a comparison finds something slower, 2 where something could not be measured."""
    if arguments.make is not None:
        return _make(arguments.make, arguments.at)
    if arguments.compare:
        return _compare(*map(results.read, arguments.compare), as_json=arguments.json is not None)
    if arguments.profile:
        _known("--profile", [arguments.profile], CASES)
        with _ended_in_order():
            return _profile(arguments.profile, arguments.seconds)
    if arguments.read:
        found, failed = results.read(arguments.read), False
    else:
        with _ended_in_order():
            found, failed = _run(arguments)
    if arguments.json is not None and str(arguments.json) != "-":
        arguments.json.write_bytes(results.encoded(found))
    if arguments.write_docs:
        page.written(found, arguments.write_docs)
    if str(arguments.json) == "-":
        terminal.data(found)
    else:
        _print(found)
    return COULD_NOT if failed else 0


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """SIGTERM ends what runs as Ctrl-C does: the servers that were started end with it."""
    there = {*family.members(os.getpid())}
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        # A signal in the middle of a start leaves behind what nobody knows of yet.
        family.end(os.getpid(), there)


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


def _run(arguments: argparse.Namespace) -> tuple[Results, bool]:
    """Measure what is wanted; the file of results is written after each, so that an interrupted run loses nothing that it has."""
    effort = Effort(
        rounds=arguments.rounds,
        seconds=arguments.seconds,
        cases=_known("--case", arguments.case, CASES),
        records=arguments.records,
        at=arguments.at or "",
    )
    known = measurements(effort)
    wanted = _known("--only", arguments.only, known) or tuple(known)
    for program in ("wrk", "nginx"):
        if CONTESTS & set(wanted) and programs.found(program) is None:
            terminal.say(programs.missing(program))
    found, failed = results.begun(now(), effort), False
    for name in wanted:
        if sys.stderr.isatty():
            print(f"Measuring {name} …", file=sys.stderr)
        lines, bad = _tried(name, known[name])
        failed |= bad
        found = results.extended(found, lines)
        if arguments.json is not None and str(arguments.json) != "-":
            arguments.json.write_bytes(results.encoded(found))
    return found, failed


def _tried(name: str, measure: Measurement) -> tuple[Sequence[Measured], bool]:
    """What it measured, and whether it could not: that is said, and the rest goes on. What needs a missing program is no failure."""
    try:
        return measure(), False
    except programs.MissingProgram:
        return (), False
    except NordkalottError as error:
        terminal.say(f"{name}: {error}")
        return (), True


def _print(found: Results) -> None:
    machine = found.machine
    print(
        f"Python {machine.python}, {machine.cores} cores, {machine.processor}. One run; compare ratios, not machines."
    )
    terminal.table(_HEADS, [_row(each) for each in found.measured])


def _row(each: Measured) -> tuple[str, ...]:
    spread = (shown(each.low), shown(each.high)) if each.rounds else ("", "")
    met = {None: "", True: "yes", False: "no"}[each.met]
    return (each.name, shown(each.value), *spread, each.unit, each.target, met, each.on)


def _compare(before: Results, after: Results, *, as_json: bool) -> int:
    found = comparing.compared(before, after)
    slower = [each for each in found if each.verdict == "slower"]
    if as_json:
        terminal.data(found)
        return NEGATIVE if slower else 0
    pace = comparing.scale(before, after)
    print(
        f"{before.at:%Y-%m-%d %H:%M} and {after.at:%Y-%m-%d %H:%M} UTC. The same work of Python took {pace:.2f} times as long in the later run;"
        " times and rates are scaled by that."
    )
    if before.machine != after.machine:
        terminal.say("The two runs are not of the same machine, or not with the same programs.")
    terminal.table(_COMPARED, [_compared(each) for each in found])
    print(f"{len(slower)} of {len(found)} got slower.")
    return NEGATIVE if slower else 0


def _compared(each: Compared) -> tuple[str, ...]:
    before, after, change = (
        "" if number is None else shown(number) for number in (each.before, each.after, each.change)
    )
    return (each.name, before, after, each.unit, change, each.verdict)


def _profile(case: str, seconds: float) -> int:
    for text in profiling.profile(CASES[case], max(seconds, 1.0)):
        print(text)
    return 0


def _known(option: str, named: Sequence[str] | None, known: Iterable[str]) -> tuple[str, ...]:
    """The names. Raises Invalid where there is no such thing."""
    there = list(known)
    unknown = [name for name in named or () if name not in there]
    if unknown:
        names = ", ".join(there)
        raise Invalid.one(
            option,
            "unknown",
            nb=f"Ukjent måling: {', '.join(unknown)}. Det finnes: {names}.",
            en=f"Unknown measurement: {', '.join(unknown)}. There are: {names}.",
        )
    return tuple(named or ())
