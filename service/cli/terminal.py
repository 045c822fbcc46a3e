"""What the command line writes for people and for programs: errors, progress, tables, JSON."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TextIO

import msgspec

from content.errors import CheckFailed, Invalid, NordkalottError, StaleRevision

if TYPE_CHECKING:
    # At run time this would bring in the parser and all rules, for a verb that checks nothing.
    from content.accessibility.report import Finding, Report

_BAR: Final = 24
_WIDE: Final = 96
_QUIET: Final = 10.0
"""Seconds between two lines where there is no terminal."""
_COLOURS: Final = {"red": "31", "yellow": "33", "green": "32", "bold": "1"}


def painted(text: str, colour: str, stream: TextIO) -> str:
    """The text in a colour; as it is where the stream is no terminal or NO_COLOR is set (no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m"


def plain(text: str) -> str:
    """One printable line: what a checked page or a record says must not steer the terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else f"\\x{ord(c):02x}" for c in text)


def time(moment: datetime.datetime | None) -> str:
    """A time to the second; a dash for none."""
    return "-" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def say(message: str) -> None:
    """A sentence on stderr, with our name before it."""
    print(f"{painted('nordkalott:', 'red', sys.stderr)} {message}", file=sys.stderr)


def complain(error: NordkalottError) -> None:
    """An error on stderr: what, where, and the mend; all faults of an Invalid, every failure of a CheckFailed once."""
    match error:
        case Invalid():
            say(f"{len(error.faults)} fault{'s' if len(error.faults) > 1 else ''}:")
            for fault in error.faults:
                where = f"{fault.pointer}: " if fault.pointer else ""
                print(f"  {plain(where + fault.message.en)}", file=sys.stderr)
        case CheckFailed():
            say(str(error))
            for line in failures([each.report for each in error.reports if hasattr(each, "report")]):
                print(line, file=sys.stderr)
        case StaleRevision():
            say(f"{error} (--revision {error.current})")
        case _:
            say(plain(str(error)))


def blocking(reports: Sequence[Report]) -> list[Finding]:
    """Every blocking failure once, however many variants and heading levels have it."""
    seen = {
        (finding.rule, finding.message.en): finding
        for report in reversed(reports)
        for finding in reversed(report.findings)
        if finding.outcome == "failed" and finding.blocking
    }
    return list(reversed(seen.values()))


def failures(reports: Sequence[Report]) -> list[str]:
    """Every blocking failure once, each with its mend on a line of its own."""
    lines: list[str] = []
    for finding in blocking(reports):
        wcag = f" (WCAG {', '.join(finding.wcag)})" if finding.wcag else ""
        lines.append(plain(f"  {finding.rule}{wcag}: {finding.message.en}"))
        lines.append(plain(f"    → {finding.help.en}"))
    return lines


def data(value: object) -> None:
    """A value as one JSON document on stdout, indented for reading."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def each(values: Iterable[object]) -> None:
    """The same for a list, of which one value after the other is written: memory holds no more than one."""
    before = "["
    for value in values:
        text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
        sys.stdout.write(f"{before}\n{text}".replace("\n", "\n  "))
        before = ","
    sys.stdout.write("\n]\n" if before == "," else "[]\n")


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns under their heads on stdout; for no rows nothing there, and a sentence on stderr."""
    if not rows:
        say("There is nothing to show.")
        return
    cells = [
        tuple(map(str, heads)),
        *(tuple("" if cell is None else plain(str(cell)) for cell in row) for row in rows),
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for number, row in enumerate(cells):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        print(line if number else painted(line, "bold", sys.stdout))


def progress(what: str) -> Callable[[int, int], None] | None:
    """A line on stderr that counts up, on a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r{what}: {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show


def bar(what: str) -> Callable[[int, int], None]:
    """A line on stderr with a bar, how many a second and how much time is left; counts from where it is first told. Where stderr is no
    terminal, a line without a bar every ten seconds: for work of hours, whoever runs it in the background wants to know too.
    """
    drawn = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    began, before, told = 0.0, -1, 0.0

    def show(done: int, total: int) -> None:
        nonlocal began, before, told
        now = monotonic()
        if before < 0:
            began, before, told = now, done, now
        rate = (done - before) / (now - began) if now > began else 0.0
        rest = f"  {rate:.0f}/s  {_rest((total - done) / rate)} left" if rate > 0 and done < total else ""
        counted = f"{done:,} of {total:,}{rest}"
        if drawn:
            filled = _BAR * done // max(total, 1)
            line = f"{what} [{'#' * filled}{'-' * (_BAR - filled)}] {counted}"
            # What a longer line before has left is blanked out.
            print(f"\r{line:<{_WIDE}}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
        elif now - told >= _QUIET:
            told = now
            print(f"{what}: {counted}", file=sys.stderr, flush=True)

    return show


def _rest(seconds: float) -> str:
    minutes, hours = int(seconds // 60), int(seconds // 3600)
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min {int(seconds % 60)} s"
