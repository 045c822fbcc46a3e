"""The entries of feeds as they are written, kept from one making of a feed to the next: most of what is in a feed did not change.

An entry depends on the same tags in every feed of its locale, so that what holds for a snapshot holds for it: one that was made of an older
view than the last change of one of its tags is not kept, and one whose tag has moved is dropped. Whoever makes a feed says where its view
stands, and the change log is followed up to there.
"""

from __future__ import annotations

import datetime
import sys
import threading
from collections import OrderedDict
from typing import Final
from uuid import UUID

from msgspec import Struct

import feeds as formats
from content.errors import StoreCorrupt
from content.locales import Locale
from content.ports import Head, Reading
from content.ports.archives import Told
from content.serving import Proof
from feeds import tombstones
from service.snapshots.moves import Moves

Key = tuple[UUID, Locale]

_FAR: Final = 1_000
"""Changes that nobody followed, after which everything is forgotten."""
_REMEMBERED: Final = 20_000
_PER_TAG: Final = 250
_OVERHEAD: Final = 2048


class Cell(Struct, frozen=True, kw_only=True):
    """What a feed has of a record: its entry, a tombstone, or both, while an entry says that it was taken back. `seq` is the highest change of the
    record then; `pieces` is the entry as it is written in each format that was asked for. `valid_until` is that of its fragment.
    """

    seq: int
    entry: formats.Entry | None
    tombstone: formats.Tombstone | None
    tags: frozenset[str]
    proof: Proof | None
    valid_until: float | None
    pieces: dict[formats.Suffix, bytes]

    def is_of(self, told: Told, now: datetime.datetime) -> bool:
        """Is it what stands for this in a feed at a time? By the clock alone an entry gives way to a tombstone."""
        if self.seq != told.seq or told.live != (self.tombstone is None):
            return False
        return told.live or (now < told.at + tombstones.NOTICE) == (self.entry is not None)

    @property
    def weight(self) -> int:
        """About how many bytes of memory it holds."""
        text = sys.getsizeof(self.entry.html) if self.entry else 0  # up to four bytes for each character
        return (text + sum(map(len, self.pieces.values()))) * 3 // 2 + _PER_TAG * len(self.tags) + _OVERHEAD


class Entries:
    """Cells within a budget of bytes; what was not used for longest goes first. Every method may be called from any thread."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._lock = threading.Lock()
        self._cells: OrderedDict[Key, tuple[Cell, int]] = OrderedDict()
        self._by_tag: dict[str, set[Key]] = {}
        self._moves = Moves(_REMEMBERED)
        self.weight = 0

    def found(self, reading: Reading, head: Head, keys: tuple[Key, ...]) -> dict[Key, Cell]:
        """What is kept of some records, as a view that stands at `head` has it. Nothing where another one stood further on."""
        with self._lock:
            if not self._followed(reading, head):
                return {}
            found: dict[Key, Cell] = {}
            for key in keys:
                if key in self._cells:
                    self._cells.move_to_end(key)
                    found[key] = self._cells[key][0]
            return found

    def keep(self, head: Head, key: Key, cell: Cell) -> None:
        """Keep what was made of a view that stood at `head`, or has been written in one more format, unless one of its tags has moved since."""
        with self._lock:
            if not self._moves.none_since(cell.tags, head):
                return
            self._drop(key)
            weight = cell.weight
            if weight > self._budget:  # it would push out all others, and itself
                return
            self._cells[key] = cell, weight
            self.weight += weight
            for tag in cell.tags:
                self._by_tag.setdefault(tag, set()).add(key)
            while self.weight > self._budget:
                self._drop(next(iter(self._cells)))

    def _followed(self, reading: Reading, head: Head) -> bool:
        """Drop what the changes up to `head` have touched; all, where the log cannot be followed."""
        moves = self._moves
        if head.epoch != moves.epoch or head.seq - moves.seq > _FAR:
            return self._forget(head)
        if head.seq > moves.seq:
            try:
                changes = reading.changes(moves.seq, limit=_FAR, silent=True)
            except StoreCorrupt:
                return self._forget(head)
            for change in changes:
                moves.note(change.tags, change.seq)
                for tag in change.tags:
                    for key in tuple(self._by_tag.get(tag, ())):
                        self._drop(key)
            moves.reached(head.seq)
        return head.seq == moves.seq

    def _forget(self, head: Head) -> bool:
        self._cells.clear()
        self._by_tag.clear()
        self.weight = 0
        self._moves.begin(head)
        return True

    def _drop(self, key: Key) -> None:
        if key not in self._cells:
            return
        cell, weight = self._cells.pop(key)
        self.weight -= weight
        for tag in cell.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]
