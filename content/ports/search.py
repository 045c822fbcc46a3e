"""The room of search: what is published in a locale, by the words that it says."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.kinds import Kind
from content.search import Query


class Place(Struct, frozen=True, kw_only=True):
    """A place in the order of what was found: better tiers first, and within a tier what was news last.

    `tier` is 1 where all terms are in the title, 2 in title and lead, or in the label of one of its topics, 3 in the whole text;
    4 where other words with these parts, or nearly these, are in title and lead, 5 in the whole text. `seq` is the change that
    made it news. `head` is the change up to which the first page looked: what became news since is on no later page.
    """

    tier: int
    seq: int
    head: int


class Wanted(Struct, frozen=True, kw_only=True):
    """What is looked for, among which records; `after` is the place of the last hit seen."""

    query: Query
    kind: Kind | None = None
    topic: str | None = None
    after: Place | None = None
    limit: int = 50


class Hit(Struct, frozen=True, kw_only=True):
    """One published record, and its place."""

    id: UUID
    place: Place


class Hits(Struct, frozen=True, kw_only=True):
    """What was found, best first; `stems` are those to highlight, of other words with these parts too where such were found."""

    hits: tuple[Hit, ...]
    stems: frozenset[str]


class Search(Protocol):
    """What the public asks for by words."""

    def find(self, wanted: Wanted) -> Hits:
        """Published records that have all terms. The order depends on the record and the query alone."""
        ...
