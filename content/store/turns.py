"""Writers of several processes take turns. SQLite has no queue for its lock: who waits asks again and again, less and less often, and who
writes one transaction after another has taken it back before anybody looks.

So who waits looks every millisecond, and notes when it did in memory that the processes share (the file of the stamp); who is about to
begin another transaction leaves the lock to whoever waits, until that one has it. A process that is killed while it waits notes nothing
any more. Where there is no such memory, who waits only looks more often.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from content.store import stamp
from content.store.connection import BUSY_MS

_STEP: Final = 0.001
"""Seconds between two looks."""
_LONGEST: Final = 0.02
"""Seconds for which the lock is left to others: where processors are scarce, who waits may not be there to take it."""
_FRESH: Final = 50_000_000
"""Nanoseconds after which who has noted nothing waits no more."""


class Turns:
    """Those of one connection that writes. For one thread."""

    def __init__(self, path: Path) -> None:
        self._cells = stamp.mapped(path, read_only=False)
        self._noted = 0
        self._began = 0.0

    def wait(self, looks: int) -> bool:
        """SQLite's busy handler: the lock is another's. Whether to look again, after so many looks."""
        now = time.monotonic()
        if not looks:
            self._began = now
        if now - self._began > BUSY_MS / 1_000:
            return False
        if self._cells is not None:
            self._noted = time.monotonic_ns()
            self._cells[stamp.WAITING] = self._noted
        time.sleep(_STEP)
        return True

    def taken(self) -> None:
        """The lock is ours: others who wait note it anew."""
        if self._noted and self._cells is not None:
            self._noted = 0
            self._cells[stamp.WAITING] = 0

    def give_way(self) -> None:
        """Leave the lock to whoever waits for it."""
        until = time.monotonic() + _LONGEST
        while self._waits() and time.monotonic() < until:
            time.sleep(_STEP)

    def _waits(self) -> bool:
        # What was noted before the machine was started anew may seem to come.
        return self._cells is not None and abs(time.monotonic_ns() - self._cells[stamp.WAITING]) < _FRESH
