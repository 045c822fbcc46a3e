"""The task that drops what has been kept for long enough: from the journal, and from the security log."""

from __future__ import annotations

import datetime
import logging
import time
from typing import Final

from content.commands import Commands, PruneJournal
from content.ports import Clock, Store
from service.watch import MOST_KEPT

LOGGER: Final = logging.getLogger("nordkalott.retention")
WHO: Final = "retention@nordkalott"
"""Who the journal says did it."""
FIRST: Final = 60.0
"""Seconds after the start: not while everybody waits for the service."""
PERIOD: Final = 24 * 3600.0


class Retention:
    """A `Task`: once a day. `journal_days` is 0 where the journal is kept for ever."""

    name = "the retention"

    def __init__(
        self, store: Store, commands: Commands, clock: Clock, *, journal_days: int, security_days: int
    ) -> None:
        self._store = store
        self._commands = commands
        self._clock = clock
        self._journal_days = journal_days
        self._security_days = security_days
        self._next = time.monotonic() + FIRST

    def due(self) -> float | None:
        """Seconds until the next day's turn, by a clock that nobody sets."""
        return max(self._next - time.monotonic(), 0.0)

    def run(self) -> None:
        """Drop what is too old; nothing is written where nothing is."""
        now = self._clock()
        attempts = self._forget(now - datetime.timedelta(days=self._security_days))
        entries = 0
        if self._journal_days:
            before = now - datetime.timedelta(days=self._journal_days)
            entries = self._commands.prune_journal(PruneJournal(before=before, actor=WHO, via="worker"))
        self._next = time.monotonic() + PERIOD
        if attempts or entries:
            LOGGER.info(
                "dropped %d old entries of the journal and %d lines of the security log", entries, attempts
            )

    def _forget(self, before: datetime.datetime) -> int:
        with self._store.read() as reading:
            oldest = reading.security.attempts(limit=1)
        if not oldest or oldest[0].minute >= before:
            return 0
        return self._store.write(lambda writing: writing.security.forget(before, MOST_KEPT))
