"""`nordkalott bench`: measure and print; never fails by time."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from content.errors import Invalid
from service.bench import Measured, measurements
from service.cli import terminal


def run(arguments: argparse.Namespace) -> int:
    """Print every measurement beside its target."""
    known = measurements()
    wanted = arguments.only or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        names = ", ".join(known)
        raise Invalid.one(
            "--only",
            "unknown",
            nb=f"Ukjent måling: {', '.join(unknown)}. Det finnes: {names}.",
            en=f"Unknown measurement: {', '.join(unknown)}. There are: {names}.",
        )
    found: list[Measured] = []
    for name in wanted:
        if sys.stderr.isatty():
            print(f"Measuring {name} …", file=sys.stderr)
        found += known[name]()
    if arguments.json:
        terminal.data(found)
        return 0
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores. One run; compare ratios, not machines."
    )
    terminal.table(
        ("WHAT", "MEASURED", "UNIT", "TARGET", "ON"),
        [(each.name, f"{each.value:.2f}", each.unit, each.target, each.on) for each in found],
    )
    return 0
