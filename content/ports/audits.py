"""The room of audits: what a real browser found in what is served, by path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from content.accessibility.audit import Audit


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


class AuditsWriting(Audits, Protocol):
    """What keeps them."""

    def keep(self, audits: Sequence[Audit]) -> None:
        """Keep audits, each in the place of the one before of its path and edition."""
        ...
