"""What is planned, who looks after what, and what is due: the acts of `records` that are about time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from content import due
from content.errors import Invalid
from content.model import Standing
from content.schedule import Item, Planned, Unschedule
from content.stewardship import Steward
from service.cli import moments, setting, terminal
from service.wiring import Parts, now

SOURCES: Final[dict[due.Cause, str]] = {
    "edition": "it went out so",
    "rules": "by a later rule set",
    "linked_record": "by what it shows of others",
    "attestation": "by what a person answered",
}
_SILENT = frozenset({"via"})


def item(text: str) -> tuple[str, str, int]:
    """REF, locale and revision of an `--also`. Raises Invalid."""
    ref, _, rest = text.partition(":")
    locale, _, number = rest.partition(":")
    if not (ref and locale and number.isascii() and number.isdigit() and int(number)):
        raise Invalid.one(
            "--also",
            "wrong_form",
            nb=f"«{text[:80]}» må være REF:SPRÅK:REVISJON, som barentssamarbeidet:nn:3.",
            en=f"“{text[:80]}” must be REF:LOCALE:REVISION, such as barentssamarbeidet:nn:3.",
        )
    return ref, locale, int(number)


def named(arguments: argparse.Namespace, standing: Standing, revision: int) -> Item:
    """One of several revisions that are published together; all are news, or all corrections, with one note."""
    return Item(
        id=standing.id,
        locale=standing.locale,
        revision=revision,
        update="minor" if arguments.minor else "major",
        note=arguments.note,
    )


def unschedule(arguments: argparse.Namespace, parts: Parts, standing: Standing) -> int:
    """Take plans back."""
    taken = parts.commands.unschedule(
        Unschedule(
            id=standing.id,
            locale=standing.locale,
            act=arguments.only,
            actor=setting.actor(arguments),
        )
    )
    if arguments.json:
        terminal.data([plain(each) for each in taken])
        return 0
    for each in taken:
        print(f"Taken back: {told(each)}.")
    return 0


def steward(arguments: argparse.Namespace, parts: Parts, standing: Standing) -> int:
    """Change who looks after a record, or tell it where nothing is to be changed."""
    review_by = moments.day(arguments.review_by, "--review-by")
    if arguments.owner is None and review_by is None:
        with parts.store.read() as reading:
            known = reading.stewardship.of(standing.id)
    else:
        known = parts.commands.steward(
            Steward(
                id=standing.id,
                owner=arguments.owner,
                review_by=review_by,
                actor=setting.actor(arguments),
            )
        )
    if arguments.json:
        terminal.data(known)
    elif known is not None:
        print(f"{known.id}: {terminal.plain(known.owner)}, to be reviewed by {known.review_by}.")
    return 0


def listed(arguments: argparse.Namespace, parts: Parts) -> int:
    """What is due."""
    at = now()
    asked = moments.day(arguments.until, "--until")
    until = moments.end_of(asked) if asked else at + due.AHEAD
    with parts.store.read() as reading:
        found = due.due(reading, at, until, configured=parts.settings.locales)
    if arguments.json:
        terminal.data(
            {
                "until": found.until,
                "reviews": found.reviews,
                "coming": [plain(each) for each in found.coming],
                "failed": [plain(each) for each in found.failed],
                "repairs": found.repairs,
            }
        )
        return 0
    lines: list[tuple[object, ...]] = [
        *(
            (
                "failed",
                moments.shown(each.failed_at or each.at),
                each.slug,
                each.locale,
                f"{each.act}: {each.failure}",
            )
            for each in found.failed
        ),
        *(
            (
                "late" if each.late else "planned",
                moments.shown(each.at),
                each.slug,
                each.locale,
                f"{each.act} revision {each.revision}" if each.revision else each.act,
            )
            for each in found.coming
        ),
        *(
            (
                "repair",
                moments.shown(each.since),
                each.slug,
                each.locale,
                f"edition {each.edition} fails {', '.join(sorted(each.rules))} ({SOURCES[each.source]})",
            )
            for each in found.repairs
        ),
        *(
            ("overdue" if each.overdue else "review", each.review_by, each.slug, each.locale, each.owner)
            for each in found.reviews
        ),
    ]
    if not lines:
        print(f"Nothing is due until {moments.shown(until)}.")
        return 0
    terminal.table(("WHAT", "WHEN", "SLUG", "LOCALE", "DETAIL"), lines)
    return 0


def told(planned: Planned) -> str:
    """A plan in words."""
    what = f"publish revision {planned.revision}" if planned.act == "publish" else "withdraw"
    until = f", until {moments.shown(planned.expires)}" if planned.expires else ""
    failed = f", which failed: {planned.failure}" if planned.failed_at else ""
    return f"{what} of {planned.id} in {planned.locale} at {moments.shown(planned.at)}{until}{failed}"


def brief(planned: Sequence[Planned]) -> str:
    """Plans in a cell of a table."""
    return ", ".join(
        f"{each.act} {moments.shown(each.at)}{' failed' if each.failed_at else ''}" for each in planned
    )


def plain(planned: Planned) -> dict[str, Any]:
    """A plan as JSON: what it is about, and nothing of where it came from."""
    return {name: value for name, value in msgspec.to_builtins(planned).items() if name not in _SILENT}
