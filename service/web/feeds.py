"""Feeds of what is published: everything, a kind, a topic, or a kind within a topic, in three formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args
from uuid import UUID

from msgspec import Struct, structs

import feeds as formats
from content import queries, serving
from content.errors import NotFound
from content.fragments import Alternate, Label
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.media.medium import Medium
from content.ports import Entry, Selection
from content.ports.archives import Outline
from content.ports.kept import Beside
from content.queries import Labels
from content.serving import Kept, Served
from feeds import archives, tombstones
from feeds.characters import line
from service.web.answers import Answer
from service.web.entries import Cell, Entries, Key
from service.web.pages.words import Words
from service.web.parameters import Asked
from service.web.view import View, tags_about, tags_of

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
    wanted = demanded(asked)
    outline = view.reading.archives.outline(wanted.selection)
    view.learn(outline.labels)
    view.demand_topic(wanted.topic)
    cells = _cells(view, asked, wanted.suffix, outline)
    tombstones_ = [each.tombstone for each in cells if each.tombstone and not each.entry]
    notices = [each.tombstone for each in cells if each.tombstone and each.entry]
    written = written_as(
        view,
        wanted,
        [each.entry for each in cells if each.entry],
        title=title(view, asked.locale, wanted.selection.kind, wanted.topic),
        deleted=tombstones_,
        announced=notices,
        previous=archives.last(view.links, asked.locale, wanted.name, outline.places, outline.epoch),
    )
    pieces = {each.entry.id: each.pieces[wanted.suffix] for each in cells if each.entry}
    return answered(
        wanted,
        written,
        [pieces[each.id] for each in written.entries],
        tags=tags_about(asked, wanted.selection.kind, wanted.topic).union(*(each.tags for each in cells)),
        proofs=tuple(each.proof for each in cells if each.proof),
        valid_until=min(
            [
                *((each.at + tombstones.NOTICE).timestamp() for each in notices),
                *(each.valid_until for each in cells if each.valid_until is not None),
            ],
            default=None,
        ),
        modified=max(((each.at + tombstones.NOTICE).timestamp() for each in tombstones_), default=None),
    )


def _cells(view: View, asked: Asked, suffix: formats.Suffix, outline: Outline) -> list[Cell]:
    """What stands for each record of a feed, newest first, its entry as it is written: what is kept, and what is made now. What is damaged is
    left out.
    """
    entries = view.process.entries if view.process else Entries(0)
    keys = {(told.id, asked.locale): told for told in outline.told}
    cells = {
        key: cell
        for key, cell in entries.found(view.reading, outline.head, tuple(keys)).items()
        if cell.is_of(keys[key], view.now)
    }
    made, brief = _made(view, asked, [identity for identity, _ in keys.keys() - cells.keys()])
    cells |= made
    unwritten = [key for key, cell in cells.items() if cell.entry and suffix not in cell.pieces]
    pieces = formats.FORMATS[suffix].pieces(cells[key].entry for key in unwritten)  # type: ignore[misc]  # each has one
    for key, piece in zip(unwritten, pieces, strict=True):
        cells[key] = structs.replace(cells[key], pieces={**cells[key].pieces, suffix: piece})
    # Where something damaged was left out of one, it is made anew the next time, and said again.
    kept = {*unwritten, *made} - brief if not view.reading.left_out else set[Key]()
    for key in kept:
        entries.keep(outline.head, key, cells[key])
    return [cells[key] for key in keys if key in cells]


def _made(view: View, asked: Asked, identities: Sequence[UUID]) -> tuple[dict[Key, Cell], set[Key]]:
    """What stands for some records, read in one query and as few more as there are other sorts of things to read; and those of them that are not to
    be kept, because what people answered about them may end by the clock.
    """
    if not identities:
        return {}, set()
    found = view.reading.public.shown(identities, asked.locale, view.own_mark)
    live = [each for each in found if each.entry.standing.state == "published"]
    back = [each for each in found if each.entry.standing.state != "published"]
    around = Surroundings(
        {each.entry.standing.id: alternates(each.around) for each in live},
        files(view, [each.entry for each in live]),
    )
    fragments = view.carried(live)
    cells = [
        *(
            _live(view, asked, each.entry, around, fragment)
            for each, fragment in zip(live, fragments, strict=True)
        ),
        *(_back(view, asked, each.entry) for each in back),
    ]
    keyed = [(each.entry.standing.id, asked.locale) for each in (*live, *back)]
    brief = {(each.entry.standing.id, asked.locale) for each in found if each.answered}
    return dict(zip(keyed, cells, strict=True)), brief


def _live(view: View, asked: Asked, entry: Entry, around: Surroundings, shown: Served | Kept) -> Cell:
    return Cell(
        seq=entry.seq,
        entry=entry_of(view, entry, around, shown),
        tombstone=None,
        tags=tags_of(entry, asked),
        proof=shown.proof,
        valid_until=shown.valid_until,
        pieces={},
    )


def _back(view: View, asked: Asked, entry: Entry) -> Cell:
    """What stands for a record that was taken back: for some time an entry says so."""
    notice = _notice(view, entry) if view.now < tombstones.until(entry.standing) else None
    return Cell(
        seq=entry.seq,
        entry=tombstones.notice(entry, html=notice.html, links=view.links) if notice else None,
        tombstone=tombstones.tombstone(entry.standing),
        tags=tags_of(entry, asked),
        proof=notice.proof if notice else None,
        valid_until=None,
        pieces={},
    )


def demanded(asked: Asked) -> Subject:
    """The feed that was asked for. Raises NotFound where there is no such format or kind."""
    suffix, topic, kind = asked.names["suffix"], asked.names.get("topic"), _kind(asked.names.get("kind"))
    if suffix not in formats.FORMATS:
        raise NotFound(
            f"There is no format “{suffix[:20]}” of this. The formats are: {', '.join(get_args(formats.Suffix))};"
            f" and ics of {' and '.join(formats.OCCASIONAL)}."
        )
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


def answered(
    wanted: Subject, written: formats.Feed, pieces: Iterable[bytes] | None = None, **more: Any
) -> Answer:
    """The feed in the format that was asked for; of `pieces`, where its entries are written already."""
    chosen = formats.FORMATS[wanted.suffix]
    return Answer(
        body=chosen.write(written) if pieces is None else chosen.joined(written, pieces),
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
    """Those of some entries, in two queries however many they are."""
    return Surroundings(
        view.reading.alternates([entry.standing.id for entry in entries]) if entries else {},
        files(view, entries),
    )


def files(view: View, entries: Iterable[Entry]) -> Mapping[str, Medium]:
    """The media of some entries."""
    digests = formats.digests(entry.edition.content for entry in entries)
    return view.reading.media.some(digests, sound=True) if digests else {}


def alternates(around: Iterable[Beside]) -> tuple[Alternate, ...]:
    """Locales in which a record is published."""
    return tuple(Alternate(locale=each.locale, slug=each.slug, title=each.title) for each in around)


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
