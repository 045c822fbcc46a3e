"""Feeds of what is published: everything, a kind, a topic, or a kind within a topic, in three formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args
from uuid import UUID

from msgspec import Struct

import feeds as formats
from content import queries, serving
from content.errors import NotFound
from content.fragments import Alternate, Label
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.media.medium import Medium
from content.ports import Entry, Selection
from content.queries import Labels
from content.serving import Kept, Served
from feeds import archives, tombstones
from feeds.characters import line
from service.web.answers import Answer
from service.web.pages.words import Words
from service.web.parameters import Asked
from service.web.view import View, tags_of_list

ENTRIES = 50


class Subject(Struct, frozen=True):
    """Which feed was asked for, and in which format; `name` as in its address."""

    selection: Selection
    name: str
    suffix: formats.Suffix

    @property
    def topic(self) -> str | None:
        """The key of its topic."""
        return self.selection.topic


def feed(view: View, asked: Asked) -> Answer:
    """One feed: at most 50 entries, newest first, with the checked full fragment as content; what was taken back says so for 30 days,
    and is a tombstone after that. What came before is in its archive.
    """
    wanted = demanded(view, asked)
    taken_back = view.reading.archives.taken_back(wanted.selection)
    places, epoch = view.reading.archives.newest(wanted.selection)
    listed = archives.newest(view.reading.listing(wanted.selection), taken_back, ENTRIES)
    live = [each for each in listed if each.standing.state == "published"]
    back = [each for each in listed if each.standing.state != "published"]
    noticed = [each for each in back if view.now < tombstones.until(each.standing)]
    shown, notices = view.full(live), [_notice(view, each) for each in noticed]
    around = surroundings(view, live)
    written = written_as(
        view,
        wanted,
        [
            *(entry_of(view, entry, around, each) for entry, each in zip(live, shown, strict=True)),
            *(
                tombstones.notice(entry, html=each.html, links=view.links)
                for entry, each in zip(noticed, notices, strict=True)
            ),
        ],
        title=title(view, asked.locale, wanted.selection.kind, wanted.topic),
        deleted=[tombstones.tombstone(each.standing) for each in back if each not in noticed],
        announced=[tombstones.tombstone(each.standing) for each in noticed],
        previous=archives.last(view.links, asked.locale, wanted.name, places, epoch),
    )
    ends = [
        *(tombstones.until(each.standing).timestamp() for each in noticed),
        *(each.valid_until for each in shown if each.valid_until is not None),
    ]
    return answered(
        wanted,
        written,
        tags=tags_of_list(asked, wanted.selection.kind, wanted.topic, listed),
        proofs=tuple(each.proof for each in (*shown, *notices)),
        valid_until=min(ends, default=None),
        modified=max(
            (tombstones.until(each.standing).timestamp() for each in back if each not in noticed),
            default=None,
        ),
    )


def demanded(view: View, asked: Asked) -> Subject:
    """The feed that was asked for. Raises NotFound where there is no such format, kind or topic."""
    suffix, topic, kind = asked.names["suffix"], asked.names.get("topic"), _kind(asked.names.get("kind"))
    if suffix not in formats.FORMATS:
        raise NotFound(
            f"There is no format “{suffix[:20]}” of this. The formats are: {', '.join(get_args(formats.Suffix))};"
            f" and ics of {' and '.join(formats.OCCASIONAL)}."
        )
    view.demand_topic(topic)
    return Subject(
        Selection(locale=asked.locale, kind=kind, topic=topic, limit=ENTRIES),
        "/".join([*(["topics", topic] if topic else []), *([kind] if kind else [])]),
        suffix,
    )


def written_as(
    view: View,
    wanted: Subject,
    entries: Iterable[formats.Entry],
    *,
    title: str,
    deleted: Iterable[formats.Tombstone] = (),
    announced: Iterable[formats.Tombstone] = (),
    previous: formats.Addresses | None = None,
) -> formats.Feed:
    """The feed with these entries."""
    return formats.feed(
        entries,
        locale=wanted.selection.locale,
        name=wanted.name,
        title=title,
        author=formats.Person(name=view.settings.publisher),
        home_url=view.links.feeds(wanted.selection.locale),
        links=view.links,
        hub_url=view.links.hub(),
        deleted=deleted,
        announced=announced,
        previous=previous,
    )


def answered(wanted: Subject, written: formats.Feed, **more: Any) -> Answer:
    """The feed in the format that was asked for."""
    chosen = formats.FORMATS[wanted.suffix]
    return Answer(
        body=chosen.write(written),
        media_type=chosen.media_type,
        headers=(("content-language", wanted.selection.locale),),
        **more,
    )


def _notice(view: View, entry: Entry) -> Served:
    """What the entry of what was taken back says."""
    standing, leads_to = entry.standing, tombstones.url(entry, view.links)
    withdrawn = standing.state == "withdrawn"
    return serving.serve_notice(
        standing.locale,
        standing.reason,
        standing.state,
        leads_to if standing.state == "redirected" else "",
        page=leads_to if withdrawn else "",
        title=(line(entry.edition.content.title) or standing.slug) if withdrawn else "",
    )


def title(
    view: View, locale: Locale, kind: Kind | None, topic: str | None, known: Labels | None = None
) -> str:
    """What a feed is called: "Nyheter, Barentssamarbeidet – Troms fylkeskommune, internasjonal avdeling". `known` as in `subject`."""
    about = ", ".join(part.text for part in subject(view, locale, kind, topic, known))
    return f"{about} – {view.settings.publisher}" if about else view.settings.publisher


def subject(
    view: View, locale: Locale, kind: Kind | None, topic: str | None, known: Labels | None = None
) -> tuple[Label, ...]:
    """What a list or feed is about, each part in the language that it was found in; () for everything. `known` are the labels of topics,
    where they are others than now.
    """
    words = Words(locale)
    parts = [Label(text=words(f"kinds_{kind}"), locale=words.lang)] if kind else []
    if topic:
        parts.append(
            queries.label(view.labels if known is None else known, topic, locale, view.settings.locales)
        )
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


def entry_of(
    view: View, entry: Entry, around: Surroundings, shown: Served | Kept, known: Labels | None = None
) -> formats.Entry:
    """A feed's entry, with its fragment as content; its own locale may stand among the alternates. `known` as in `subject`."""
    locale = entry.standing.locale
    labels = view.labels if known is None else known
    return formats.entry(
        entry,
        html=shown.html,
        links=view.links,
        alternates=around.alternates.get(entry.standing.id, ()),
        media=around.media,
        topics={
            key: queries.label(labels, key, locale, view.settings.locales)
            for key in entry.edition.content.topics
        },
    )
