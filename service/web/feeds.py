"""Feeds of what is published: everything, a kind, a topic, or a kind within a topic, in three formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args
from uuid import UUID

from msgspec import Struct

import feeds as formats
from content import queries
from content.errors import NotFound
from content.fragments import Alternate, Label
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.media.medium import Medium
from content.ports import Entry, Selection
from content.serving import Kept, Served
from service.web.answers import Answer
from service.web.pages.words import Words
from service.web.parameters import Asked
from service.web.view import View, tags_of_list

ENTRIES = 50


def feed(view: View, asked: Asked) -> Answer:
    """One feed: at most 50 entries, newest first, with the checked full fragment as content."""
    suffix, topic, kind = asked.names["suffix"], asked.names.get("topic"), _kind(asked.names.get("kind"))
    if suffix not in formats.FORMATS:
        raise NotFound(
            f"There is no format “{suffix[:20]}”. The formats are: {', '.join(get_args(formats.Suffix))}."
        )
    view.demand_topic(topic)
    entries = view.reading.listing(Selection(locale=asked.locale, kind=kind, topic=topic, limit=ENTRIES))
    shown = view.full(entries)
    around = surroundings(view, entries)
    written = formats.feed(
        [entry_of(view, entry, around, each) for entry, each in zip(entries, shown, strict=True)],
        locale=asked.locale,
        name="/".join([*(["topics", topic] if topic else []), *([kind] if kind else [])]),
        title=title(view, asked.locale, kind, topic),
        author=formats.Person(name=view.settings.publisher),
        home_url=view.links.feeds(asked.locale),
        links=view.links,
        hub_url=view.links.hub(),
    )
    chosen = formats.FORMATS[suffix]
    return Answer(
        body=chosen.write(written),
        media_type=chosen.media_type,
        headers=(("content-language", asked.locale),),
        tags=tags_of_list(asked, kind, topic, entries),
        proofs=tuple(each.proof for each in shown),
    )


def title(view: View, locale: Locale, kind: Kind | None, topic: str | None) -> str:
    """What a feed is called: "Nyheter, Barentssamarbeidet – Troms fylkeskommune, internasjonal avdeling"."""
    about = ", ".join(part.text for part in subject(view, locale, kind, topic))
    return f"{about} – {view.settings.publisher}" if about else view.settings.publisher


def subject(view: View, locale: Locale, kind: Kind | None, topic: str | None) -> tuple[Label, ...]:
    """What a list or feed is about, each part in the language that it was found in; () for everything."""
    words = Words(locale)
    parts = [Label(text=words(f"kinds_{kind}"), locale=words.lang)] if kind else []
    if topic:
        parts.append(queries.label(view.labels, topic, locale, view.settings.locales))
    return tuple(parts)


def _kind(name: str | None) -> Kind | None:
    for kind in KINDS:
        if kind == name:
            return kind
    if name is not None:
        raise NotFound(f"There is no kind “{name[:40]}”. The kinds are: {', '.join(KINDS)}.")
    return None


class Surroundings(Struct, frozen=True):
    """What entries show beside their own content: in which locales there are, and what is known of their media."""

    alternates: Mapping[UUID, tuple[Alternate, ...]]
    media: Mapping[str, Medium]


def surroundings(view: View, entries: Sequence[Entry]) -> Surroundings:
    """Those of some entries, in three queries however many they are."""
    files = formats.digests(entry.edition.content for entry in entries)
    return Surroundings(
        view.reading.alternates([entry.standing.id for entry in entries]) if entries else {},
        view.reading.media.some(files) if files else {},
    )


def entry_of(view: View, entry: Entry, around: Surroundings, shown: Served | Kept) -> formats.Entry:
    """A feed's entry, with its fragment as content; its own locale may stand among the alternates."""
    locale = entry.standing.locale
    return formats.entry(
        entry,
        html=shown.html,
        links=view.links,
        alternates=around.alternates.get(entry.standing.id, ()),
        media=around.media,
        topics={
            key: queries.label(view.labels, key, locale, view.settings.locales)
            for key in entry.edition.content.topics
        },
    )
