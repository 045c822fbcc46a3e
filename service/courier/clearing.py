"""The task that ends subscriptions whose lease is over, and drops deliveries that nobody asks about any more."""

from __future__ import annotations

import datetime
import logging
import time
from typing import Final

from content.ports import Clock, Store

LOGGER: Final = logging.getLogger("nordkalott.courier")
KEPT: Final = datetime.timedelta(days=30)
"""How long a delivery that is over is kept, for the log."""
PERIOD: Final = 60.0
BATCH: Final = 500


class Clearing:
    """A `Task`: once a minute, by a clock that nobody sets. What is sent looks at the lease itself, and does not wait for this."""

    name = "the clearing of deliveries"

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._next = time.monotonic()

    def due(self) -> float | None:
        """Seconds until the next turn."""
        return max(self._next - time.monotonic(), 0.0)

    def run(self) -> None:
        """End what is over, and drop some of what is old; nothing is written where there is nothing."""
        now = self._clock()
        with self._store.read() as reading:
            over, old = reading.subscribers.lapsed(now), reading.deliveries.forgettable(now - KEPT)
        lapsed = self._store.write(lambda writing: writing.subscribers.lapse(now)) if over else 0
        if lapsed:
            LOGGER.info("%d subscriptions have ended with their lease", lapsed)
        if old and self._store.write(lambda writing: writing.deliveries.forget(now - KEPT, BATCH)) == BATCH:
            return
        self._next = time.monotonic() + PERIOD
