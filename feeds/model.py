"""Feed and Entry, in the words of RFC 4287: what each syndication format is written from.

Made by `feeds.entries`, which promises what the writers rely on: every text is writable (`feeds.characters`), titles are one line and
not empty, addresses are absolute, times are UTC, entries are in order. An empty string says that there is no such thing.
"""

from __future__ import annotations

import datetime
from uuid import UUID

from msgspec import Struct

from content.kinds import Kind
from content.locales import Locale


class Person(Struct, frozen=True, kw_only=True):
    """An author: RFC 4287 section 3.2."""

    name: str
    uri: str = ""


class Category(Struct, frozen=True, kw_only=True):
    """What an entry is about: RFC 4287 section 4.2.2. `term` is a topic's key; `label` is for people, in `locale`."""

    term: str
    scheme: str
    label: str
    locale: Locale


class Link(Struct, frozen=True, kw_only=True):
    """A reference to something else: RFC 4287 section 4.2.7."""

    href: str
    rel: str
    type: str = ""
    hreflang: str = ""
    title: str = ""
    length: str = ""


class Enclosure(Struct, frozen=True, kw_only=True):
    """A file, recording or video of an entry. `length` is in bytes: true where it is `ours`, else what the author said, or None."""

    url: str
    media_type: str
    length: int | None
    ours: bool
    title: str
    hreflang: str = ""
    seconds: int | None = None


class Picture(Struct, frozen=True, kw_only=True):
    """The image that stands for an entry. `length` in bytes, `width` and `height` in pixels; `alt` is what it says in words."""

    url: str
    media_type: str
    length: int
    width: int
    height: int
    alt: str


class Alternate(Struct, frozen=True, kw_only=True):
    """The page of the same record in another locale."""

    locale: Locale
    url: str
    title: str


class Entry(Struct, frozen=True, kw_only=True):
    """The live edition of a record in a locale: RFC 4287 section 4.1.2.

    `updated` is the time of the last major edition, so that a correction makes nothing unread again; `html` is the text with
    all corrections. `title` and `summary` are plain text. `change_note` and `edition` are those of the live edition.
    """

    id: str
    record: UUID
    kind: Kind
    locale: Locale
    edition: int
    title: str
    summary: str
    html: str
    url: str
    record_url: str
    editions_url: str
    published: datetime.datetime
    updated: datetime.datetime
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    picture: Picture | None = None
    change_note: str = ""
    rights: str = ""
    licence_url: str = ""


class Tombstone(Struct, frozen=True, kw_only=True):
    """What stands for an entry that the feed has no more: RFC 6721 section 3.

    `at` is when it was taken out. `state` says what became of the record: "withdrawn", "redirected" or "gone"; "" where it has left this
    feed alone, or where nothing but that is said. `reason` is for people, in `locale`.
    """

    id: str
    record: UUID
    locale: Locale
    at: datetime.datetime
    state: str = ""
    reason: str = ""


class Addresses(Struct, frozen=True, kw_only=True):
    """One document in the three formats."""

    atom: str
    rss: str
    json: str


class Feed(Struct, frozen=True, kw_only=True):
    """Entries, newest first, and what they have in common: RFC 4287 section 4.1.1.

    `home_url` is the page for people; `atom_url`, `rss_url` and `json_url` are the feed itself in its three formats. `hub_url` is the
    hub that tells subscribers of what is new (WebSub, section 4). `author` is who speaks where an entry names nobody.

    `deleted` is what the feed has no more; `announced` is what it has only to say that it was taken back. `archive` marks a page of older entries (RFC 5005 section 4): `current` is the document to
    subscribe to, `previous` and `next` are the pages before and after. In the one to subscribe to, `previous` is the newest page.
    """

    id: str
    locale: Locale
    title: str
    subtitle: str = ""
    updated: datetime.datetime
    author: Person
    home_url: str
    atom_url: str
    rss_url: str
    json_url: str
    hub_url: str = ""
    icon: str = ""
    rights: str = ""
    entries: tuple[Entry, ...] = ()
    deleted: tuple[Tombstone, ...] = ()
    announced: tuple[Tombstone, ...] = ()
    archive: bool = False
    current: Addresses | None = None
    previous: Addresses | None = None
    next: Addresses | None = None
