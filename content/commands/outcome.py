"""What a verb came to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from content.locales import Locale
from content.model import Standing, State
from content.ports import Change, Evidence


class Outcome(Struct, frozen=True, kw_only=True):
    """What a publish or a change of state came to. `seq` is its change; `reports` those of the new edition."""

    id: UUID
    locale: Locale
    state: State
    edition: int
    seq: int
    slug: str
    needs_repair: bool = False
    reports: tuple[Evidence, ...] = ()


def outcome(
    standing: Standing, change: Change, *, needs_repair: bool = False, reports: Sequence[Evidence] = ()
) -> Outcome:
    """What a change of the standing came to."""
    return Outcome(
        id=standing.id,
        locale=standing.locale,
        state=standing.state,
        edition=standing.edition,
        seq=change.seq,
        slug=standing.slug,
        needs_repair=needs_repair,
        reports=tuple(reports),
    )
