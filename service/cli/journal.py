"""`nordkalott journal`: who did what; out into a file, verified, and what is too old dropped."""

from __future__ import annotations

import argparse
import datetime

from content import queries
from content.commands import PruneJournal
from content.errors import Invalid
from service.cli import journal_file, setting, terminal
from service.wiring import now

_LIMIT = 100
_CHOOSING = ("record", "actor", "act", "limit")


def run(arguments: argparse.Namespace) -> int:
    """Print entries, oldest first; or do what was asked instead. Raises Invalid where options do not go together."""
    does = arguments.export or arguments.verify or arguments.prune
    if does and any(getattr(arguments, name) is not None for name in _CHOOSING):
        raise Invalid.one(
            "",
            "not_together",
            nb="Et utvalg er ingen kjede: bruk ikke --record, --actor, --act eller --limit sammen med --export, --verify eller --prune.",
            en="A choice of entries is no chain: do not use --record, --actor, --act or --limit with --export, --verify or --prune.",
        )
    if arguments.export:
        return journal_file.export(arguments)
    if arguments.verify:
        return journal_file.verify(arguments)
    return _prune(arguments) if arguments.prune else _print(arguments)


def _print(arguments: argparse.Namespace) -> int:
    identity = queries.as_uuid(arguments.record) if arguments.record else None
    if arguments.record and identity is None:
        raise Invalid.one(
            "--record",
            "wrong_form",
            nb=f"«{arguments.record[:40]}» er ikke en posts id.",
            en=f"“{arguments.record[:40]}” is not a record's id. See: nordkalott records list",
        )
    limit = _LIMIT if arguments.limit is None else arguments.limit
    with setting.parts(arguments) as parts, parts.store.read() as reading:
        entries = reading.journal(
            arguments.since, limit, identity=identity, actor=arguments.actor, verb=arguments.act
        )
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


def _prune(arguments: argparse.Namespace) -> int:
    with setting.parts(arguments) as parts:
        days = parts.settings.journal_days
        if not days:
            raise Invalid.one(
                "/journal_days",
                "kept",
                nb="journal_days er 0: journalen beholdes for alltid. Sett innstillingen først.",
                en="journal_days is 0: the journal is kept for ever. Set it first.",
            )
        command = PruneJournal(
            before=now() - datetime.timedelta(days=days), actor=setting.actor(arguments), via="command-line"
        )
        dropped = parts.commands.prune_journal(command)
    if arguments.json:
        terminal.data({"dropped": dropped, "before": command.before})
    else:
        print(f"Dropped {dropped} entries from before {command.before:%Y-%m-%d}.")
    return 0
