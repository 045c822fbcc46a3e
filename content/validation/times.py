"""Moments and days: RFC 3339, with an offset, and within years that every clock and calendar can show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final, TypeVar

import msgspec

from content.errors import Fault
from content.validation.faults import fault, wrong

# Beyond these, other zones' clocks may have no date for a moment, and calendars and feeds no form for it.
Time = TypeVar("Time", bound=datetime.date)
YEARS: Final = range(1900, 2201)
_OFFSET: Final = re.compile(r"(Z|[+-][0-9]{2}:?[0-9]{2})\Z", re.IGNORECASE)


def moment(data: object, at: str) -> Iterator[Fault]:
    """What is wrong with a time, as text or as a datetime."""
    value = _parsed(data, datetime.datetime)
    if value is None or value.tzinfo is None or (isinstance(data, str) and not _OFFSET.search(data)):
        yield wrong(
            at,
            data,
            "tidspunkt med tidssone (2026-05-01T12:00:00+02:00)",
            "a time with its offset (2026-05-01T12:00:00+02:00)",
        )
    else:
        yield from _year(value, at)


def day(data: object, at: str) -> Iterator[Fault]:
    """What is wrong with a date, as text or as a date."""
    value = None if isinstance(data, datetime.datetime) else _parsed(data, datetime.date)
    if value is None:
        yield wrong(at, data, "en dato uten klokkeslett (2026-05-01)", "a date without a time (2026-05-01)")
    else:
        yield from _year(value, at)


def instant(data: object) -> datetime.datetime | None:
    """The moment, or the first instant of the date anywhere on Earth; None for what `moment` and `day` refuse."""
    value = _parsed(data, datetime.datetime) or _parsed(data, datetime.date)
    if value is None or value.year not in YEARS:
        return None
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else None
    return datetime.datetime.combine(value, datetime.time.min, datetime.UTC) - datetime.timedelta(hours=14)


def _parsed(data: object, kind: type[Time]) -> Time | None:
    if not isinstance(data, str | datetime.date):
        return None
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError:
        return None


def _year(value: datetime.date, at: str) -> Iterator[Fault]:
    if value.year not in YEARS:
        first, last = YEARS[0], YEARS[-1]
        yield fault(
            at,
            "out_of_range",
            nb=f"Året må være fra {first} til {last}.",
            en=f"The year must be from {first} to {last}.",
        )
