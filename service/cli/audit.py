"""`nordkalott audit`: what is live, looked at again."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    """With `--rules`: by the rule set that is current."""
    from service.cli import recheck  # noqa: PLC0415 - each sort of audit imports only what it needs

    return recheck.run(arguments)
