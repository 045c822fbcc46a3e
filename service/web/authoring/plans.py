"""Plans, reviews and repairs as the authoring side tells them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

import msgspec
from msgspec import Struct

from content import due
from content.locales import Locale
from content.model import Update
from content.schedule import Act, Planned


class PlanAnswer(Struct, frozen=True, kw_only=True):
    """What is to happen at a time, or could not: then `failed_at` and `failure` say when and why.

    `together` is the same number for those that go out together or not at all.
    """

    id: UUID
    locale: Locale
    act: Act
    at: datetime.datetime
    revision: int | None
    update: Update | None
    note: str
    expires: datetime.datetime | None
    together: int | None
    actor: str
    made_at: datetime.datetime
    failed_at: datetime.datetime | None
    failure: str | None


class NamedPlanAnswer(PlanAnswer, frozen=True, kw_only=True):
    """The same, with the name of what it is about. `late` where its time has passed and it has not been done."""

    kind: str
    slug: str
    title: str
    late: bool


class DueAnswer(Struct, frozen=True, kw_only=True):
    """What waits for somebody until a moment: each list has the earliest first."""

    until: datetime.datetime
    reviews: tuple[due.Review, ...]
    coming: tuple[NamedPlanAnswer, ...]
    failed: tuple[NamedPlanAnswer, ...]
    repairs: tuple[due.Repair, ...]


class PlanList(Struct, frozen=True, kw_only=True):
    """The plans that were taken back."""

    taken: tuple[PlanAnswer, ...]


class StewardshipAnswer(Struct, frozen=True, kw_only=True):
    """Who looks after a record, and the day by which it is to be reviewed."""

    id: UUID
    owner: str
    review_by: datetime.date


def plans(planned: Iterable[Planned]) -> tuple[PlanAnswer, ...]:
    """Plans as they are answered."""
    return tuple(msgspec.convert(_members(each), PlanAnswer, from_attributes=True) for each in planned)


def listed(found: due.Due) -> DueAnswer:
    """The list of what is due as it is answered."""
    coming, failed = (
        tuple(msgspec.convert(_members(each), NamedPlanAnswer) for each in some)
        for some in (found.coming, found.failed)
    )
    return DueAnswer(
        until=found.until, reviews=found.reviews, coming=coming, failed=failed, repairs=found.repairs
    )


def _members(planned: Planned) -> dict[str, object]:
    members = msgspec.structs.asdict(planned)
    members |= {name: members[name] or None for name in ("revision", "together", "failure")}
    return members | {"update": planned.update if planned.act == "publish" else None}
