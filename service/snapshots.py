"""Snapshots: finished answers, kept in memory under their canonical key until a change touches one of their tags.

A snapshot is admitted only if none of its tags moved since its read began, so that a slow read can never put back what a
change has just taken away. Bounded by bytes; what was used longest ago goes first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from msgspec import Struct

from content.ports import Head, Reading
from content.serving import Proof

_OVERHEAD: Final = 1024
_PER_TAG: Final = 300
_PER_PROOF: Final = 200
_PAGE: Final = 500
_REMEMBERED: Final = 100_000


class Snapshot(Struct, frozen=True, kw_only=True):
    """The finished bytes of one public resource. `tags` name what it depends on; `valid_until` is in Unix seconds.

    `proofs` say for each fragment in it which Report lets it be served. `moved` is when it last became another one, in Unix seconds.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    tags: frozenset[str]
    valid_until: float | None = None
    proofs: tuple[Proof, ...] = ()
    moved: float | None = None

    @property
    def weight(self) -> int:
        """About how many bytes of memory this holds."""
        text = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.body) + text + _PER_TAG * len(self.tags) + _PER_PROOF * len(self.proofs) + _OVERHEAD


class Snapshots:
    """The snapshots of one process. Every method may be called from any thread."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Snapshot] = OrderedDict()
        self._by_tag: dict[str, set[str]] = {}
        self._moved: dict[str, int] = {}
        self._weight = 0
        self._epoch = ""
        self._seq = -1
        self._floor = 0
        self._hits = self._misses = 0

    @property
    def hits(self) -> int:
        """How often what was asked for was there."""
        return self._hits

    @property
    def misses(self) -> int:
        """How often it was not."""
        return self._misses

    @property
    def weight(self) -> int:
        """About how many bytes of memory are held."""
        return self._weight

    def follow(self, reading: Reading) -> Head:
        """Drop what changes since the last call have touched, whoever made them. Returns where `reading` stands."""
        head = reading.head()
        if (head.epoch, head.seq) == (self._epoch, self._seq):
            return head
        with self._lock:
            if head.epoch != self._epoch:
                self._forget_all(head.epoch, head.seq)
            while self._seq < head.seq:
                changes = reading.changes(self._seq, limit=_PAGE, silent=True)
                for change in changes:
                    for tag in change.tags:
                        self._moved[tag] = change.seq
                        self._drop(self._by_tag.get(tag, set()).copy())
                self._seq = changes[-1].seq if changes else head.seq
            if len(self._moved) > _REMEMBERED:  # tags that moved long ago no longer matter to reads under way
                self._floor = self._seq
                self._moved.clear()
        return head

    def get(self, key: str, now: float) -> Snapshot | None:
        """The snapshot under a key, if it still holds."""
        with self._lock:
            snapshot = self._kept.get(key)
            if snapshot is not None and snapshot.valid_until is not None and snapshot.valid_until <= now:
                self._drop({key})
                snapshot = None
            if snapshot is None:
                self._misses += 1
                return None
            self._hits += 1
            self._kept.move_to_end(key)
            return snapshot

    def admit(self, key: str, snapshot: Snapshot, head: Head) -> None:
        """Keep a snapshot whose read stood at `head`, unless one of its tags has moved since, or the store was restored."""
        with self._lock:
            moved = any(self._moved.get(tag, -1) > head.seq for tag in snapshot.tags)
            if moved or head.seq < self._floor or head.epoch != self._epoch or snapshot.weight > self._budget:
                return
            self._drop({key})
            self._kept[key] = snapshot
            self._weight += snapshot.weight
            for tag in snapshot.tags:
                self._by_tag.setdefault(tag, set()).add(key)
            while self._weight > self._budget:
                self._drop({next(iter(self._kept))})

    def _drop(self, keys: set[str]) -> None:
        for key in keys:
            snapshot = self._kept.pop(key, None)
            if snapshot is None:
                continue
            self._weight -= snapshot.weight
            for tag in snapshot.tags:
                holders = self._by_tag[tag]
                holders.discard(key)
                if not holders:
                    del self._by_tag[tag]

    def _forget_all(self, epoch: str, seq: int) -> None:
        self._kept.clear()
        self._by_tag.clear()
        self._moved.clear()
        self._weight = 0
        self._epoch, self._seq, self._floor = epoch, seq, seq
