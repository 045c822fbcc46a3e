"""What stays where not everything can: S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache eviction",
SOSP 2023), by bytes.

What comes for the first time waits in a small queue, a tenth of the budget. Who is not asked for again there is let go, and only its name
is remembered for a while: whoever reads everything once, a crawler, turns over the small queue alone. What was asked for twice there, or
comes again while its name is remembered, goes into the main queue; there each use is another chance. A use is a count and moves nothing,
so that finding something needs no lock.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Final

from service.snapshots.slots import Slot

_SMALL: Final = 10
"""The small queue is one of so many parts of the budget."""
_USES: Final = 2
"""Uses in the small queue that let in to the main one: one is what HEAD before GET makes."""
_CHANCES: Final = 3
"""The most that uses in the main queue count for."""
_LOOKS: Final = 64
"""Chances that one newcomer may use up of others; then it is the newcomers that go."""
_PER_NAME: Final = 8192
"""One name is remembered for so many bytes of the budget: 1 % of it at 80 bytes each."""


class Queues:
    """Slots by key, within a budget of bytes. Only `get` may be called while another thread is in here."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._small: OrderedDict[str, Slot] = OrderedDict()
        self._main: OrderedDict[str, Slot] = OrderedDict()
        self._names: OrderedDict[int, None] = OrderedDict()
        self._weight_of_small = 0
        self.weight = 0

    def __len__(self) -> int:
        return len(self._small) + len(self._main)

    def __iter__(self) -> Iterator[Slot]:
        yield from self._small.values()
        yield from self._main.values()

    def get(self, key: str) -> Slot | None:
        """The slot under a key."""
        return self._main.get(key) or self._small.get(key)

    def put(self, slot: Slot) -> list[Slot]:
        """Take in a slot whose key is not here. Returns those that had to go for it."""
        slot.seen = slot.hits
        if hash(slot.key) in self._names:
            del self._names[hash(slot.key)]
            self._main[slot.key] = slot
        else:
            self._small[slot.key] = slot
            self._weight_of_small += slot.weight
        self.weight += slot.weight
        return self._evicted()

    def grow(self, slot: Slot, weight: int) -> list[Slot]:
        """A slot that is here became heavier. Returns those that had to go for it."""
        slot.weight += weight
        self.weight += weight
        if slot.key in self._small:
            self._weight_of_small += weight
        return self._evicted()

    def remove(self, slot: Slot) -> None:
        """Let go of a slot that is here. Where it was worth its place, what comes under its key next has it."""
        if self._main.pop(slot.key, None) is not None:
            self._remember(slot)
        else:
            del self._small[slot.key]
            self._weight_of_small -= slot.weight
        self.weight -= slot.weight

    def clear(self) -> None:
        """Let go of all."""
        self._small.clear()
        self._main.clear()
        self._names.clear()
        self._weight_of_small = self.weight = 0

    def _evicted(self) -> list[Slot]:
        gone: list[Slot] = []
        looks = 0
        while self.weight > self.budget:
            crowded = self._weight_of_small * _SMALL > self.budget or looks > _LOOKS
            if self._small and (crowded or not self._main):
                _, slot = self._small.popitem(last=False)
                self._weight_of_small -= slot.weight
                if slot.hits - slot.seen >= _USES and looks <= _LOOKS:
                    slot.seen = slot.hits
                    self._main[slot.key] = slot
                    continue
                self._remember(slot)
            else:
                key, slot = self._main.popitem(last=False)
                if slot.hits > slot.seen and looks <= _LOOKS:
                    looks += 1
                    slot.seen = max(slot.seen + 1, slot.hits - _CHANCES + 1)
                    self._main[key] = slot
                    continue
            self.weight -= slot.weight
            gone.append(slot)
        return gone

    def _remember(self, slot: Slot) -> None:
        self._names[hash(slot.key)] = None
        while len(self._names) > self.budget // _PER_NAME:
            self._names.popitem(last=False)
