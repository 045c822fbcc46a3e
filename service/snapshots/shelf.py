"""The snapshots of one process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from content import locales
from content.errors import StoreCorrupt, StoreError
from content.locales import Locale
from content.ports import Change, Head, Reading, Store
from service.snapshots.aliases import Aliases
from service.snapshots.flights import Flights
from service.snapshots.moves import Moves
from service.snapshots.queues import Queues
from service.snapshots.renewal import Again, Renewal
from service.snapshots.slots import IDENTITY, Kept, Maker, Slot
from service.snapshots.snapshot import Snapshot
from service.snapshots.tagged import NOTHING, Tagged

LOGGER: Final = logging.getLogger("nordkalott.snapshots")
_PAGE: Final = 500
_FAR: Final = 5_000
"""Changes that nobody followed, after which it is cheaper to forget everything than to look at each."""
_REMEMBERED: Final = 100_000
_FORGOTTEN: Final = 4
"""Dropped slots that are forgotten with each that is taken in."""
_SHARE: Final = 64
"""What says that there is nothing has one of so many parts of the budget: there are more names of nothing than memory."""
_BRIEF: Final = 5.0
"""Seconds for which that is kept."""
_MISSING: Final = frozenset({404, 410})

Beyond = Callable[[bytes, str, str], Kept | None]
"""Makes what no target leads to yet, by target, Accept-Language and coding; None for what it does not."""


def _nothing(target: bytes, language: str, coding: str) -> None:  # noqa: ARG001 - as Beyond says
    return None


class Snapshots:
    """Finished answers within a budget of bytes. Every method may be called from any thread.

    Whoever asks is told of what no write has touched that was answered before: `catch_up` compares the store's stamp, and where it is
    another one follows the change log and drops what was touched.
    """

    def __init__(self, store: Store, budget: int, configured: tuple[Locale, ...] = locales.BUILT_IN) -> None:
        self._store = store
        self._budget = budget
        self._lock = threading.Lock()
        self._following = threading.Lock()
        self._slots = Queues(budget - budget // _SHARE)
        self._nothing = Queues(budget // _SHARE)
        self._tagged = Tagged()
        self._aliases = Aliases(configured)
        self._plain: Final = self._aliases.plain
        self._moves = Moves(_REMEMBERED)
        self._stamp: int | None = None
        self._redactions = 0
        self._fading: dict[str, Slot] = {}
        self.flights: Final = Flights()
        self._renewal = Renewal(self, store)
        self.beyond: Beyond = _nothing
        self.hits = self.misses = self.evictions = self.renewals = self.waits = 0

    @property
    def weight(self) -> int:
        """About how many bytes of memory are held."""
        return self._slots.weight + self._nothing.weight

    def catch_up(self) -> None:
        """Drop what changes since the last call have touched, whoever made them. Raises StoreError."""
        if self._store.stamp() == self._stamp or self._moves.epoch is None:
            return
        with self._following:
            # Read before the view is opened: what is committed after that has another one.
            stamp = self._store.stamp()
            if stamp != self._stamp:
                with self._store.read() as reading:
                    again = self._follow(reading)
                self._stamp = stamp
                self._renewal.later(again)

    def written(self) -> None:
        """A write of this process is about to return. What it has touched and much asked for is made again first, as far as there is time:
        until then readers have what was before, from here on nobody has.
        """
        mine: list[Slot] | None = None
        try:
            self.catch_up()
            seq = self._moves.seq
            mine = self._still()
            self._renewal.now(mine, seq)
        finally:
            if mine is None:
                self._fade(self._still())
            else:
                self._fade([each for each in mine if each.seq < seq])

    def find(self, target: bytes, language: str, coding: str, now: float) -> Kept | None:
        """What GET of a target gives, in a coding, if that is kept and holds, or is made by `beyond`; `Shelf` of `service/edge/ready.py`."""
        try:
            if self._store.stamp() != self._stamp:
                self.catch_up()
        except StoreError:
            return None
        slot = self._plain.get(target)
        if slot is None:
            slot = self._aliases.chosen(target, language)
            if slot is None:
                return self.beyond(target, language, coding)
        kept = slot.codings.get(coding)
        if kept is None or not (slot.until is None or slot.holds(now)):
            return None
        slot.hits += 1
        self.hits += 1
        return kept

    def look(self, key: str, now: float) -> Slot | None:
        """The slot under a key, if it holds. Raises StoreError."""
        self.catch_up()
        slot = self.at(key)
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

    def at(self, key: str) -> Slot | None:
        """The slot under a key, as it was last seen to hold."""
        return self._slots.get(key) or self._nothing.get(key)

    @property
    def seq(self) -> int:
        """The last change that was followed."""
        return self._moves.seq

    def stands(self, snapshot: Snapshot, head: Head, since: int) -> bool:
        """Is what was made of a view that stood at `head` true for whoever asked when the change `since` was the last one? Raises StoreError."""
        self.catch_up()
        with self._lock:
            if not snapshot.tags or head.epoch != self._moves.epoch:
                return False
            return head.seq >= since or self._moves.none_since(snapshot.tags, head)

    def admit(
        self, key: str, snapshot: Snapshot, head: Head, now: float, maker: Maker | None = None
    ) -> Slot | None:
        """Keep a snapshot whose read stood at `head`, unless one of its tags has moved since, or the store was restored.

        With `maker`, it is made again when it was touched while it is much asked for.
        """
        missing = snapshot.status in _MISSING
        queues = self._nothing if missing else self._slots
        slot = Slot(key, snapshot, head.seq, now, maker=maker, until=now + _BRIEF if missing else None)
        with self._lock:
            if self._moves.epoch is None:  # the first of all
                self._forget_all(head)
            if not self._moves.none_since(slot.tags, head) or slot.weight > queues.budget:
                return None
            former = self.at(key)
            if former is not None:
                self._drop(former)
            self._tagged.add(slot)
            self._evicted(queues.put(slot))
            self._tagged.forget(_FORGOTTEN)
        return slot

    def renew(self, slot: Slot, made: Mapping[str, Snapshot], head: Head, now: float) -> bool:
        """Let a slot hold what was made of a view that stood at `head`; False where it was dropped, or depends on what it did not before and that
        was touched since.

        All else that was touched since, was by writes that have not been answered: of others, the slot would have been dropped. So it goes on fading.
        """
        plain = made[IDENTITY]
        with self._lock:
            if not slot.codings or plain.status in _MISSING or slot.seq > head.seq:
                return False
            if not self._moves.none_since(plain.tags - slot.tags, head):
                return False
            current = self._moves.none_since(plain.tags, head)
            former = slot.tags
            weight = slot.renew(made, head.seq, now, current=current)
            if current:
                self._fading.pop(slot.key, None)
            self._tagged.retag(slot, former)
            self._evicted(self._slots.grow(slot, weight - slot.weight))
            self.renewals += 1
        return True

    def add(self, slot: Slot, coding: str, snapshot: Snapshot) -> None:
        """Keep the answer of a slot in another coding."""
        with self._lock:
            plain = slot.codings.get(IDENTITY)
            if plain is None or coding in slot.codings:
                return
            same = snapshot is plain.snapshot
            slot.codings[coding] = plain if same else Kept(snapshot)
            self._evicted(self._of(slot).grow(slot, 0 if same else snapshot.weight))

    def alias(self, slot: Slot, target: bytes, locale: Locale | None) -> None:
        """Let a target lead to a slot; with a locale where Accept-Language chose it, else whatever that says."""
        with self._lock:
            weight = self._aliases.add(slot, target, locale)
            if weight:
                self._evicted(self._of(slot).grow(slot, weight))

    def _follow(self, reading: Reading) -> list[Again]:
        """Drop what was touched. Returns what of it was much asked for."""
        head = reading.head()
        again: list[Again] = []
        moves = self._moves
        if head.epoch != moves.epoch or head.seq - moves.seq > _FAR:
            with self._lock:
                self._forget_all(head)
        redactions = reading.redactions.last() if moves.seq < head.seq else self._redactions
        hard, self._redactions = redactions != self._redactions, redactions
        while moves.seq < head.seq:
            try:
                changes = reading.changes(moves.seq, limit=_PAGE, silent=True)
            except StoreCorrupt as error:
                LOGGER.error("all answers are made again: %s", error)  # noqa: TRY400 - the place says more than a trace
                with self._lock:
                    self._forget_all(head)
                break
            with self._lock:
                for change in changes:
                    # What was taken back is never shown again; what only became another may be, until its write is answered.
                    soft = change.op == "upsert" and not (change.silent or hard)
                    self._touched(change, again, soft=soft and self._store.unanswered(change.seq))
                moves.reached(changes[-1].seq if changes else head.seq)
        return again

    def _touched(self, change: Change, again: list[Again], *, soft: bool) -> None:
        tags = (*change.tags, NOTHING)
        self._moves.note(tags, change.seq)
        for slot in self._tagged.touched(tags):
            if slot.seq >= change.seq:
                continue
            hot = slot.hot()
            if soft and (hot or slot.fading):
                slot.fading = True
                self._fading[slot.key] = slot
                continue
            if hot:
                again.append(Again.of(slot))
            self._drop(slot)

    def _still(self) -> list[Slot]:
        """What shows how it was before writes that have not been answered, what is asked for most first."""
        with self._lock:
            return sorted(self._fading.values(), key=Slot.heat, reverse=True)

    def _fade(self, slots: Sequence[Slot]) -> None:
        """Drop those that are still fading."""
        with self._lock:
            left = [each for each in slots if each.fading and each.codings]
            again = [Again.of(each) for each in left]
            for each in left:
                self._drop(each)
        self._renewal.later(again)

    def _of(self, slot: Slot) -> Queues:
        """The queues that a slot is in."""
        return self._nothing if self._nothing.get(slot.key) is slot else self._slots

    def _drop(self, slot: Slot) -> None:
        if slot.codings:
            self._of(slot).remove(slot)
            self._vanished(slot)

    def _evicted(self, slots: Sequence[Slot]) -> None:
        for slot in slots:
            self.evictions += 1
            self._vanished(slot)

    def _vanished(self, slot: Slot) -> None:
        """It is in no queue any more."""
        slot.codings = {}
        self._fading.pop(slot.key, None)
        self._aliases.drop(slot)
        self._tagged.dropped(slot)

    def _forget_all(self, head: Head) -> None:
        for slot in (*self._slots, *self._nothing):
            slot.codings = {}
        self._slots.clear()
        self._nothing.clear()
        self._fading.clear()
        self._tagged.clear()
        self._aliases.clear()
        self._moves.begin(head)
