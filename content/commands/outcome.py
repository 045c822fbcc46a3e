"""What a verb came to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from content.locales import Locale
from content.model import Standing, State
from content.ports import Change, Evidence
from content.schedule import Planned


class Failing(Evidence, frozen=True, kw_only=True):
    """Evidence that refuses, with the record and the locale that it is of."""

    id: UUID
    locale: Locale


class Outcome(Struct, frozen=True, kw_only=True):
    """What a publish or a change of state came to. `seq` is its change, 0 where the public sees none yet; `reports` those of the
    new edition, or of the one to come; `scheduled` what is planned for the record in the locale after it.
    """

    id: UUID
    locale: Locale
    state: State
    edition: int
    seq: int
    slug: str
    needs_repair: bool = False
    reports: tuple[Evidence, ...] = ()
    scheduled: tuple[Planned, ...] = ()


def outcome(
    standing: Standing,
    change: Change | None,
    *,
    needs_repair: bool = False,
    reports: Sequence[Evidence] = (),
    scheduled: Sequence[Planned] = (),
) -> Outcome:
    """What a change of the standing came to, or a plan, which changes nothing that the public sees."""
    return Outcome(
        id=standing.id,
        locale=standing.locale,
        state=standing.state,
        edition=standing.edition,
        seq=change.seq if change else 0,
        slug=standing.slug,
        needs_repair=needs_repair,
        reports=tuple(reports),
        scheduled=tuple(scheduled),
    )
