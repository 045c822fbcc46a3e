"""Occasions → iCalendar (RFC 5545, with the properties of RFC 7986). The one home of `icalendar`, which escapes, folds and orders.

No METHOD: that would make a message of scheduling of it (RFC 5546), with an organiser and answers. Without it DTSTAMP is when an
occasion was last revised, so that nothing here tells of the time of writing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import icalendar
from icalendar import vText

from content.fragments import dates
from feeds.characters import writable
from feeds.occasions import Calendar, Occasion, When

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//Troms fylkeskommune//Nordkalott//EN"
"""Who wrote it (RFC 5545 section 3.7.3). It names no version: another one of ours shall change no byte."""
REFRESH: Final = datetime.timedelta(hours=1)
"""How often to ask again, for clients that go by it."""

_STANDARD: Final = datetime.timedelta(hours=1)
_SUMMER: Final = datetime.timedelta(hours=2)
_SINCE: Final = 1997
"""The first whole year of the rule below: summer time from the last Sunday of March to that of October (directive 2000/84/EC)."""
_ZONE: Final = "Europe/Oslo"
_AS_WRITTEN: Final = "%/:?#[]@!$&'()*+,;=~-._"


def ical(calendar: Calendar) -> bytes:
    """The calendar as UTF-8, with CRLF, no line over 75 octets."""
    written = icalendar.Calendar()
    written.add("version", "2.0")
    written.add("prodid", PRODUCT)
    written.add("calscale", "GREGORIAN")
    written.add("uid", calendar.uid)
    _say(written, "name", calendar.name, calendar.locale)
    _say(written, "x-wr-calname", calendar.name)
    _say(written, "x-wr-timezone", _ZONE)
    if calendar.occasions:
        written.add("last-modified", max(each.modified for each in calendar.occasions))
    _address(written, "url", calendar.home_url)
    _address(written, "source", calendar.source_url, VALUE="URI")
    written.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    _say(written, "x-published-ttl", "PT1H")
    # Also where no time is told in it: a calendar without any component would be none (RFC 5545 section 3.6).
    written.add_component(_zone())
    for each in calendar.occasions:
        written.add_component(_event(each))
    return bytes(written.to_ical(sorted=False))


class _Text(vText):
    r"""TEXT (RFC 5545 section 3.3.11). The library's own takes `\N` in a text, as in `C:\Nord`, for the end of a line."""

    def to_ical(self) -> bytes:
        return re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n").encode()


def _event(occasion: Occasion) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", occasion.uid)
    event.add("dtstamp", occasion.modified)
    event.add("created", occasion.created)
    event.add("last-modified", occasion.modified)
    event.add("sequence", occasion.sequence)
    times = [occasion.start, *([] if occasion.end is None else [occasion.end])]
    for name, when in zip(("dtstart", "dtend"), _told(times), strict=False):
        event.add(name, when)
    _say(event, "summary", occasion.summary, occasion.summary_locale)
    _say(event, "description", occasion.description, occasion.locale)
    _say(event, "location", occasion.location, occasion.locale)
    for category in occasion.categories:
        _say(event, "categories", category.label, category.locale)
    _address(event, "url", occasion.url)
    _address(event, "conference", occasion.online, VALUE="URI", LABEL=occasion.online_label)
    event.add("status", "CANCELLED" if occasion.cancelled else "CONFIRMED")
    # Who follows a calendar has not said that they will come: it must not make them busy.
    event.add("transp", "TRANSPARENT")
    return event


def _say(component: icalendar.Component, name: str, text: str, locale: str = "") -> None:
    """Text under a name, if there is any. As text whatever the name: the library writes what it does not know as it stands."""
    if text:
        value = _Text(_text(text))
        if locale:
            value.params["LANGUAGE"] = locale
        component.add(name, value, encode=False)


def _address(component: icalendar.Component, name: str, url: str, **parameters: str) -> None:
    """An address, if there is one; with nothing in it that is more than an address."""
    if url:
        component.add(name, quote(url, safe=_AS_WRITTEN), parameters=parameters)


def _text(text: str) -> str:
    """Text in which the only thing that ends a line is a newline: readers take more for one than RFC 5545 does."""
    return "\n".join(writable(text).splitlines())


def _told(times: list[When]) -> Iterator[When]:
    """Days as they are; moments by Norway's clock, or all of them in UTC where that clock is not the one that the file tells of."""
    moments = [each for each in times if isinstance(each, datetime.datetime)]
    if moments and all(map(_by_rule, moments)):
        yield from (each.astimezone(dates.oslo()) for each in moments)
    else:
        yield from times


def _by_rule(moment: datetime.datetime) -> bool:
    """Will a reader find this moment again, by the rule that the file tells?

    Not where the hour comes twice and the second is meant (RFC 5545 section 3.3.5), nor where Norway's law has another rule by now.
    """
    local = moment.astimezone(dates.oslo())
    begin, end = (_last_sunday(moment.year, month) for month in (3, 10))
    told = _SUMMER if begin <= moment < end else _STANDARD
    return moment.year >= _SINCE and local.utcoffset() == told and not local.fold


def _last_sunday(year: int, month: int) -> datetime.datetime:
    """01:00 UTC of the last Sunday of a month that has 31 days."""
    last = datetime.datetime(year, month, 31, 1, tzinfo=datetime.UTC)
    return last - datetime.timedelta(days=last.isoweekday() % 7)


def _zone() -> icalendar.Timezone:
    zone = icalendar.Timezone()
    zone.add("tzid", _ZONE)
    for part, name, start, month, before, after in (
        (icalendar.TimezoneDaylight(), "CEST", datetime.datetime(1996, 3, 31, 2), 3, _STANDARD, _SUMMER),  # noqa: DTZ001
        (icalendar.TimezoneStandard(), "CET", datetime.datetime(1996, 10, 27, 3), 10, _SUMMER, _STANDARD),  # noqa: DTZ001
    ):
        part.add("dtstart", start)  # by the clock of the zone itself: it has none to name
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
