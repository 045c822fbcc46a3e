"""Reads: what is public under an id or a slug, in which locale, and with what its fragment needs. They change nothing."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from msgspec import UNSET, Struct, structs

from content import locales
from content.errors import NotFound
from content.fragments.context import Alternate, Context, Label, Linked, Links
from content.kinds import Kind
from content.locales import Locale
from content.media import references
from content.model import UUID_FORM, Content, Edition, Revision, Standing, Topic, Variant
from content.ports import Entry, Reading
from content.ports.kept import ClosedEdition, ClosedEntry, LabelRow
from content.ports.public import Led
from content.ports.search import Place, Wanted
from content.search import Highlight, highlight, parse
from content.text import Block, Cell, ContactCard, Link, LinkCard, Prose, Table, inner

Labels = Mapping[str, Mapping[Locale, str]]
"""Topic labels: key → locale → label."""


class Found(Struct, frozen=True, kw_only=True, dict=True):
    """What a ref leads to. `moved_to` is the slug now, where the ref was an old one; `asked` the edition of the number that was asked for."""

    closed: ClosedEntry
    requested: Locale
    moved_to: str | None = None
    asked: ClosedEdition | None = None

    @property
    def standing(self) -> Standing:
        """Where the record is, in the locale that was found."""
        return self.closed.standing

    @functools.cached_property
    def entry(self) -> Entry:
        """The entry, opened when it is first asked for. Raises StoreCorrupt."""
        return self.closed.opened()


class Hit(Struct, frozen=True, kw_only=True):
    """One record that says the words that were looked for, with its place in the order, among what is published of all that was found."""

    entry: ClosedEntry
    place: Place
    highlight: Highlight | None


def find(
    reading: Reading, ref: str, requested: Locale, configured: tuple[Locale, ...], number: int | None = None
) -> Found:
    """The record under an id or a slug, in the best locale for `requested`; in one query.

    A slug is looked up in the requested locale first, then along its fallback. Where the record ever had an edition in the
    requested locale, its state there counts; otherwise the first locale of the fallback in which it is published does, and
    only if there is none the first in which it was. Raises NotFound where nothing was ever published there.
    """
    order = locales.chain(requested, configured)
    identity = as_uuid(ref)
    led = reading.public.under(identity or ref, order, number)
    for via in order if identity is None else (None,):
        near = {each.entry.standing.locale: each for each in led if each.via == via}
        if best := _best(near, order):
            own = near.get(order[0]) if via == order[0] else None
            return Found(
                closed=best.entry,
                requested=requested,
                moved_to=own.entry.standing.slug if own and own.entry.standing.slug != ref else None,
                asked=best.asked,
            )
    raise NotFound(f"Nothing is published under “{ref[:120]}” in {requested}.")


def _best(near: Mapping[Locale, Led], order: tuple[Locale, ...]) -> Led | None:
    """A record in the first locale of the order, whatever its state there; else the first that is published; else the first."""
    there = [near[locale] for locale in order if locale in near]
    return next(
        (
            each
            for each in there
            if each.entry.standing.locale == order[0] or each.entry.standing.state == "published"
        ),
        there[0] if there else None,
    )


def search(
    reading: Reading,
    text: str,
    locale: Locale,
    *,
    kind: Kind | None = None,
    topic: str | None = None,
    after: Place | None = None,
    limit: int = 50,
    highlighted: bool = True,
) -> tuple[Hit, ...]:
    """What is published in a locale and says all the words of a text, best first; in one query and those of the index."""
    query = parse(text, locale)
    found = reading.search.find(Wanted(query=query, kind=kind, topic=topic, after=after, limit=limit))
    live = reading.public.entries([hit.id for hit in found.hits], locale) if found.hits else ()
    entries = {each.standing.id: each for each in live}
    return tuple(
        Hit(
            entry=entry,
            place=hit.place,
            highlight=highlight(entry.opened().edition.content, locale, found.stems, len(query.stems))
            if highlighted
            else None,
        )
        for hit in found.hits
        if (entry := entries.get(hit.id))
    )


def as_uuid(ref: str) -> UUID | None:
    """The id, where the ref has the form of one (8-4-4-4-12 hexadecimal digits, RFC 9562 section 4)."""
    return UUID(ref) if UUID_FORM.fullmatch(ref) else None


def labels(reading: Reading, coming: Sequence[Entry] = ()) -> Labels:
    """The labels of all published topics, and of those that are `coming`."""
    found = labelled(reading.topic_labels())
    for entry in (each for each in coming if each.standing.kind == "topic"):
        content = entry.edition.content
        if isinstance(content, Topic):
            found.setdefault(content.fields.key, {})[entry.standing.locale] = content.title
    return found


def labelled(rows: Iterable[LabelRow]) -> dict[str, dict[Locale, str]]:
    """Labels by their keys."""
    found: dict[str, dict[Locale, str]] = {}
    for key, locale, text in rows:
        found.setdefault(key, {})[locale] = text
    return found


def label(
    known: Labels, key: str, locale: Locale, configured: tuple[Locale, ...] = locales.BUILT_IN
) -> Label:
    """A topic's label in the best locale; the key itself where the topic has none."""
    for candidate in (locale, *locales.chain(locale, configured)):
        text = known.get(key, {}).get(candidate)
        if text:
            return Label(text=text, locale=candidate)
    return Label(text=key, locale=locale)


