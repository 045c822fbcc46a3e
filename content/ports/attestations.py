"""The room of attestations: what people answered about findings, overrides among them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct

from content.accessibility.answers import Answers
from content.attestations import Said
from content.locales import Locale


class Asked(Struct, frozen=True, kw_only=True):
    """Which answers a list wants, newest first. `until` is those that end by a moment; `living` only those not revoked.

    `override` is only overrides (True), or only attestations (False). `after` is the number of the last one seen.
    """

    id: UUID | None = None
    locale: Locale | None = None
    rule: str | None = None
    override: bool | None = None
    until: datetime.datetime | None = None
    living: bool = False
    after: int | None = None
    limit: int = 50


class Attestations(Protocol):
    """What was answered. What does not match its seal raises StoreCorrupt."""

    def answers(self, *keys: tuple[UUID, Locale]) -> Answers:
        """What was answered about records in their locales and not revoked; expired answers too."""
        ...

    def each(self, keys: Iterable[tuple[UUID, Locale]]) -> dict[tuple[UUID, Locale], Answers]:
        """The same for each record by itself; those that nobody answered anything about are left out."""
        ...

    def get(self, number: int) -> Said | None:
        """One of them."""
        ...

    def listing(self, asked: Asked) -> tuple[Said, ...]:
        """Those that are asked for, newest first."""
        ...

    def failed(self, now: datetime.datetime) -> tuple[Said, ...]:
        """The answers that hold and say `failed`, of records that are published, oldest first."""
        ...


class AttestationsWriting(Attestations, Protocol):
    """The same, and the changes. Each moves the record's tags with a silent change, where the public sees it."""

    def keep(self, members: dict[str, Any]) -> Said:
        """Keep an answer, whose members these are; one about the same is revoked, for this takes its place."""
        ...

    def revoke(self, number: int, *, at: datetime.datetime, by: str, reason: str) -> Said:
        """Take an answer back. Raises NotFound, WrongState where it was taken back already."""
        ...
