"""The room of audits: what a real browser found in what is served, by path."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from content.accessibility.audit import Audit
from content.ports.proof import Scope


class Sighted(Struct, frozen=True, kw_only=True):
    """An audit with what people call what it looked at; slug and title are "" for a page that is no record's."""

    audit: Audit
    slug: str
    title: str


class Audits(Protocol):
    """What was found. StoreCorrupt names what does not match its seal."""

    def of(self, path: str) -> Audit | None:
        """The audit of a path, of the newest edition that was shown there."""
        ...

    def known(self, path: str, digest: str, setup: str) -> bool:
        """Whether these bytes at a path were audited with this setup, and something came of it."""
        ...

    def amiss(self) -> tuple[Audit, ...]:
        """The newest audits of their paths in which something failed, or that could not be made, by path."""
        ...

    def live(self, scope: Scope, limit: int, *, failed: bool = False) -> tuple[Sighted, ...]:
        """Audits of the editions that are live, by path, and of pages that are no record's where the scope is everything; only those
        in which something failed, or all that could be made.
        """
        ...


class AuditsWriting(Audits, Protocol):
    """What keeps them."""

    def keep(self, audits: Sequence[Audit], at: datetime.datetime) -> None:
        """Keep audits, each in the place of the one before of its path and edition. What tells of them is made anew, by a silent change."""
        ...