def context(
    reading: Reading,
    edition: Edition,
    *,
    links: Links,
    requested: Locale | None = None,
    entry: Entry | None = None,
    variant: Variant = "full",
    heading_level: int = 2,
    known: Labels | None = None,
    configured: tuple[Locale, ...] = locales.BUILT_IN,
    coming: Sequence[Entry] = (),
    sound: bool = False,
) -> Context:
    """What the fragment of an edition depends on, in two queries whatever the number of links.

    `coming` are the editions that will be live together with this one: they are shown as if they were. Where `sound`, a record or a medium
    that is damaged is taken for one that is not there: so is served, and not published. Raises StoreCorrupt.
    """
    known = labels(reading, coming) if known is None else known
    identities, shown = _needed(edition) if variant == "full" else (set[UUID](), frozenset[str]())
    around = (
        _foreseen(reading.entries(sorted(identities), sound=sound), coming, identities) if identities else ()
    )
    return Context(
        variant=variant,
        heading_level=heading_level,
        requested=requested or edition.locale,
        state=entry.standing.state if entry else "published",
        reason=entry.standing.reason if entry else "",
        links=links,
        linked=_linked(around, edition, configured),
        topics={key: label(known, key, edition.locale, configured) for key in edition.content.topics},
        alternates=alternates(around, edition),
        media=reading.media.some(shown, sound=sound) if shown else {},
    )


def contexts(
    reading: Reading,
    entries: Sequence[Entry],
    *,
    links: Links,
    known: Labels,
    configured: tuple[Locale, ...] = locales.BUILT_IN,
    sound: bool = False,
) -> tuple[Context, ...]:
    """What the full fragments at level 2 of live editions depend on, each in its own locale; in two queries however many they are.
    `sound` as for one.
    """
    needed = [_needed(entry.edition) for entry in entries]
    identities = set[UUID]().union(*(each for each, _ in needed))
    shown = frozenset[str]().union(*(each for _, each in needed))
    around: dict[UUID, list[Entry]] = {}
    for each in reading.entries(sorted(identities), sound=sound) if identities else ():
        around.setdefault(each.standing.id, []).append(each)
    media = reading.media.some(shown, sound=sound) if shown else {}
    return tuple(
        Context(
            requested=entry.edition.locale,
            state=entry.standing.state,
            reason=entry.standing.reason,
            links=links,
            linked=_linked(near, entry.edition, configured),
            topics={
                key: label(known, key, entry.edition.locale, configured)
                for key in entry.edition.content.topics
            },
            alternates=alternates(near, entry.edition),
            media={digest: media[digest] for digest in files if digest in media},
        )
        for entry, (ids, files) in zip(entries, needed, strict=True)
        for near in [[each for identity in sorted(ids) for each in around.get(identity, ())]]
    )


def _needed(edition: Edition) -> tuple[set[UUID], frozenset[str]]:
    """The records and the media that a full fragment shows something of."""
    return {edition.id, *referred(edition.content)}, references.digests(edition.content)


def _foreseen(around: Sequence[Entry], coming: Sequence[Entry], identities: set[UUID]) -> tuple[Entry, ...]:
    found = {
        (each.standing.id, each.standing.locale): each
        for each in (*around, *coming)
        if each.standing.id in identities
    }
    return tuple(found[key] for key in sorted(found))


def alternates(around: Iterable[Entry], edition: Edition) -> tuple[Alternate, ...]:
    """The same record's other published locales."""
    return tuple(
        Alternate(locale=each.standing.locale, slug=each.standing.slug, title=each.edition.content.title)
        for each in around
        if each.standing.id == edition.id and each.standing.locale != edition.locale
    )


def _linked(around: Sequence[Entry], edition: Edition, configured: tuple[Locale, ...]) -> dict[UUID, Linked]:
    linked: dict[UUID, Linked] = {}
    for locale in (
        *reversed(locales.chain(edition.locale, configured)),
        edition.locale,
    ):  # the best locale is written last, and stays
        for each in around:
            if each.standing.locale == locale and each.standing.id != edition.id:
                content = each.edition.content
                linked[each.standing.id] = Linked(
                    id=each.standing.id,
                    kind=each.standing.kind,
                    locale=locale,
                    slug=each.standing.slug,
                    title=content.title,
                    summary=content.summary,
                    fields=content.fields,
                )
    return linked


def referred(content: Content) -> set[UUID]:
    """The ids of the records that a body points to."""
    return {identity for block in content.body for identity in _referred(block)}


def _referred(block: Block) -> Iterable[UUID]:
    match block:
        case Prose():
            yield from _marked(block)
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from _marked(cell)
        case LinkCard() | ContactCard():
            if block.record is not UNSET:
                yield block.record
    for prose in inner(block):
        yield from _marked(prose)


def _marked(holder: Prose | Cell) -> Iterable[UUID]:
    for mark in holder.mark_defs:
        if isinstance(mark, Link) and mark.record is not UNSET:
            yield mark.record


def prospective(standing: Standing, revision: Revision) -> Edition:
    """The edition that publishing this revision as news would make."""
    return Edition(
        id=revision.id,
        locale=revision.locale,
        number=standing.edition + 1,
        revision=revision.number,
        update="major",
        at=revision.at,
        published_at=standing.published_at or revision.at,
        updated_at=revision.at,
        digest=revision.digest,
        content=revision.content,
    )


def at_level(around: Context, variant: Variant, heading_level: int) -> Context:
    """The same context for another variant and level."""
    return structs.replace(around, variant=variant, heading_level=heading_level)
