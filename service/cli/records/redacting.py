"""`nordkalott records redact`: what would be removed where, and the removal."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from content.model import Standing
from content.ports.redactions import Found
from content.redaction import Redact
from service.cli import setting, terminal
from service.wiring import Parts

_SORTS = {
    "revision": "revisions",
    "edition": "notes and names of editions",
    "evidence": "editions whose fragments and Reports are made anew",
    "standing": "states: slug, reason or redirect",
    "slug": "addresses, which are not found any more",
    "journal": "journal entries",
    "change": "changes",
    "plan": "plans",
    "owner": "owners",
    "ledger": "earlier redactions",
    "media": "media files",
    "medium": "names and descriptions of media",
}


def run(arguments: argparse.Namespace, parts: Parts, standing: Standing) -> int:
    """Redact, or tell what would be redacted."""
    command = Redact(
        id=standing.id,
        locale=standing.locale,
        reason=arguments.reason,
        texts=tuple(arguments.text),
        revisions=tuple(arguments.revision),
        media=tuple(arguments.media),
        everywhere=arguments.everywhere,
        actor=setting.actor(arguments),
        via="command-line",
    )
    return _try(arguments, parts, command) if arguments.dry_run else _do(arguments, parts, command)


def _try(arguments: argparse.Namespace, parts: Parts, command: Redact) -> int:
    found = parts.commands.survey(command).found
    others = parts.commands.elsewhere(command)
    if arguments.json:
        terminal.data(
            {"found": found, "elsewhere": [{"id": identity, "locale": locale} for identity, locale in others]}
        )
        return 0
    terminal.table(
        ("WHAT", "RECORD", "LOCALE", "NUMBER", "WHERE"),
        [
            (
                each.sort,
                each.id,
                each.locale,
                each.number or "",
                ", ".join(place or "all of it" for place in each.at),
            )
            for each in found
        ],
    )
    _sum(found)
    print("Nothing was changed.")
    for identity, locale in others:
        print(f"It stands in record {identity} in {locale} too, which this would leave alone.")
    return 0


def _do(arguments: argparse.Namespace, parts: Parts, command: Redact) -> int:
    outcome = parts.commands.redact(command)
    parts.media.let_go(outcome.files)
    if arguments.json:
        terminal.data(outcome)
        return 0
    print(f"Redaction {outcome.number} of {outcome.id} in {outcome.locale or 'all locales'}: removed.")
    _sum(outcome.found)
    if not outcome.erased:
        print(
            "The bytes may still lie in free parts of the store's file: somebody reads an older view, or there is no room for a "
            "copy. It is tried again by itself; “nordkalott doctor” tells when nothing is left."
        )
    print(
        "What lies outside is yours to see to: files that you save from, backups, exports, proxies' and readers' copies, "
        "disk blocks of old."
    )
    return 0


def _sum(found: Sequence[Found]) -> None:
    for sort, count in Counter(each.sort for each in found).items():
        print(f"  {_SORTS[sort]} ({count})")
