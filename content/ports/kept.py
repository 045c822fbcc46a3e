"""What a store gives beside records, revisions and editions: evidence, entries, changes, the journal, and how lists are asked for."""

from __future__ import annotations

import datetime
from typing import Literal
from uuid import UUID

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from content.accessibility.answers import Settled
from content.accessibility.report import Report, Verdict
from content.errors import StoreCorrupt
from content.kinds import Kind
from content.locales import Locale
from content.model import Content, Digest, Edition, Redacted, Standing, Update, Variant

Operation = Literal["upsert", "delete"]
Numbered = tuple[UUID, Locale, int]
"""A record, a locale and the number of an edition."""
LabelRow = tuple[str, Locale, str]
"""The key of a topic, a locale, and its label there."""
_CONTENT: Decoder[Content] = Decoder(Content)


class Evidence(Struct, frozen=True, kw_only=True):
    """The check of one variant at one heading level, with the very bytes that were checked.

    `digest` is over `html` in UTF-8. `at` is when it was checked, None in evidence from before that was kept.
    """

    variant: Variant
    heading_level: int
    digest: Digest
    report: Report
    html: str
    at: datetime.datetime | None = None


class Verification(Struct, frozen=True, kw_only=True):
    """The checks of one edition in brief: the worst outcome of all variants and levels as the machine found it, and the rule set they met.

    `settled` is what they come to with what people answered, in the order of time; () where nobody answered anything.
    """

    outcome: Verdict
    publishable: bool
    ruleset: str
    settled: tuple[Settled, ...] = ()

    def outcome_at(self, now: datetime.datetime) -> Verdict:
        """What it comes to at a time."""
        span = self._span(now)
        return span.outcome if span else self.outcome

    def holds_until(self, now: datetime.datetime) -> datetime.datetime | None:
        """When that becomes another; None where it does not by time alone."""
        span = self._span(now)
        return span.until if span else None

    def _span(self, now: datetime.datetime) -> Settled | None:
        return next((each for each in self.settled if each.until is None or now < each.until), None)


class Entry(Struct, frozen=True, kw_only=True):
    """A live edition with its standing, as lists, feeds and reads need it."""

    standing: Standing
    edition: Edition
    seq: int
    """The highest change of this record in this locale."""
    verification: Verification | None = None


class ClosedEdition(Struct, frozen=True, gc=False, kw_only=True):
    """An Edition whose content is not opened: who hands it on needs no more than the JSON that is stored, with its keys sorted."""

    id: UUID
    locale: Locale
    number: int
    revision: int
    update: Update
    note: str
    at: datetime.datetime
    published_at: datetime.datetime
    updated_at: datetime.datetime
    digest: Digest
    content: bytes
    redacted: Redacted | None

    def opened(self) -> Edition:
        """The Edition. Raises StoreCorrupt where its content does not fit the model."""
        try:
            content = _CONTENT.decode(self.content)
        except DecodeError as error:
            raise StoreCorrupt(
                f"The store is damaged at edition {self.number} (revision {self.revision}) of record {self.id} in {self.locale}: its "
                f"content does not fit the model: {error}. Run “nordkalott doctor” to learn what else is hit, and restore it from a backup."
            ) from error
        return Edition(
            id=self.id,
            locale=self.locale,
            number=self.number,
            revision=self.revision,
            update=self.update,
            note=self.note,
            at=self.at,
            published_at=self.published_at,
            updated_at=self.updated_at,
            digest=self.digest,
            content=content,
            redacted=self.redacted,
        )


class Beside(Struct, frozen=True, gc=False, array_like=True):
    """Another locale in which a record is published; `revision` is the one that its live edition came from."""

    locale: Locale
    slug: str
    title: str
    revision: int


class ClosedEntry(Struct, frozen=True, kw_only=True):
    """An Entry whose content is not opened, with the locales in which its record is published, this one too, if it is."""

    standing: Standing
    edition: ClosedEdition
    seq: int
    verification: Verification | None
    around: tuple[Beside, ...]

    def opened(self) -> Entry:
        """The Entry. Raises StoreCorrupt."""
        return Entry(
            standing=self.standing,
            edition=self.edition.opened(),
            seq=self.seq,
            verification=self.verification,
        )


class Change(Struct, frozen=True, kw_only=True):
    """One row of the change log. A `silent` one only moves tags: what is shown of the record besides its content is another now."""

    seq: int
    op: Operation
    id: UUID
    locale: Locale
    kind: Kind
    edition: int
    update: Update
    at: datetime.datetime
    tags: tuple[str, ...]
    silent: bool = False


class Head(Struct, frozen=True, kw_only=True):
    """Where the change log ends. A restore begins a new `epoch` (a random word)."""

    epoch: str
    seq: int


class JournalEntry(Struct, frozen=True, kw_only=True):
    """Who did what. `hash` is SHA-256 over the previous entry's hash and this entry's canonical JSON without `hash`."""

    number: int
    at: datetime.datetime
    actor: str
    verb: str
    id: UUID | None = None
    locale: Locale | None = None
    detail: dict[str, str | int] = {}
    previous: str
    hash: str


class Selection(Struct, frozen=True, kw_only=True):
    """Which entries a list wants: published ones of a locale, by kind and topic, newest first by (`updated_at`, `id`).

    `after` is the position (updated_at, id) of the last entry seen.
    """

    locale: Locale
    kind: Kind | None = None
    topic: str | None = None
    after: tuple[datetime.datetime, UUID] | None = None
    limit: int = 50


class Counts(Struct, frozen=True, kw_only=True):
    """How many records are published in a locale, by kind, by topic key, and by kind within each topic; what has none is absent."""

    kinds: dict[Kind, int]
    topics: dict[str, int]
    within: dict[str, dict[Kind, int]]
