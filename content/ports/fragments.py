"""The room of fragments: those of what is live, as they were served, so that a feed of fifty renders none, and nobody waits for one.

A row follows from what is live and from the program that made it. Whatever changes what a fragment shows empties its row in the same
transaction; the worker makes it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct

from content.accessibility.report import Verdict
from content.model import Digest, Variant
from content.ports.kept import Numbered


class KeptFragment(Struct, frozen=True, kw_only=True):
    """The bytes, and the Proof that they went out with while nobody had answered anything. `digest` is that of `html` in UTF-8."""

    html: str
    digest: Digest
    ruleset: str
    outcome: Verdict
    basis: Literal["conforms", "edition"]


class KeptRendering(Struct, frozen=True, kw_only=True):
    """A fragment in another variant, or at another level, than the full one at level 2."""

    variant: Variant
    heading_level: int
    fragment: KeptFragment


class Fragments(Protocol):
    """What is kept. What does not match its seal is left out: it can be made again. A `mark` (32 bytes) says which program made it, with which settings."""

    def one(self, key: Numbered, variant: Variant, heading_level: int, mark: bytes) -> KeptFragment | None:
        """What is kept of an edition in any variant and at any level, in one query; None where nothing is, or people have answered something
        about the record.
        """
        ...

    def waiting(self, mark: bytes, limit: int) -> tuple[Numbered, ...]:
        """Live editions for which nothing was made with this mark since what they show changed; a quick question."""
        ...


class FragmentsWriting(Fragments, Protocol):
    """The same, and the changes."""

    def changed(self, seq: int) -> frozenset[UUID] | None:
        """The records that have changed after change `seq`, where nothing else has moved what fragments show; None where it has."""
        ...

    def put(self, key: Numbered, mark: bytes, made: Sequence[KeptRendering]) -> None:
        """Keep all renderings of what is live since just now, the full one at level 2 among them."""
        ...

    def keep(
        self,
        made: Iterable[tuple[Numbered, KeptFragment | None]],
        mark: bytes,
        seq: int,
        others: Mapping[Numbered, Sequence[KeptRendering]] = {},
    ) -> bool:
        """Keep what was made; None where nothing can be served of an edition, so that it waits no more. `others` are the other renderings.

        `seq` is the end of the change log when it was made. What a change since then has stirred is left out, and waits; False, and nothing
        kept, where that is all, or may be any.
        """
        ...
