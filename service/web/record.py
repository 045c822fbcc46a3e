"""The record as the public gets it: an allow-list. What is not named here is not published.

v1 only ever grows: no member is renamed or removed (DESIGN section 5).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from content import translations
from content.kinds import Kind
from content.locales import Locale
from content.model import Licence, Source, State, Translation, Update
from content.ports.kept import ClosedEdition, ClosedEntry
from content.search import Highlight
from content.text import Block
from service.links import PublicLinks


class PublicAlternate(Struct, frozen=True, kw_only=True):
    """The same record in another locale."""

    locale: Locale
    slug: str
    title: str
    url: str


class PublicAccessibility(Struct, frozen=True, kw_only=True):
    """What the check said of the live edition, in all its variants: never more than was proven."""

    outcome: str
    standard: str
    ruleset: str
    url: str


class PublicPiece(Struct, frozen=True, kw_only=True):
    """A piece of plain text, never HTML; `hit` where it is a word that was looked for."""

    text: str
    hit: bool


class PublicHighlight(Struct, frozen=True, kw_only=True):
    """Why a search found a record: the pieces of its title, and of the passage that answers best, in their order."""

    title: tuple[PublicPiece, ...]
    excerpt: tuple[PublicPiece, ...]


class PublicRecord(Struct, frozen=True, kw_only=True):
    """One record in one locale. `requested_locale` is there only where another locale than the one asked for is given, `highlight` only
    in what a search found.
    """

    id: UUID
    kind: Kind
    locale: Locale
    requested_locale: Locale | UnsetType = UNSET
    slug: str
    state: State
    state_reason: str | None
    edition: int
    title: str
    summary: str
    body: tuple[Block, ...]
    topics: tuple[str, ...]
    fields: dict[str, Any]
    """As /v1/kinds/{kind} says."""
    authors: tuple[str, ...]
    source: Source | None
    translation: Translation | None
    behind_source: bool | None
    """Whether a newer revision of its source is live than the one that it was translated from; null where that cannot be known."""
    invented: bool
    published_at: datetime.datetime
    updated_at: datetime.datetime
    modified_at: datetime.datetime
    change_note: str
    alternates: tuple[PublicAlternate, ...]
    accessibility: PublicAccessibility | None
    licence: Licence | None
    rightsholder: str | None
    url: str
    highlight: PublicHighlight | UnsetType = UNSET


class PublicRedaction(Struct, frozen=True, kw_only=True):
    """That content was removed, when and why, and the digest of what was there before."""

    at: datetime.datetime
    reason: str
    digest: str


class PublicEdition(Struct, frozen=True, kw_only=True):
    """One line in the list of editions. `digest` is that of what is there now."""

    edition: int
    update: Update
    change_note: str
    at: datetime.datetime
    updated_at: datetime.datetime
    title: str
    digest: str
    redacted: PublicRedaction | None
    url: str


if TYPE_CHECKING:
    _Json = Any
else:
    _Json = Raw
"""JSON as it is stored, in the place of what it says: a PublicRecord is written, and never read again."""


class _Stored(Struct, frozen=True, gc=False):
    """A content as far as it has to be opened: the rest goes out as the JSON that is stored. What a content leaves out, a record has.

    So every member of a block, of a kind's fields, of a source and of a licence is public: tests/http/test_as_stored.py names them all.
    """

    title: _Json
    fields: _Json
    summary: _Json = Raw(b'""')
    body: _Json = Raw(b"[]")
    topics: tuple[str, ...] = ()
    authors: _Json = Raw(b"[]")
    source: _Json = Raw(b"null")
    translation: Translation | UnsetType = UNSET
    invented: bool = False
    licence: _Json = Raw(b"null")
    rightsholder: _Json = Raw(b"null")


_STORED: Final[msgspec.json.Decoder[_Stored]] = msgspec.json.Decoder(_Stored)


def written(
    entry: ClosedEntry,
    links: PublicLinks,
    *,
    now: datetime.datetime,
    requested: Locale | None = None,
    highlight: Highlight | None = None,
) -> PublicRecord:
    """The public record of a live edition as it stands now."""
    shown = _STORED.decode(entry.edition.content)
    return _written(
        entry,
        entry.edition,
        shown,
        links,
        requested=requested,
        alternates=tuple(
            PublicAlternate(
                locale=each.locale, slug=each.slug, title=each.title, url=links.page(each.locale, each.slug)
            )
            for each in entry.around
            if each.locale != entry.standing.locale
        ),
        accessibility=_accessibility(entry, links, now),
        highlight=highlighted(highlight) if highlight else UNSET,
    )


def written_as_it_was(
    entry: ClosedEntry,
    edition: ClosedEdition,
    links: PublicLinks,
    *,
    now: datetime.datetime,
    requested: Locale | None = None,
) -> PublicRecord:
    """The public record of any edition, with the standing of today."""
    live = edition.number == entry.edition.number
    return _written(
        entry,
        edition,
        _STORED.decode(edition.content),
        links,
        requested=requested,
        accessibility=_accessibility(entry, links, now) if live else None,
    )


def _written(
    entry: ClosedEntry,
    edition: ClosedEdition,
    stored: _Stored,
    links: PublicLinks,
    *,
    requested: Locale | None,
    alternates: tuple[PublicAlternate, ...] = (),
    accessibility: PublicAccessibility | None,
    highlight: PublicHighlight | UnsetType = UNSET,
) -> PublicRecord:
    standing = entry.standing
    return PublicRecord(
        id=standing.id,
        kind=standing.kind,
        locale=standing.locale,
        requested_locale=requested if requested and requested != standing.locale else UNSET,
        slug=standing.slug,
        state=standing.state,
        state_reason=standing.reason or None,
        edition=edition.number,
        title=stored.title,
        summary=stored.summary,
        body=stored.body,
        topics=stored.topics,
        fields=stored.fields,
        authors=stored.authors,
        source=stored.source,
        translation=stored.translation or None,
        behind_source=_behind(entry, stored.translation),
        invented=stored.invented,
        published_at=edition.published_at,
        updated_at=edition.updated_at,
        modified_at=edition.at,
        change_note=edition.note,
        alternates=alternates,
        accessibility=accessibility,
        licence=stored.licence,
        rightsholder=stored.rightsholder,
        url=links.page(standing.locale, standing.slug),
        highlight=highlight,
    )


def _behind(entry: ClosedEntry, translation: Translation | UnsetType) -> bool | None:
    if translation is UNSET:
        return None
    live = (each.revision for each in entry.around if each.locale == translation.source_locale)
    return translations.is_behind(translation, next(live, 0))


def highlighted(found: Highlight) -> PublicHighlight:
    """Why a record was found, as the public gets it."""
    title, excerpt = (
        tuple(PublicPiece(text=piece.text, hit=piece.hit) for piece in pieces)
        for pieces in (found.title, found.excerpt)
    )
    return PublicHighlight(title=title, excerpt=excerpt)


def _accessibility(
    entry: ClosedEntry, links: PublicLinks, now: datetime.datetime
) -> PublicAccessibility | None:
    if entry.verification is None:
        return None
    return PublicAccessibility(
        outcome=entry.verification.outcome_at(now),
        standard="WCAG 2.1 AA",
        ruleset=entry.verification.ruleset,
        url=links.accessibility(entry.standing.id, entry.standing.locale),
    )


def encode(record: PublicRecord, only: frozenset[str] | None = None) -> Raw:
    """The record as JSON, or only the named members of it."""
    if only is None:
        return Raw(msgspec.json.encode(record))
    return Raw(
        msgspec.json.encode(
            {
                name: getattr(record, name)
                for name in record.__struct_fields__
                if name in only and getattr(record, name) is not UNSET
            }
        )
    )
