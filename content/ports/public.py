"""The room of what the public reads as it is stored: live editions whose contents are not opened, each question one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.locales import Locale
from content.ports.fragments import KeptFragment
from content.ports.kept import Beside, ClosedEdition, ClosedEntry, Entry, LabelRow, Selection


class Led(Struct, frozen=True, kw_only=True):
    """A locale of a record that a ref leads to. `via` is the locale in which it was found as a slug, None for an id. `asked` is the edition of
    the number that was asked for, None where there is none.
    """

    via: Locale | None
    entry: ClosedEntry
    asked: ClosedEdition | None


class Shown(Struct, frozen=True, kw_only=True):
    """A record in a locale with all that a feed shows of it, but files and topics. `around` are the locales in which it is published; `kept` is
    its full fragment at level 2, None where none is kept; `answered` says whether people have answered something about it: then that
    fragment is not what it is served with.
    """

    entry: Entry
    around: tuple[Beside, ...]
    answered: bool
    kept: KeptFragment | None


class Listed(Struct, frozen=True, kw_only=True):
    """A list as a whole. `seq` as `Reading.listing_seq`; `labels` as `Reading.topic_labels`, where they were asked for; `answered` are the records
    about which people have answered something.
    """

    seq: int
    labels: tuple[LabelRow, ...] | None
    entries: tuple[ClosedEntry, ...]
    answered: frozenset[UUID]


class Latest(Struct, frozen=True, kw_only=True):
    """What is newest of all, of each kind and of each topic; what has nothing is absent."""

    all: tuple[ClosedEntry, ...]
    kinds: dict[str, tuple[ClosedEntry, ...]]
    topics: dict[str, tuple[ClosedEntry, ...]]


class Public(Protocol):
    """What is, or was, published. What does not match its seal or its digest raises StoreCorrupt, and is left out of lists."""

    def under(self, ref: UUID | str, order: Sequence[Locale], number: int | None = None) -> tuple[Led, ...]:
        """The records that have an id, or that the public has found under a slug in one of the locales, in each of the locales in which they
        ever had an edition; in no order.
        """
        ...

    def listing(self, selection: Selection) -> tuple[ClosedEntry, ...]:
        """As `Reading.listing`."""
        ...

    def listed(self, selection: Selection, *, labels: bool = False) -> Listed:
        """The same, with what stands beside it."""
        ...

    def latest(self, locale: Locale, limit: int, topics: Sequence[str], each: int) -> Latest:
        """The newest of a locale, `limit` of all, and `each` of every kind and of some topics."""
        ...

    def entries(self, identities: Sequence[UUID], locale: Locale | None = None) -> tuple[ClosedEntry, ...]:
        """The published editions of some records, in a locale or in all, ordered by id and locale."""
        ...

    def shown(self, identities: Sequence[UUID], locale: Locale, mark: bytes) -> tuple[Shown, ...]:
        """Some records that have or had a live edition in a locale, whatever their state, in no order. `mark` as in `Fragments`."""
        ...
