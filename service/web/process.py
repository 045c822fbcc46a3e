"""What a process knows of itself, for its metrics."""

from __future__ import annotations

import datetime
import threading
import time
from typing import Final

from content import accessibility
from content.ports import Reading
from content.ports.recheck import Tally
from service.metrics import Requests
from service.snapshots import Snapshots

_FRESH: Final = 60.0


class Process:
    """The requests that it has answered, its snapshots, and a count of everything that is live, made once a minute at most."""

    def __init__(self, snapshots: Snapshots) -> None:
        self.snapshots: Final = snapshots
        self.requests: Final = Requests()
        self._lock = threading.Lock()
        self._counted: tuple[float, Tally] | None = None

    def tally(self, reading: Reading, now: datetime.datetime) -> Tally:
        """How it stands with everything that is live."""
        with self._lock:
            if self._counted is None or time.monotonic() - self._counted[0] > _FRESH:
                self._counted = (time.monotonic(), reading.recheck.tally(accessibility.RULESET, now))
            return self._counted[1]
