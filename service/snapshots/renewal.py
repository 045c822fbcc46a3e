"""What is much asked for is made again when it was touched, before somebody asks and has to wait for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from content.errors import StoreError
from content.ports import Reading, Store
from service.snapshots.flights import Made
from service.snapshots.slots import IDENTITY, Maker, Slot

if TYPE_CHECKING:
    from service.snapshots.shelf import Snapshots

LOGGER: Final = logging.getLogger("nordkalott.snapshots")
LONGEST: Final = 0.25
"""Seconds after which nothing more is begun: a write is held up by this, and those who publish at once have one turn each."""
MOST: Final = 32
"""Slots that are made again for one write."""
_WAITING: Final = 256
"""Those that wait for the thread; more are made when somebody asks."""
_IDLE: Final = 5.0
"""Seconds after which a thread with nothing to do ends."""


class Again(Struct, frozen=True):
    """A slot that was dropped, as far as it is to be there again."""

    key: str
    maker: Maker
    codings: tuple[str, ...]
    aliases: tuple[tuple[bytes, str | None], ...]
    warmth: float

    @classmethod
    def of(cls, slot: Slot) -> Again:
        """Of a slot that has a maker, and is about to be dropped."""
        if slot.maker is None:
            message = "Nobody makes this again."
            raise ValueError(message)
        return cls(slot.key, slot.maker, tuple(slot.codings), slot.aliases, slot.heat())


class Renewal:
    """Makes slots of one process again: in the thread of a write before it is answered, and all others in a thread of its own."""

    def __init__(self, snapshots: Snapshots, store: Store) -> None:
        self._snapshots = snapshots
        self._store = store
        self._turn = threading.Lock()
        self._changed = threading.Condition()
        self._waiting: dict[str, Again] = {}
        self._running = False

    def now(self, slots: Sequence[Slot], seq: int) -> None:
        """Make these again, the first ones first, as long as there is time and nobody else has made them of a view that stood at `seq` or later.
        Raises StoreError.
        """
        end = time.monotonic() + LONGEST
        if not slots or not self._turn.acquire(timeout=LONGEST):
            return
        try:
            for slot in slots[:MOST]:
                if not slot.maker or not slot.fading or slot.seq >= seq:
                    continue
                with self._store.read() as reading:
                    head = reading.head()
                    made = slot.maker(reading, tuple(slot.codings))
                self._snapshots.renew(slot, made, head, time.time())
                if time.monotonic() > end:
                    return
        finally:
            self._turn.release()

    def later(self, again: Iterable[Again]) -> None:
        """Make these again soon."""
        with self._changed:
            for each in again:
                if len(self._waiting) < _WAITING:
                    self._waiting[each.key] = each
            if not self._waiting:
                return
            if self._running:
                self._changed.notify()
                return
            self._running = True
        threading.Thread(target=self._run, name="nordkalott-renewal", daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._changed.wait(_IDLE)
                if not self._waiting:
                    self._running = False
                    return
                each = self._waiting.pop(max(self._waiting, key=lambda key: self._waiting[key].warmth))
            try:
                self._make(each)
            except StoreError:  # whoever asks next finds out, and is told
                LOGGER.debug("%s was not made again", each.key)
            except Exception:
                LOGGER.exception("%s was not made again", each.key)

    def _make(self, each: Again) -> None:
        snapshots = self._snapshots
        snapshots.catch_up()
        flight, leading = snapshots.flights.join(each.key)
        if not leading:
            return
        made = None
        try:
            if snapshots.at(each.key) is None:
                with self._store.read() as reading:
                    made = self._made(each, reading)
        finally:
            snapshots.flights.land(each.key, flight, made)

    def _made(self, each: Again, reading: Reading) -> Made:
        head = reading.head()
        found = each.maker(reading, each.codings)
        plain = found[IDENTITY]
        slot = self._snapshots.admit(each.key, plain, head, time.time(), each.maker) if plain.tags else None
        if slot is not None:
            slot.warmth = each.warmth
            for coding, snapshot in found.items():
                self._snapshots.add(slot, coding, snapshot)
            for target, locale in each.aliases:
                self._snapshots.alias(slot, target, locale)
            self._snapshots.renewals += 1
        return Made(plain, head, slot)
