"""`nordkalott journal`: who did what."""

from __future__ import annotations

import argparse

from service.cli import setting, terminal


def run(arguments: argparse.Namespace) -> int:
    """Print entries, oldest first."""
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        entries = reading.journal(arguments.since, arguments.limit)
    if arguments.json:
        terminal.data(entries)
        return 0
    terminal.table(
        ("NUMBER", "TIME", "WHO", "WHAT", "RECORD", "LOCALE", "DETAIL"),
        [
            (
                entry.number,
                entry.at.strftime("%Y-%m-%d %H:%M:%S"),
                entry.actor,
                entry.verb,
                entry.id,
                entry.locale,
                ", ".join(f"{name}={value}" for name, value in entry.detail.items()),
            )
            for entry in entries
        ],
    )
    return 0
