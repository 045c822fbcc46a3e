"""Records, revisions, editions: what is stored. See DESIGN section 2 for the words.

A Content is the whole of what a record says in one locale: a tagged union on `kind`, so that an event can only carry an
event's fields. A Revision is one immutable Content with its history; an Edition is a Revision that was published.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import Annotated, Final, Literal, get_args
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from content import text
from content.kinds import (
    CallFields,
    ContactFields,
    EventFields,
    Kind,
    NewsFields,
    PageFields,
    ProjectFields,
    TopicFields,
    TopicKey,
)
from content.locales import Locale
from content.text import Body, Href, Line
from content.text import Licence as Licence  # noqa: PLC0414 - a record has one too, and it is asked for here

State = Literal["draft", "scheduled", "published", "withdrawn", "redirected", "gone"]
STATES: tuple[State, ...] = get_args(State)
Update = Literal["major", "minor"]
Variant = Literal["full", "card", "teaser"]
VARIANTS: tuple[Variant, ...] = ("full", "card", "teaser")
HEADING_LEVELS = (2, 3, 4, 5, 6)

Slug = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)")]
UUID_FORM: Final = re.compile("[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
"""The whole of a UUID as text (RFC 9562 section 4): `UUID` itself takes braces, `urn:uuid:` and stray hyphens too."""
Digest = str
"""The word "sha256:" and 64 hexadecimal digits."""


class Translator(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Who or what translated: a person's name, or the machine's."""

    by: Literal["person", "machine"]
    name: Line | UnsetType = UNSET


class Translation(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What a text is a translation of. `prevails` is the locale whose text counts where the two differ."""

    source_locale: Locale
    source_revision: Annotated[int, Meta(ge=1, le=10**9)] | UnsetType = UNSET
    translated_by: Translator
    reviewed_by: Line | UnsetType = UNSET
    prevails: Locale


class Source(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What the text was taken from. `date` is an ISO 8601 year, month, day, or interval: 2014, 2014-05, 2014/2025.

    `historical` puts a visible note on the text: it tells what held then, not what holds now.
    """

    title: Line
    date: (
        Annotated[
            str, Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(/[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$(?!\n)")
        ]
        | UnsetType
    ) = UNSET
    url: Href | UnsetType = UNSET
    historical: bool = False


class _Content(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    slug: Slug
    title: Line
    summary: Annotated[str, Meta(max_length=600)] = ""
    body: Body = ()
    topics: Annotated[tuple[TopicKey, ...], Meta(max_length=50)] = ()
    authors: Annotated[tuple[Line, ...], Meta(max_length=50)] = ()
    licence: Licence | UnsetType = UNSET
    rightsholder: Line | UnsetType = UNSET
    source: Source | UnsetType = UNSET
    translation: Translation | UnsetType = UNSET
    invented: bool = False
    """True for an example that nobody should take for the department's word; shown with the text."""


class Page(_Content, frozen=True, gc=False, kw_only=True, tag="page"):
    """A page that stays."""

    fields: PageFields = PageFields()


class News(_Content, frozen=True, gc=False, kw_only=True, tag="news"):
    """Something that happened."""

    fields: NewsFields = NewsFields()


class Event(_Content, frozen=True, gc=False, kw_only=True, tag="event"):
    """Something to attend."""

    fields: EventFields


class Call(_Content, frozen=True, gc=False, kw_only=True, tag="call"):
    """Money to apply for."""

    fields: CallFields


class Project(_Content, frozen=True, gc=False, kw_only=True, tag="project"):
    """Work with others, for a time."""

    fields: ProjectFields


class Contact(_Content, frozen=True, gc=False, kw_only=True, tag="contact"):
    """Somebody to ask; the title is the name."""

    fields: ContactFields


class Topic(_Content, frozen=True, gc=False, kw_only=True, tag="topic"):
    """What records are about; the title is the label."""

    fields: TopicFields


Content = Page | News | Event | Call | Project | Contact | Topic
CONTENT_TYPES: dict[Kind, type[Content]] = {
    "page": Page,
    "news": News,
    "event": Event,
    "call": Call,
    "project": Project,
    "contact": Contact,
    "topic": Topic,
}


def kind_of(content: Content) -> Kind:
    """The kind that a Content is tagged with."""
    return content.__struct_config__.tag  # type: ignore[return-value]  # msgspec types a tag as str | int


class Redacted(Struct, frozen=True, gc=False, kw_only=True):
    """Says that content was removed: the last redaction's number in the ledger, and the digest of what was there before the first."""

    redaction: int
    digest: Digest


class Revision(Struct, frozen=True, gc=False, kw_only=True):
    """One immutable snapshot of a record in a locale, numbered from 1; every save makes one. Only a redaction changes it."""

    id: UUID
    locale: Locale
    number: int
    at: datetime.datetime
    author: str
    note: str = ""
    digest: Digest
    policy: str = ""
    """The sanitising policy that its HTML was cleaned by, where it came as HTML: version and hash."""
    content: Content
    redacted: Redacted | None = None


class Edition(Struct, frozen=True, gc=False, kw_only=True):
    """A revision that was published, numbered from 1 for each record and locale.

    `updated_at` is the time of the last major edition up to this one, `published_at` of the first, `at` of this one.
    """

    id: UUID
    locale: Locale
    number: int
    revision: int
    update: Update
    note: str = ""
    at: datetime.datetime
    published_at: datetime.datetime
    updated_at: datetime.datetime
    digest: Digest
    content: Content
    redacted: Redacted | None = None


class Standing(Struct, frozen=True, gc=False, kw_only=True):
    """Where a record is in one locale, now.

    `revision` is the newest revision, `live_revision` the one that the live edition came from: they differ where there is a newer draft.
    `slug` is the slug that the public finds it by; `edition` is 0 before the first. `changed_at` is when the state last changed.
    """

    id: UUID
    kind: Kind
    locale: Locale
    state: State
    slug: str
    revision: int
    live_revision: int = 0
    edition: int = 0
    reason: str = ""
    redirect_to: str = ""
    published_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    modified_at: datetime.datetime | None = None
    changed_at: datetime.datetime

    @property
    def newer_draft(self) -> bool:
        """True where a saved revision has not been published yet."""
        return self.revision > self.live_revision


def digest_of(content: Content) -> Digest:
    """SHA-256 over the canonical JSON (sorted keys, UTF-8) of a Content."""
    return digest_bytes(msgspec.json.encode(content, order="sorted"))


def digest_bytes(data: bytes) -> Digest:
    """SHA-256 of some bytes, in the form that we publish."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def with_keys(content: Content) -> Content:
    """The same content with every empty Portable Text `_key` filled in."""
    return structs.replace(content, body=text.keyed(content.body))
