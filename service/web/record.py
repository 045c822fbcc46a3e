"""The record as the public gets it: an allow-list. What is not named here is not published.

v1 only ever grows: no member is renamed or removed (DESIGN section 5).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from content import queries, translations
from content.fragments.context import Alternate
from content.kinds import Kind
from content.locales import Locale
from content.model import Edition, Licence, Source, State, Translation, Update
from content.ports import Entry
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


def public(
    entry: Entry,
    links: PublicLinks,
    alternates: Iterable[Alternate] = (),
    *,
    behind_source: bool | None = None,
    now: datetime.datetime,
    requested: Locale | None = None,
    edition: Edition | None = None,
    highlight: Highlight | None = None,
) -> PublicRecord:
    """The public record of a live edition as it stands now, or of an earlier one with the standing of today."""
    standing, shown = entry.standing, edition or entry.edition
    content = shown.content
    return PublicRecord(
        id=standing.id,
        kind=standing.kind,
        locale=standing.locale,
        requested_locale=requested if requested and requested != standing.locale else UNSET,
        slug=standing.slug,
        state=standing.state,
        state_reason=standing.reason or None,
        edition=shown.number,
        title=content.title,
        summary=content.summary,
        body=content.body,
        topics=content.topics,
        fields=msgspec.to_builtins(content.fields),
        authors=content.authors,
        source=content.source or None,
        translation=content.translation or None,
        behind_source=behind_source,
        invented=content.invented,
        published_at=shown.published_at,
        updated_at=shown.updated_at,
        modified_at=shown.at,
        change_note=shown.note,
        alternates=tuple(
            PublicAlternate(
                locale=each.locale, slug=each.slug, title=each.title, url=links.page(each.locale, each.slug)
            )
            for each in alternates
        ),
        accessibility=_accessibility(entry, links, now) if shown.number == entry.edition.number else None,
        licence=content.licence or None,
        rightsholder=content.rightsholder or None,
        url=links.page(standing.locale, standing.slug),
        highlight=highlighted(highlight) if highlight else UNSET,
    )


def shown_among(
    around: Sequence[Entry],
    entry: Entry,
    links: PublicLinks,
    *,
    now: datetime.datetime,
    requested: Locale | None = None,
    highlight: Highlight | None = None,
) -> PublicRecord:
    """The public record of a live edition, among the published entries of its record in all locales."""
    return public(
        entry,
        links,
        queries.alternates(around, entry.edition),
        behind_source=translations.behind_live(around, entry.edition),
        now=now,
        requested=requested,
        highlight=highlight,
    )


def highlighted(found: Highlight) -> PublicHighlight:
    """Why a record was found, as the public gets it."""
    title, excerpt = (
        tuple(PublicPiece(text=piece.text, hit=piece.hit) for piece in pieces)
        for pieces in (found.title, found.excerpt)
    )
    return PublicHighlight(title=title, excerpt=excerpt)


def _accessibility(entry: Entry, links: PublicLinks, now: datetime.datetime) -> PublicAccessibility | None:
    if entry.verification is None:
        return None
    return PublicAccessibility(
        outcome=entry.verification.outcome_at(now),
        standard="WCAG 2.1 AA",
        ruleset=entry.verification.ruleset,
        url=links.accessibility(entry.standing.id, entry.standing.locale),
    )


def encode(record: PublicRecord, only: frozenset[str] | None = None) -> msgspec.Raw:
    """The record as JSON, or only the named members of it."""
    if only is None:
        return msgspec.Raw(msgspec.json.encode(record))
    return msgspec.Raw(
        msgspec.json.encode(
            {
                name: getattr(record, name)
                for name in record.__struct_fields__
                if name in only and getattr(record, name) is not UNSET
            }
        )
    )
