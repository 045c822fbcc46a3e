"""What the command line writes for people and for programs: errors, progress, tables, JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from content.accessibility.report import Report
from content.errors import CheckFailed, Invalid, NordkalottError, StaleRevision


def complain(error: NordkalottError) -> None:
    """An error on stderr: what, where, and the mend."""
    match error:
        case Invalid():
            print(
                f"nordkalott: {len(error.faults)} fault{'s' if len(error.faults) > 1 else ''}:",
                file=sys.stderr,
            )
            for fault in error.faults:
                where = f"{fault.pointer}: " if fault.pointer else ""
                print(f"  {where}{fault.message.en}", file=sys.stderr)
        case CheckFailed():
            print(f"nordkalott: {error}", file=sys.stderr)
            for line in failures([each.report for each in error.reports if hasattr(each, "report")]):
                print(line, file=sys.stderr)
        case StaleRevision():
            print(f"nordkalott: {error} (--revision {error.current})", file=sys.stderr)
        case _:
            print(f"nordkalott: {error}", file=sys.stderr)


def failures(reports: Sequence[Report], language: str = "en") -> list[str]:
    """Every blocking failure once, however many variants and levels have it, with its mend."""
    seen: dict[tuple[str, str], None] = {}
    for report in reports:
        for finding in report.findings:
            if finding.outcome == "failed" and finding.blocking:
                message, help_ = (
                    (finding.message.nb, finding.help.nb)
                    if language == "nb"
                    else (finding.message.en, finding.help.en)
                )
                wcag = f" (WCAG {', '.join(finding.wcag)})" if finding.wcag else ""
                seen[f"  {finding.rule}{wcag}: {message}", f"    {help_}"] = None
    return [line for pair in seen for line in pair]


def data(value: object) -> None:
    """A value as one JSON document on stdout, indented for reading."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns under their heads; nothing but the heads for no rows."""
    cells = [
        tuple(map(str, heads)),
        *(tuple("" if cell is None else str(cell) for cell in row) for row in rows),
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def progress(what: str) -> Callable[[int, int], None] | None:
    """A line on stderr that counts up, on a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r{what}: {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show
