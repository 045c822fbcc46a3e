"""`nordkalott audit --rules`: every live edition against the rule set that is current."""

from __future__ import annotations

import argparse
import os
import secrets
import socket

from content import accessibility, due
from service import rechecks
from service.cli import moments, setting, terminal
from service.cli.records.planning import SOURCES
from service.wiring import now


def run(arguments: argparse.Namespace) -> int:
    """0 where nothing that is live has blocking failures, 1 where something has, or could not be read. Nothing is taken from the web."""
    with setting.parts(arguments, last=True) as parts:
        looked = rechecks.go(
            parts.store,
            parts.commands,
            now,
            holder=f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}",
            actor=setting.actor(arguments),
            show=terminal.progress("Checking what is live"),
        )
        with parts.store.read() as reading:
            tally = reading.recheck.tally(accessibility.RULESET, now())
            repairs = due.repairs(reading, now())
    code = 1 if repairs or tally.unreadable else 0
    if arguments.json:
        terminal.data({"looked_at": looked, "tally": tally, "repairs": repairs})
        return code
    print(
        f"Rule set {tally.ruleset}: {tally.checked} of {tally.editions} live editions checked, {looked} now."
    )
    if repairs:
        terminal.table(
            ("SINCE", "SLUG", "LOCALE", "EDITION", "RULES", "WHY"),
            [
                (
                    moments.shown(each.since),
                    each.slug,
                    each.locale,
                    each.edition,
                    ", ".join(f"{rule} {count}" for rule, count in sorted(each.rules.items())),
                    SOURCES[each.source],
                )
                for each in repairs
            ],
        )
        print(
            "They stay up as they are. Mend each in a new edition: “nordkalott records due” lists them, too."
        )
    if tally.unreadable:
        terminal.say(f"{tally.unreadable} could not be read: run “nordkalott doctor”.")
    if not code:
        print("No blocking failure found.")
    return code
