"""`nordkalott security`: attempts that were refused."""

from __future__ import annotations

import argparse

from service.cli import setting, terminal


def run(arguments: argparse.Namespace) -> int:
    """Print attempts by the minute, oldest first."""
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        attempts = reading.security.attempts(arguments.since, arguments.limit)
    if arguments.json:
        terminal.data(attempts)
        return 0
    terminal.table(
        ("NUMBER", "MINUTE", "CAUSE", "COUNT", "ADDRESS", "TOKEN", "ROUTE"),
        [
            (
                each.number,
                each.minute.strftime("%Y-%m-%d %H:%M"),
                each.cause,
                each.count,
                each.address or "others",
                each.token or "-",
                each.route,
            )
            for each in attempts
        ],
    )
    return 0
