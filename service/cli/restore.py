"""`nordkalott restore`: a backup in the place of what is there."""

from __future__ import annotations

import argparse

from service import restore
from service.cli import setting, terminal
from service.wiring import now


def run(arguments: argparse.Namespace) -> int:
    """Restore, and say where the old lies."""
    done = restore.restore(
        setting.addressed(arguments),
        arguments.file,
        ledgers=arguments.ledger,
        key=arguments.key,
        actor=setting.actor(arguments),
        now=now(),
    )
    if arguments.json:
        terminal.data(done)
        return 0
    print(
        f"Restored {arguments.file} into {done.folder}: sound, up to change {done.seq}, epoch {done.epoch}."
    )
    if done.redactions:
        print(
            f"{done.redactions} redaction{'s' if done.redactions > 1 else ''} from after the backup were done again."
        )
    if done.tokens:
        print(f"{done.tokens} token{'s' if done.tokens > 1 else ''} that ended since were ended again.")
    if done.webhooks:
        print(
            f"{done.webhooks} webhook{'s' if done.webhooks > 1 else ''} that ended or got a new secret since did so again."
        )
    if done.kept:
        print(f"What was there before is in {done.kept}. Remove it once you are content.")
    return 0
