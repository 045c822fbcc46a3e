"""The room of proof: what the evidence of everything that is live comes to, in sums. Nothing here opens a content."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.kinds import Kind
from content.locales import Locale
from content.ports.recheck import Source


class Scope(Struct, frozen=True, kw_only=True):
    """What a sum is about: everything published, or what is of a kind, in a locale, or among some records."""

    kind: Kind | None = None
    locale: Locale | None = None
    records: tuple[UUID, ...] | None = None


class Sums(Struct, frozen=True, kw_only=True):
    """Published editions, one for each record and locale, by what their last check came to: at publication, or again since.

    `failed` are those with a failure that stops publication or not, `repair` those with one that does: a correction that was published
    all the same, or what was found later. `rulesets` counts the editions by the rule set that they were last checked with.
    """

    records: int = 0
    editions: int = 0
    no_failures_found: int = 0
    attested: int = 0
    failed: int = 0
    repair: int = 0
    unchecked: int = 0
    rulesets: Mapping[str, int] = {}


class Failing(Struct, frozen=True, kw_only=True):
    """A published edition with blocking failures. `rules` counts them in the worst of its renderings, `source` says why it has them,
    `since` when it was first seen.
    """

    id: UUID
    locale: Locale
    slug: str
    title: str
    rules: Mapping[str, int]
    source: Source = "edition"
    since: datetime.datetime | None = None


class Admitted(Struct, frozen=True, kw_only=True):
    """What people say is wrong with a published edition: they answered that it fails, or let a failure pass until `until`."""

    id: UUID
    locale: Locale
    slug: str
    title: str
    rule: str
    overridden: bool
    reason: str
    until: datetime.datetime


class Proof(Protocol):
    """Questions about the evidence of what is live."""

    def sums(self, scope: Scope, now: datetime.datetime) -> Sums:
        """How many there are of each at a time, with what people answered."""
        ...

    def passed(self, scope: Scope, now: datetime.datetime) -> Mapping[str, int]:
        """How often people answered that a rule's question is met, in what is published, by rule; what has expired does not count."""
        ...

    def admitted(self, scope: Scope, now: datetime.datetime, limit: int) -> tuple[Admitted, ...]:
        """What people say is wrong, as long as what they said it about is still there. Raises StoreCorrupt."""
        ...

    def failing(self, scope: Scope, now: datetime.datetime, limit: int) -> tuple[Failing, ...]:
        """Those to repair, in the order of their ids and locales. Raises StoreCorrupt."""
        ...
