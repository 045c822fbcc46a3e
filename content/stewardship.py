"""Stewardship: who looks after a record, and when it is to be looked at again. For the record in every locale.

The owner is who wrote it first, the date a year on, until somebody says otherwise.
"""

from __future__ import annotations

import calendar
import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct, structs

from content.errors import Invalid, NotFound
from content.lifecycle import Actor, Via

REVIEW_MONTHS: Final = 12


class Stewardship(Struct, frozen=True, kw_only=True):
    """The owner, and the day by which the record is to be reviewed."""

    id: UUID
    owner: str
    review_by: datetime.date


class Steward(Struct, frozen=True, kw_only=True, tag="steward"):
    """Give a record another owner, another date of review, or both."""

    id: UUID
    owner: Actor | None = None
    review_by: datetime.date | None = None
    actor: Actor
    via: Via = ""


def begin(identity: UUID, author: str, at: datetime.datetime, months: int) -> Stewardship:
    """That of a new record: its author's, to be reviewed so many months on."""
    return Stewardship(id=identity, owner=author, review_by=later(at.date(), months))


def change(known: Stewardship | None, command: Steward) -> Stewardship:
    """What it is after the command. Raises NotFound where there is no record, Invalid where nothing is asked for."""
    if known is None:
        raise NotFound(f"There is no record {command.id}.")
    if command.owner is None and command.review_by is None:
        raise Invalid.one(
            "",
            "nothing_asked",
            nb="Oppgi en ny eier, en ny dato for gjennomgang, eller begge.",
            en="Give another owner, another date of review, or both.",
        )
    return structs.replace(
        known, owner=command.owner or known.owner, review_by=command.review_by or known.review_by
    )


def later(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months on, or the last one where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
