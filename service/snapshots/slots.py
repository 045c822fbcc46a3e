"""Slot: what is kept under one canonical key, in each coding that somebody asked for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from service.snapshots.snapshot import Snapshot

if TYPE_CHECKING:
    from service.edge.ready import Ready

IDENTITY: Final = "identity"
STEP: Final = 1.0
"""Seconds by which the clock may go apart from the time that passes before what ends by the clock is made again."""
_OVERHEAD: Final = 1024
_PER_TAG: Final = 300
_PER_ALIAS: Final = 250


class Kept:
    """One answer in one coding. `ready` is the edge's: what it makes of it at its first use."""

    __slots__ = ("ready", "snapshot")

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot: Final = snapshot
        self.ready: Ready | None = None


class Slot:
    """The answer under a canonical key. `codings` is empty once it has been dropped; `seq` is the change that its read stood at.

    `aliases` are the targets that lead here, with the locale where Accept-Language chose it. `hits` counts uses; it is written
    without a lock, because one that is lost in a race costs nothing.
    """

    __slots__ = ("_drift", "_until", "aliases", "codings", "hits", "key", "seen", "seq", "tags", "weight")

    def __init__(self, key: str, snapshot: Snapshot, seq: int, now: float) -> None:
        self.key: Final = key
        self.tags: Final = snapshot.tags
        self.seq: Final = seq
        self.codings: dict[str, Kept] = {IDENTITY: Kept(snapshot)}
        self.aliases: list[tuple[bytes, str | None]] = []
        self.hits = 0
        self.seen = 0
        self.weight = len(key) + snapshot.weight + _PER_TAG * len(self.tags) + _OVERHEAD
        self._until: Final = snapshot.valid_until
        self._drift: Final = now - time.monotonic()

    def holds(self, now: float) -> bool:
        """Is it still true by the clock? Not after its time, and not where the clock was set since: what it says of the time was told by
        another clock, and its end might be an hour late.
        """
        return self._until is None or (now < self._until and abs(now - time.monotonic() - self._drift) < STEP)


def weight_of_alias(target: bytes) -> int:
    """About how many bytes of memory an alias holds."""
    return len(target) + _PER_ALIAS
