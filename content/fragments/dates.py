"""Dates and times for people and machines: Norwegian local time in words, RFC 3339 in `<time datetime>`.

Words come from the catalogue, never from the machine's locale, so that every machine writes the same bytes. Where a
locale has no words for dates, the `<time>` says the language that it is in.
Sources: RFC 3339; HTML Living Standard, 4.5.14 (the time element); ISO 8601-1 (intervals, in Source.date).
"""

from __future__ import annotations

import datetime
import functools
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.fragments.markup import element, joined, together
from content.fragments.words import word
from content.locales import Locale

_DAY: Final = datetime.timedelta(days=1)
_LAST_MINUTE: Final = datetime.time(23, 59)


@functools.cache
def oslo() -> ZoneInfo:
    """The department's time zone. On machines without a time zone database, the `tzdata` package has it."""
    return ZoneInfo("Europe/Oslo")


def rfc3339(at: datetime.datetime) -> str:
    """A moment in UTC: 2024-05-01T12:00:00Z. Raises ValueError where it has no time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return _in_zone(at, datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _local(at: datetime.datetime) -> datetime.datetime:
    return _in_zone(at, oslo())


def _in_zone(at: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """The moment by the clock of a zone; as it was written where that is before year 1 or after year 9999."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def moment(at: datetime.datetime, locale: Locale) -> Markup:
    """Day and clock: “1 May 2024, 14:00”."""
    local = _local(at)
    return _time(
        rfc3339(at),
        _filled(locale, "moment", date=_day(local.date(), locale), clock=_clock(local, locale)),
        locale,
    )


def day_of(at: datetime.datetime, locale: Locale) -> Markup:
    """The local day of a moment: “1 May 2024”."""
    return _time(rfc3339(at), _day(_local(at).date(), locale), locale)


def day(date: datetime.date, locale: Locale) -> Markup:
    """A day: “1 May 2024”."""
    return _time(date.isoformat(), _day(date, locale), locale)


def span(start: datetime.datetime, end: datetime.datetime, locale: Locale) -> Markup:
    """From a moment to another; within one local day, that day is said once: “1 May 2024, 14:00–16:00”."""
    if _local(start).date() == _local(end).date():
        clock = _time(rfc3339(end), _clock(_local(end), locale), locale)
        return together(moment(start, locale), "–", clock)
    return together(moment(start, locale), " – ", moment(end, locale))


def whole_days(
    start: datetime.datetime, end: datetime.datetime
) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day in Norway of what goes from midnight to a later midnight, for a form for times has no other way to say
    whole days; None for all else. The minute before midnight is the end of a day too: many write it so.
    """
    first, last = _local(start), _local(end)
    if (
        end <= start
        or first.time() != datetime.time.min
        or last.time() not in {datetime.time.min, _LAST_MINUTE}
    ):
        return None
    return first.date(), last.date() - (datetime.timedelta() if last.time() == _LAST_MINUTE else _DAY)


def days(start: datetime.date, end: datetime.date, locale: Locale) -> Markup:
    """From a day to another; one day alone is said once."""
    if start == end:
        return day(start, locale)
    return together(day(start, locale), " – ", day(end, locale))


def imprecise(date: str, locale: Locale) -> Markup:
    """A year, month or day, or an interval of two of them, as in Source.date: 2014, 2014-05, 2014/2025.

    What has the right form but is no date, such as 2014-13, is shown as it was written.
    """
    ends = date.split("/")
    dash = "–" if all(end.isdigit() for end in ends) else " – "
    return joined(dash, (_imprecise(end, locale) for end in ends))


def _imprecise(date: str, locale: Locale) -> Markup:
    try:
        match date.split("-"):
            case [_]:
                return _time(date, date, locale, worded=False)
            case [year, month]:
                text = _filled(locale, "month", month=_month(int(month), locale), year=year)
                return _time(date, text, locale)
            case _:
                return day(datetime.date.fromisoformat(date), locale)
    except ValueError:
        return together(date)


def _time(machine: str, people: str, locale: Locale, *, worded: bool = True) -> Markup:
    lang = word(locale, "date").lang
    return element("time", {"datetime": machine, "lang": lang if worded and lang != locale else None}, people)


@functools.lru_cache(maxsize=2_000)
def _day(date: datetime.date, locale: Locale) -> str:
    return _filled(locale, "date", day=str(date.day), month=_month(date.month, locale), year=str(date.year))


def _month(number: int, locale: Locale) -> str:
    return word(locale, "months").text.split()[datetime.date(1, number, 1).month - 1]  # raises for a month 13


def _clock(at: datetime.datetime, locale: Locale) -> str:
    return _filled(locale, "clock", hour=f"{at.hour:02d}", minute=f"{at.minute:02d}")


def _filled(locale: Locale, key: str, **parts: str) -> str:
    return word(locale, key).text.format(**parts)
