"""Which slots depend on which tag."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from service.snapshots.slots import Slot

NOTHING: Final = "nothing"
"""A tag that every change touches: of what says that there is nothing, which may be there after any of them."""


class Tagged:
    """Slots by their tags. What is dropped is forgotten a little later, a few at a time: a tag may be that of thousands, each with
    hundreds of others, and who drops them is in a hurry. Not for use by two threads at once.
    """

    def __init__(self) -> None:
        self._by_tag: dict[str, set[Slot]] = {}
        self._dropped: deque[Slot] = deque()

    def add(self, slot: Slot) -> None:
        """Find it by its tags from now on."""
        for tag in slot.tags:
            self._by_tag.setdefault(tag, set()).add(slot)

    def touched(self, tags: Iterable[str]) -> set[Slot]:
        """Those that depend on one of these tags, and are not dropped."""
        found: set[Slot] = set()
        for tag in tags:
            found.update(each for each in self._by_tag.get(tag, ()) if each.codings)
        return found

    def retag(self, slot: Slot, former: frozenset[str]) -> None:
        """It has other tags than these now."""
        for tag in former - slot.tags:
            self._forget(slot, tag)
        for tag in slot.tags - former:
            self._by_tag.setdefault(tag, set()).add(slot)

    def dropped(self, slot: Slot) -> None:
        """It is to be forgotten."""
        self._dropped.append(slot)

    def forget(self, number: int) -> None:
        """Forget that many of those that were dropped."""
        for _ in range(min(number, len(self._dropped))):
            slot = self._dropped.popleft()
            for tag in slot.tags:
                self._forget(slot, tag)

    def clear(self) -> None:
        """Forget all."""
        self._by_tag.clear()
        self._dropped.clear()

    def _forget(self, slot: Slot, tag: str) -> None:
        holders = self._by_tag[tag]
        holders.discard(slot)
        if not holders:
            del self._by_tag[tag]
