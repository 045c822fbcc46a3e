"""Editions → occasions: when something happens, for people's calendars. An event is one; a call is two, its opening and its deadline.

Nothing here is made up: an event without an end has none, and one that is only withdrawn keeps its time and says so. What is gone
keeps its time too, which a calendar needs to find the entry again, and nothing else that it said.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID, uuid5

from markupsafe import Markup
from msgspec import UNSET, Struct, UnsetType, structs

from content import ports
from content.fragments import dates, facts, notes
from content.fragments.context import Context, Label, Links
from content.fragments.frame import Frame
from content.fragments.markup import Child
from content.fragments.words import word
from content.kinds import CallFields, EventFields, Fields, Kind
from content.locales import Locale
from feeds.characters import line, writable
from feeds.entries import NAMESPACE

KINDS: Final[tuple[Kind, ...]] = ("event", "call")
"""The kinds that happen at a time. A project has a period of years: in a calendar it would cover everything else."""

KEPT: Final = datetime.timedelta(days=366)
"""How long an occasion stays after it is over."""

MOST: Final = 1_000
"""Occasions in one calendar."""

_DAY: Final = datetime.timedelta(days=1)

When = datetime.datetime | datetime.date  # the first is one of the second: ask for it first
"""A moment in UTC; or a whole day in Norway, which is that day wherever it is read."""


class Category(Struct, frozen=True, kw_only=True):
    """A topic's label, and the language that it is in."""

    label: str
    locale: Locale


class Occasion(Struct, frozen=True, kw_only=True):
    """What RFC 5545 section 3.6.1 calls an event. Texts are plain and writable; `summary` and `location` are one line.

    `end` is of the type of `start`, later than it, and not itself within; None where it is over at once. `sequence` grows with each edition, and when it is
    taken back. `online` is an address on the web, and `online_label` what it is for.
    """

    uid: str
    record: UUID
    locale: Locale
    summary: str
    summary_locale: Locale
    description: str
    start: When
    end: When | None
    created: datetime.datetime
    modified: datetime.datetime
    sequence: int
    cancelled: bool
    location: str = ""
    online: str = ""
    online_label: str = ""
    url: str = ""
    categories: tuple[Category, ...] = ()

    @property
    def over(self) -> datetime.datetime:
        """When it has ended."""
        return _moment(self.end or self.start)


class Calendar(Struct, frozen=True, kw_only=True):
    """Occasions in order of time, and what they have in common (RFC 7986 section 5)."""

    uid: str
    locale: Locale
    name: str
    source_url: str
    home_url: str
    occasions: tuple[Occasion, ...] = ()


def uid(record: UUID, locale: Locale, part: str = "") -> str:
    """The UUID of the entry's id, the same for all time; one made of it for a `part` beside ("opens")."""
    entry = uuid5(record, locale)
    return str(uuid5(entry, part) if part else entry)


def calendar_uid(locale: Locale, name: str) -> str:
    """The UUID of a calendar, by its locale and its name as in `entries.feed_id`."""
    return str(uuid5(NAMESPACE, f"calendars/{locale}/{name}"))


def occasions(
    source: ports.Entry, *, links: Links, topics: Mapping[str, Label] | None = None
) -> tuple[Occasion, ...]:
    """The occasions of a record as it stands now; () for a kind without times, and for what has moved to another record."""
    standing, edition = source.standing, source.edition
    fields = edition.content.fields
    if standing.state == "redirected":
        return ()
    match fields:
        case EventFields():
            start, end = _span(fields.start, fields.end)
            return (_occasion(source, start, end, links, topics or {}),)
        case CallFields():
            return (
                _occasion(source, fields.opens, fields.opens + _DAY, links, topics or {}, part="opens"),
                _occasion(source, _utc(fields.deadline), None, links, topics or {}, part="deadline"),
            )
        case _:
            return ()


def kept(found: Iterable[Occasion], now: datetime.datetime) -> tuple[Occasion, ...]:
    """Those that are not over for longer than KEPT, by start and id; of more than MOST, those that are over last."""
    recent = sorted(
        (each for each in found if now < each.over + KEPT), key=lambda each: (each.over, each.uid)
    )
    return tuple(sorted(recent[-MOST:], key=lambda each: (_moment(each.start), each.uid)))


