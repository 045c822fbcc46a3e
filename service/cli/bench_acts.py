"""The verb `nordkalott bench`, with its options and its help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import options

if TYPE_CHECKING:
    from service.cli.options import Verbs


def bench(verbs: Verbs) -> None:
    """The verb."""
    made = options.verb(
        verbs,
        "bench",
        "measure, and print ratios; never fails by time",
        "  nordkalott bench --json now.json\n"
        "  nordkalott bench --only static --case record atom\n"
        "  nordkalott bench --compare before.json now.json\n"
        "  nordkalott bench --profile record\n"
        "  nordkalott bench --make 100000 --at ../synthetic\n",
    )
    made.add_argument("--only", nargs="+", metavar="NAME", help="only these measurements")
    made.add_argument("--case", nargs="+", metavar="CASE", help="of the contests, only these cases")
    made.add_argument(
        "--rounds", type=int, choices=range(1, 101), default=5, metavar="N", help="rounds of a contest (5)"
    )
    made.add_argument(
        "--seconds", type=_seconds, default=1.0, metavar="S", help="seconds of a turn, from 0.1 (1)"
    )
    made.add_argument(
        "--json",
        type=Path,
        nargs="?",
        const=Path("-"),
        metavar="FILE",
        help="keep the results in a file, for --compare; without a name print them",
    )
    made.add_argument(
        "--write-docs",
        type=Path,
        metavar="FOLDER",
        help="write the page of measurements, with its chart, into a folder",
    )
    made.add_argument(
        "--read", type=Path, metavar="FILE", help="measure nothing: take the results from a file"
    )
    made.add_argument(
        "--compare",
        type=Path,
        nargs=2,
        metavar=("BEFORE", "AFTER"),
        help="say what got slower between two files of results; 1 if anything did",
    )
    made.add_argument(
        "--profile", metavar="CASE", help="show what bounds a case: py-spy, perf and strace, where they are"
    )
    made.add_argument(
        "--make", type=int, metavar="N", help="measure nothing: make the first N synthetic records"
    )
    made.add_argument(
        "--records",
        type=int,
        choices=range(1_000, 10_000_001),
        default=100_000,
        metavar="N",
        help="up to how many records growth is measured (100000)",
    )
    made.add_argument(
        "--at", metavar="FOLDER", help="the data folder in which synthetic records are made, and kept"
    )


def _seconds(text: str) -> float:
    value = float(text)
    if not 0.1 <= value <= 60:  # noqa: PLR2004  # as the help says; a minute is long
        raise ValueError(text)
    return value
