"""How far the change log was followed, and which tags it moved last when. On its own it has no lock: that of whoever follows is held."""

from __future__ import annotations

from collections.abc import Collection

from content.ports import Head


class Moves:
    """Up to `seq` of the log `epoch`. `epoch` is None before anything was followed. So many tags are `remembered`."""

    def __init__(self, remembered: int) -> None:
        self._remembered = remembered
        self.epoch: str | None = None
        self.seq = -1
        self._last: dict[str, int] = {}
        self._floor = 0

    def note(self, tags: Collection[str], seq: int) -> None:
        """A change moved these."""
        for tag in tags:
            self._last[tag] = seq

    def reached(self, seq: int) -> None:
        """All up to this change was noted."""
        self.seq = seq
        if len(self._last) > self._remembered:  # tags that moved long ago no longer matter to reads under way
            self._floor = seq
            self._last.clear()

    def begin(self, head: Head) -> None:
        """Know nothing of what was before."""
        self._last.clear()
        self.epoch, self.seq, self._floor = head.epoch, head.seq, head.seq

    def none_since(self, tags: Collection[str], head: Head) -> bool:
        """Has none of the tags moved after a view that stood at `head`, as far as the log was followed?"""
        return (
            head.epoch == self.epoch
            and head.seq >= self._floor
            and not any(self._last.get(tag, -1) > head.seq for tag in tags)
        )
