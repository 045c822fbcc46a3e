"""Events, and the deadlines of calls, as calendars that people's own programs subscribe to."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from msgspec import structs

import feeds as formats
from content import queries, tags
from content.errors import NotFound
from content.kinds import KINDS, Kind
from content.ports import Entry, Reading, Selection
from service.web.answers import Answer
from service.web.feeds import title
from service.web.parameters import Asked
from service.web.view import View, tags_of_list

SUFFIX: Final = "ics"
_AT_ONCE: Final = 200


def calendar(view: View, asked: Asked) -> Answer:
    """The calendar of a kind: what is to come, and what has been within a year; what was taken back says so until then."""
    topic = asked.names.get("topic")
    kind = _kind(asked.names["kind"])
    view.demand_topic(topic)
    found: list[formats.Occasion] = []
    topics: dict[UUID, tuple[str, ...]] = {}
    for entry in entries(
        view.reading, Selection(locale=asked.locale, kind=kind, topic=topic, limit=_AT_ONCE)
    ):
        keys = topics[entry.standing.id] = entry.edition.content.topics
        labels = {key: queries.label(view.labels, key, asked.locale, view.settings.locales) for key in keys}
        found += formats.occasions(entry, links=view.links, topics=labels)
    shown = formats.kept(found, view.now)
    name = "/".join([*(["topics", topic] if topic else []), kind])
    written = formats.Calendar(
        uid=formats.calendar_uid(asked.locale, name),
        locale=asked.locale,
        name=title(view, asked.locale, kind, topic),
        source_url=view.links.feed(asked.locale, name, SUFFIX),
        home_url=f"{view.links.feeds(asked.locale)}#{f'topic-{topic}' if topic else f'kind-{kind}'}",
        occasions=shown,
    )
    file = f"{name.replace('/', '-')}.{asked.locale}.{SUFFIX}"
    return Answer(
        body=formats.ical(written),
        media_type=formats.ICALENDAR,
        headers=(("content-language", asked.locale), ("content-disposition", f'inline; filename="{file}"')),
        tags=tags_of_list(asked, kind, topic)
        | {tags.record(each.record) for each in shown}
        | {
            tags.topic(locale, key) for each in shown for key in topics[each.record] for locale in asked.order
        },
        valid_until=min((each.over + formats.KEPT).timestamp() for each in shown) if shown else None,
        modified=max(
            (
                ended
                for each in found
                if (ended := (each.over + formats.KEPT).timestamp()) <= view.now.timestamp()
            ),
            default=None,
        ),
    )


def _kind(name: str) -> Kind:
    for kind in formats.OCCASIONAL:
        if kind == name:
            return kind
    there = ", ".join(f"{each}.{SUFFIX}" for each in formats.OCCASIONAL)
    what = "There are no dates in" if name in KINDS else "There is no kind"
    raise NotFound(f"{what} “{name[:40]}”. The calendars are: {there}.")


def entries(reading: Reading, selection: Selection) -> Iterator[Entry]:
    """What is published, and what was taken back: all of it, for what is said long before may be what comes next."""
    yield from _all(reading.listing, selection, lambda each: (each.edition.updated_at, each.standing.id))
    yield from _all(
        reading.archives.taken_back, selection, lambda each: (each.standing.changed_at, each.standing.id)
    )


def _all(
    some: Callable[[Selection], tuple[Entry, ...]],
    selection: Selection,
    place: Callable[[Entry], tuple[datetime.datetime, UUID]],
) -> Iterator[Entry]:
    found = some(selection)
    while found:
        yield from found
        if len(found) < selection.limit:
            return
        found = some(structs.replace(selection, after=place(found[-1])))
