"""The snapshots of one process."""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from typing import Final

from content import locales
from content.errors import StoreError
from content.locales import Locale
from content.ports import Head, Reading, Store
from service.snapshots.queues import Queues
from service.snapshots.slots import IDENTITY, Kept, Slot, weight_of_alias
from service.snapshots.snapshot import Snapshot
from service.snapshots.tagged import Tagged

_PAGE: Final = 500
_FAR: Final = 5_000
"""Changes that nobody followed, after which it is cheaper to forget everything than to look at each."""
_REMEMBERED: Final = 100_000
_ALIASES: Final = 8
"""Targets that lead to one slot, so that permutations of a query cannot fill it."""
_LONGEST: Final = 1024
"""Bytes of a target that may be an alias."""
_LONGEST_LANGUAGE: Final = 256
_FORGOTTEN: Final = 4
"""Dropped slots that are forgotten with each that is taken in."""

_negotiated: Final = functools.lru_cache(maxsize=1024)(locales.negotiate)


class Snapshots:
    """Finished answers within a budget of bytes. Every method may be called from any thread.

    Whoever asks is told of what no write has touched that was answered before: `catch_up` compares the store's stamp, and where it is
    another one follows the change log and drops what was touched.
    """

    def __init__(self, store: Store, budget: int, configured: tuple[Locale, ...] = locales.BUILT_IN) -> None:
        self._store = store
        self._budget = budget
        self._configured = configured
        self._lock = threading.Lock()
        self._following = threading.Lock()
        self._slots = Queues(budget)
        self._tagged = Tagged()
        self._plain: dict[bytes, Slot] = {}
        self._by_language: dict[bytes, dict[Locale, Slot]] = {}
        self._moved: dict[str, int] = {}
        self._stamp: int | None = None
        self._epoch: str | None = None
        self._seq = -1
        self._floor = 0
        self.hits = self.misses = self.evictions = 0

    @property
    def weight(self) -> int:
        """About how many bytes of memory are held."""
        return self._slots.weight

    def catch_up(self) -> None:
        """Drop what changes since the last call have touched, whoever made them. Raises StoreError."""
        if self._store.stamp() == self._stamp or self._epoch is None:
            return
        with self._following:
            # Read before the view is opened: what is committed after that has another one.
            stamp = self._store.stamp()
            if stamp != self._stamp:
                with self._store.read() as reading:
                    self._follow(reading)
                self._stamp = stamp

    def find(self, target: bytes, language: str, coding: str, now: float) -> Kept | None:
        """What GET of a target gives, in a coding, if that is kept and holds; `Shelf` of `service/edge/ready.py`."""
        try:
            if self._store.stamp() != self._stamp:
                self.catch_up()
        except StoreError:
            return None
        slot = self._plain.get(target)
        if slot is None:
            by_language = self._by_language.get(target)
            slot = by_language.get(self._chosen(language)) if by_language else None
            if slot is None:
                return None
        kept = slot.codings.get(coding)
        if kept is None or not slot.holds(now):
            return None
        slot.hits += 1
        self.hits += 1
        return kept

    def look(self, key: str, now: float) -> Slot | None:
        """The slot under a key, if it holds. Raises StoreError."""
        self.catch_up()
        slot = self._slots.get(key)
        if slot is not None and not slot.holds(now):
            with self._lock:
                self._drop(slot)
            slot = None
        if slot is None:
            self.misses += 1
            return None
        self.hits += 1
        slot.hits += 1
        return slot

    def admit(self, key: str, snapshot: Snapshot, head: Head, now: float) -> Slot | None:
        """Keep a snapshot whose read stood at `head`, unless one of its tags has moved since, or the store was restored."""
        slot = Slot(key, snapshot, head.seq, now)
        with self._lock:
            if self._epoch is None:  # the first of all
                self._forget_all(head)
            moved = any(self._moved.get(tag, -1) > head.seq for tag in snapshot.tags)
            if moved or head.seq < self._floor or head.epoch != self._epoch or slot.weight > self._budget:
                return None
            former = self._slots.get(key)
            if former is not None:
                self._drop(former)
            self._tagged.add(slot)
            self._evicted(self._slots.put(slot))
            self._tagged.forget(_FORGOTTEN)
        return slot

    def add(self, slot: Slot, coding: str, snapshot: Snapshot) -> None:
        """Keep the answer of a slot in another coding."""
        with self._lock:
            plain = slot.codings.get(IDENTITY)
            if plain is None or coding in slot.codings:
                return
            same = snapshot is plain.snapshot
            slot.codings[coding] = plain if same else Kept(snapshot)
            self._evicted(self._slots.grow(slot, 0 if same else snapshot.weight))

    def alias(self, slot: Slot, target: bytes, locale: Locale | None) -> None:
        """Let a target lead to a slot; with a locale where Accept-Language chose it, else whatever that says."""
        if len(target) > _LONGEST:
            return
        with self._lock:
            if (target, locale) in slot.aliases or not slot.codings:
                return
            weight = weight_of_alias(target)
            if len(slot.aliases) == _ALIASES:
                former = slot.aliases.pop(0)
                self._unalias(*former)
                weight -= weight_of_alias(former[0])
            slot.aliases.append((target, locale))
            if locale is None:
                self._plain[target] = slot
            else:
                self._by_language.setdefault(target, {})[locale] = slot
            self._evicted(self._slots.grow(slot, weight))

    def _chosen(self, language: str) -> Locale:
        if len(language) > _LONGEST_LANGUAGE:
            return locales.negotiate(language, self._configured)
        return _negotiated(language, self._configured)

    def _follow(self, reading: Reading) -> None:
        head = reading.head()
        if head.epoch != self._epoch or head.seq - self._seq > _FAR:
            with self._lock:
                self._forget_all(head)
        while self._seq < head.seq:
            changes = reading.changes(self._seq, limit=_PAGE, silent=True)
            with self._lock:
                for change in changes:
                    for tag in change.tags:
                        self._moved[tag] = change.seq
                    for slot in self._tagged.touched(change.tags):
                        if slot.seq < change.seq:
                            self._drop(slot)
                self._seq = changes[-1].seq if changes else head.seq
                if (
                    len(self._moved) > _REMEMBERED
                ):  # tags that moved long ago no longer matter to reads under way
                    self._floor = self._seq
                    self._moved.clear()

    def _drop(self, slot: Slot) -> None:
        if slot.codings:
            self._slots.remove(slot)
            self._vanished(slot)

    def _evicted(self, slots: Sequence[Slot]) -> None:
        for slot in slots:
            self.evictions += 1
            self._vanished(slot)

    def _vanished(self, slot: Slot) -> None:
        """It is in no queue any more."""
        slot.codings = {}
        for target, locale in slot.aliases:
            self._unalias(target, locale)
        self._tagged.dropped(slot)

    def _unalias(self, target: bytes, locale: Locale | None) -> None:
        if locale is None:
            del self._plain[target]
            return
        by_language = self._by_language[target]
        del by_language[locale]
        if not by_language:
            del self._by_language[target]

    def _forget_all(self, head: Head) -> None:
        for slot in self._slots:
            slot.codings = {}
        self._slots.clear()
        self._tagged.clear()
        self._plain.clear()
        self._by_language.clear()
        self._moved.clear()
        self._epoch, self._seq, self._floor = head.epoch, head.seq, head.seq
