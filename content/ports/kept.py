"""What a store gives beside records, revisions and editions: evidence, entries, changes, the journal, and how lists are asked for."""

from __future__ import annotations

import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from content.accessibility.answers import Settled
from content.accessibility.report import Report, Verdict
from content.kinds import Kind
from content.locales import Locale
from content.model import Digest, Edition, Standing, Update, Variant

Operation = Literal["upsert", "delete"]
Numbered = tuple[UUID, Locale, int]
"""A record, a locale and the number of an edition."""


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