def _occasion(
    source: ports.Entry,
    start: When,
    end: When | None,
    links: Links,
    topics: Mapping[str, Label],
    *,
    part: str = "",
) -> Occasion:
    standing, edition, content = source.standing, source.edition, source.edition.content
    locale, live = edition.locale, standing.state == "published"
    gone = word(locale, "gone")
    nameless = Occasion(
        uid=uid(edition.id, locale, "opens" if part == "opens" else ""),
        record=edition.id,
        locale=locale,
        summary=gone.text,
        summary_locale=gone.lang,
        description=_reason(standing.reason, locale),
        start=start,
        end=end,
        created=_utc(edition.published_at),
        modified=_utc(edition.at if live else standing.changed_at),
        sequence=2 * edition.number + (not live),
        cancelled=not live,
    )
    if standing.state == "gone":
        return nameless
    called = [word(locale, key).text for key in (*(() if live else ("mark_withdrawn",)), part) if key]
    named = structs.replace(
        nameless,
        summary=": ".join([*called, line(content.title) or standing.slug]),
        summary_locale=locale,
        description="\n\n".join(filter(None, _paragraphs(source, links))),
        url=links.page(locale, standing.slug),
        categories=tuple(_categories(content.topics, topics, locale)),
    )
    return _placed(named, content.fields) if live else named


def _placed(occasion: Occasion, fields: Fields) -> Occasion:
    """Where it is: a place, else the address on the web, which is named as such too; a call is where one applies."""
    match fields:
        case EventFields():
            online, label = _given(fields.online), word(occasion.locale, "take_part").text
            return structs.replace(
                occasion,
                location=line(_given(fields.place)) or online,
                online=online,
                online_label=label if online else "",
            )
        case _:
            return occasion


def _paragraphs(source: ports.Entry, links: Links) -> Iterator[str]:
    """What must be known before reading, the summary, the facts with their addresses, and the page; of what is withdrawn, no old text."""
    standing, edition = source.standing, source.edition
    locale, content = edition.locale, edition.content
    frame = Frame(locale=locale, prefix="", links=links, linked={})
    around = Context(requested=locale, state=standing.state, reason=standing.reason, links=links)
    yield _plain(notes.notes(edition, around, frame))
    if standing.state == "published":
        yield writable(content.summary).strip()
        said = _addresses(content.fields)
        yield "\n".join(
            f"{word(locale, key).text}: {said.get(key) or _plain(value)}"
            for key, value in facts.facts(content.fields, content.title, frame, "full")
            if value
        )
    yield links.page(locale, standing.slug)


def _addresses(fields: Fields) -> dict[str, str]:
    """The facts that are links to people who read HTML: here the address itself is said."""
    match fields:
        case EventFields():
            return {"online": _given(fields.online), "registration": _given(fields.registration)}
        case CallFields():
            return {"application": _given(fields.apply), "applicants": writable(fields.applicants).strip()}
        case _:
            return {}


def _categories(keys: Iterable[str], topics: Mapping[str, Label], locale: Locale) -> Iterator[Category]:
    for key in keys:
        label = topics.get(key)
        text = line(label.text) if label else ""
        yield Category(label=text or key, locale=label.locale if label and text else locale)


def _reason(reason: str, locale: Locale) -> str:
    text = writable(reason).strip()
    return word(locale, "reason").text.format(reason=text) if text else ""


def _plain(child: Child) -> str:
    """The words of some markup, in one line."""
    return line(child.striptags() if isinstance(child, Markup) else child or "")


def _span(start: datetime.datetime, end: datetime.datetime | UnsetType) -> tuple[When, When | None]:
    """From when to when; whole days are told as days."""
    if end is UNSET or end <= start:
        return _utc(start), None
    if days := dates.whole_days(start, end):
        return days[0], days[1] + _DAY
    return _utc(start), _utc(end)


def _moment(when: When) -> datetime.datetime:
    """The moment of a moment; of a day, its beginning in Norway."""
    if isinstance(when, datetime.datetime):
        return when
    return datetime.datetime.combine(when, datetime.time.min, dates.oslo()).astimezone(datetime.UTC)


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)


def _given(text: str | UnsetType) -> str:
    return "" if text is UNSET else writable(text)
