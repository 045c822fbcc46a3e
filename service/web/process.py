"""What a process knows of itself, for its metrics; and of those that answer beside it, where there are any."""

from __future__ import annotations

import datetime
import threading
import time
from typing import Final

from content import accessibility
from content.ports import Reading
from content.ports.recheck import Tally
from service.metrics import Metric, Requests, counter, gauge
from service.minder.place import Place
from service.snapshots import Snapshots
from service.web.entries import Entries

_FRESH: Final = 60.0


class Process:
    """The requests that it has answered, its snapshots, the entries that feeds are made of, and a count of everything that is live, made once a minute at most.

    `place` is among those that answer beside it; None where it is alone.
    """

    def __init__(self, snapshots: Snapshots, entries: Entries, place: Place | None = None) -> None:
        self.snapshots: Final = snapshots
        self.entries: Final = entries
        self.requests: Final = Requests()
        self.left_out = 0
        self._place = place
        self._lock = threading.Lock()
        self._counted: tuple[float, Tally] | None = None
        if place:
            place.counts(self.counts)

    def tally(self, reading: Reading, now: datetime.datetime) -> Tally:
        """How it stands with everything that is live."""
        with self._lock:
            if self._counted is None or time.monotonic() - self._counted[0] > _FRESH:
                self._counted = (time.monotonic(), reading.recheck.tally(accessibility.RULESET, now))
            return self._counted[1]

    def counts(self) -> tuple[Metric, ...]:
        """What it has done."""
        kept = self.snapshots
        return (
            gauge(
                "snapshot_bytes",
                "Memory that finished answers take, and what feeds are made of.",
                (kept.weight + self.entries.weight, {}),
            ),
            counter(
                "snapshot_lookups_total",
                "Whether an answer was there.",
                (kept.hits, {"found": "yes"}),
                (kept.misses, {"found": "no"}),
            ),
            counter("snapshot_evictions_total", "Answers that had to go for others.", (kept.evictions, {})),
            counter(
                "snapshot_renewals_total", "Answers made again before somebody asked.", (kept.renewals, {})
            ),
            counter(
                "snapshot_waits_total", "Requests that waited for what another one made.", (kept.waits, {})
            ),
            counter(
                "requests_total",
                "Requests that were answered.",
                *((count, {"status": str(status)}) for status, count in self.requests.by_status().items()),
            ),
            counter(
                "damaged_rows_total",
                "What is damaged in the store, each time that it was left out of an answer.",
                (self.left_out, {}),
            ),
            cpu(),
        )

    def total(self) -> tuple[Metric, ...]:
        """What it and those beside it have done."""
        return self._place.total() if self._place else self.counts()


def cpu() -> Metric:
    """The time of a processor that a process has taken."""
    return counter("cpu_seconds_total", "CPU time.", (time.process_time(), {}))
