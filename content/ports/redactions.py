"""The room of redactions: where named content stands, the ledger of what was removed, and the removal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

from msgspec import Struct

from content.locales import Locale
from content.model import Digest, Edition, Revision
from content.redaction import Redaction, Scope

if TYPE_CHECKING:
    from content.ports import Change, Evidence

Sort = Literal[
    "revision",
    "edition",
    "evidence",
    "standing",
    "slug",
    "journal",
    "change",
    "plan",
    "attestation",
    "owner",
    "ledger",
    "media",
    "medium",
]
"""`media` are files that are erased; a `medium` stays, without the words in its name and in what is said of it."""


class Found(Struct, frozen=True, kw_only=True):
    """One place that holds what is to go: a row, and where in it. `number` is that of the revision, edition, entry or change.

    `at` are members, or JSON Pointers into a content; "" is all of it.
    """

    sort: Sort
    id: UUID
    locale: Locale | None = None
    number: int = 0
    at: tuple[str, ...]


class Survey(Struct, frozen=True, kw_only=True):
    """Everything that a redaction changes. `revisions` are the record's as they are to be; `editions` are all, of any record, whose
    evidence says the words and has to be made anew, as they are to be.
    """

    found: tuple[Found, ...]
    revisions: tuple[Revision, ...]
    editions: tuple[Edition, ...]


EditionKey = tuple[UUID, Locale, int, Digest]
"""An edition with the digest of the content that its evidence was made of."""


class Redactions(Protocol):
    """What was redacted, and what would be."""

    def ledger(self, since: int = 0) -> tuple[Redaction, ...]:
        """The lines after number `since`, oldest first. Raises StoreCorrupt."""
        ...

    def last(self) -> int:
        """The number of the last redaction; 0 before the first."""
        ...

    def unerased(self) -> tuple[int, ...]:
        """The redactions whose words may still lie in free pages of the file or in its log."""
        ...

    def survey(self, scope: Scope) -> Survey:
        """Where everything in the scope stands. Changes nothing."""
        ...


class RedactionsWriting(Redactions, Protocol):
    """The same, within a transaction."""

    def keep(
        self,
        redaction: Redaction,
        scope: Scope,
        survey: Survey,
        evidence: Mapping[EditionKey, tuple[Evidence, ...]],
        via: str,
    ) -> tuple[Redaction, tuple[Change, ...]]:
        """Remove what the survey, made in this transaction, has found, and keep it in the ledger, with its number.

        `evidence` is that of `survey.editions`. Returns the changes, first the record's own.
        """
        ...
