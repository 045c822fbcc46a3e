"""The board: what the processes of one server tell each other, in memory that they share. Made before the first fork.

Each child has a slot that no other writes to, so that there are no locks, and nothing to mend where one is killed while it writes: what
it tells lies in one of two areas by turns, with a sum that says whether it is whole. The slot outlives its child: the next one in it
goes on from there.
"""

from __future__ import annotations

import mmap
import zlib
from typing import Final

AREA: Final = 32 * 1024
"""Bytes that a child may tell."""
_CELL: Final = 8
_HEADER: Final = 64
_SUM: Final = 8
_STATE, _OPEN, _BEAT, _STARTS, _TURN = range(5)
_SERVING: Final = 1
_SLOT: Final = _HEADER + 2 * AREA


class Board:
    """So many slots. What each holds is written by its child, and by the parent while it has none."""

    def __init__(self, slots: int) -> None:
        self.slots: Final = slots
        self._memory = mmap.mmap(-1, slots * _SLOT)
        self._cells = memoryview(self._memory).cast("q")

    def begun(self, slot: int) -> None:
        """A child is about to begin in it."""
        self._cells[self._at(slot, _STARTS)] += 1
        self.ended(slot)

    def ended(self, slot: int) -> None:
        """It has no child any more that serves."""
        self._cells[self._at(slot, _STATE)] = 0
        self._cells[self._at(slot, _OPEN)] = 0

    def serve(self, slot: int) -> None:
        """Its child is ready."""
        self._cells[self._at(slot, _STATE)] = _SERVING

    def serves(self, slot: int) -> bool:
        """Has it a child that is ready?"""
        return self._cells[self._at(slot, _STATE)] == _SERVING

    def starts(self, slot: int) -> int:
        """How many children have begun in it."""
        return self._cells[self._at(slot, _STARTS)]

    def note(self, slot: int, opened: int, at: int) -> None:
        """How many connections its child has, at a moment in nanoseconds of the clock that nobody sets."""
        self._cells[self._at(slot, _OPEN)] = opened
        self._cells[self._at(slot, _BEAT)] = at

    def noted(self, slot: int) -> tuple[int, int]:
        """What was noted last: connections, moment."""
        return self._cells[self._at(slot, _OPEN)], self._cells[self._at(slot, _BEAT)]

    def tell(self, slot: int, told: bytes) -> None:
        """Put this in the place of what it told before. Raises ValueError where it is more than an area holds."""
        if len(told) > AREA - _SUM:
            message = f"{len(told)} bytes are more than a slot of the board holds"
            raise ValueError(message)
        turn = 1 - self._cells[self._at(slot, _TURN)]
        start = slot * _SLOT + _HEADER + turn * AREA
        framed = len(told).to_bytes(4, "little") + told
        self._memory[start : start + 4 + len(framed)] = zlib.crc32(framed).to_bytes(4, "little") + framed
        self._cells[self._at(slot, _TURN)] = turn

    def told(self, slot: int) -> bytes:
        """What it told last; b"" for nothing."""
        turn = self._cells[self._at(slot, _TURN)]
        for area in (turn, 1 - turn):
            start = slot * _SLOT + _HEADER + area * AREA
            held = self._memory[start : start + AREA]
            end = _SUM + int.from_bytes(held[4:_SUM], "little")
            if end <= AREA and zlib.crc32(held[4:end]) == int.from_bytes(held[:4], "little"):
                return held[_SUM:end]
        return b""

    def _at(self, slot: int, cell: int) -> int:
        if not 0 <= slot < self.slots:
            raise IndexError(slot)
        return slot * _SLOT // _CELL + cell
