"""What a fragment depends on beside its edition. Loaded by `queries`, so that rendering stays pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.kinds import Fields, Kind
from content.locales import Locale
from content.media.medium import Medium
from content.model import State, Variant


class Links(Protocol):
    """The public addresses of things, always absolute: a fragment stands in other sites' pages."""

    def page(self, locale: Locale, slug: str) -> str:
        """The page for people."""
        ...

    def record(self, identity: UUID, locale: Locale) -> str:
        """The record as JSON."""
        ...

    def editions(self, identity: UUID, locale: Locale) -> str:
        """The list of editions."""
        ...

    def fragment(self, identity: UUID, locale: Locale) -> str:
        """The HTML fragment."""
        ...

    def topic(self, locale: Locale, key: str) -> str:
        """The Atom feed of a topic."""
        ...

    def feed(self, locale: Locale, name: str, suffix: str) -> str:
        """A feed: name "" for everything, a kind, or "topics/KEY"; suffix "atom", "rss" or "json"."""
        ...

    def absolute(self, href: str) -> str:
        """An address as authors write it: a path on this service becomes absolute, all others stay."""
        ...


class Linked(Struct, frozen=True, kw_only=True):
    """A published record that this one points to, as far as a card needs it."""

    id: UUID
    kind: Kind
    locale: Locale
    slug: str
    title: str
    summary: str
    fields: Fields


class Alternate(Struct, frozen=True, kw_only=True):
    """The same record, published in another locale."""

    locale: Locale
    slug: str
    title: str


class Label(Struct, frozen=True, kw_only=True):
    """A topic's label, in the locale in which it was found."""

    text: str
    locale: Locale


class Context(Struct, frozen=True, kw_only=True):
    """Variant and heading level that the host asked for, and what the text refers to.

    `heading_level` is the level of the record's title, 2 to 6. `requested` is the locale that was asked for: where the edition has another,
    the fragment says so. `linked` lacks the records that are not public: what points to them is shown without a link. `media` are the files of
    this service that the text shows, by digest.
    """

    variant: Variant = "full"
    heading_level: int = 2
    requested: Locale
    state: State = "published"
    reason: str = ""
    links: Links
    linked: Mapping[UUID, Linked] = {}
    topics: Mapping[str, Label] = {}
    alternates: tuple[Alternate, ...] = ()
    media: Mapping[str, Medium] = {}
