"""The worker: what has to happen without anybody asking for it. Runs inside `serve`, and alone as `nordkalott worker`.

One process at a time works, by a lease in the store; the others look on. That only saves work: what must not be done twice makes
sure of it in its own transaction. Wall time is read again before every step, and no wait is longer than PERIOD, so that a clock that
is put forward, or a plan that another process makes, is noticed at once.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol

from content.ports import Clock, Store

LOGGER: Final = logging.getLogger("nordkalott.worker")
PERIOD: Final = 0.25
"""Seconds between two looks."""
LEASE: Final = datetime.timedelta(seconds=5)
LINGER: Final = 0.5
"""Seconds for which the lease is kept with nothing to do: to take it and give it back is a commit each, of which publishers wait for some."""
NAME: Final = "worker"
"""Of the lease; a second worker has one of its own."""
_SHORTEST: Final = 0.005
_PATIENCE: Final = 60.0
"""Seconds that a piece of work under way may take to end when we are to stop."""


class Task(Protocol):
    """One sort of background work. Called from the worker's thread only; what it raises is logged, and tried again after a while."""

    @property
    def name(self) -> str:
        """What it is called in the log."""
        ...

    def due(self) -> float | None:
        """Seconds until there is something to do: 0 for now, None where nothing is in sight. Asked often: it must be quick."""
        ...

    def run(self) -> None:
        """Do one piece of what is due now, and return: whatever is left is asked for again at once."""
        ...


class Backoff:
    """How long to let something rest that went wrong: 1 second, doubled each time, at most a minute. By a clock that nobody sets."""

    def __init__(self) -> None:
        self._failed: dict[object, tuple[int, float]] = {}

    def wait(self, what: object) -> float:
        """Seconds until it may be tried again; 0 for now."""
        _, until = self._failed.get(what, (0, 0.0))
        return max(until - time.monotonic(), 0.0)

    def failed(self, what: object) -> float:
        """Note that it went wrong; seconds until the next try."""
        times, _ = self._failed.get(what, (0, 0.0))
        pause = float(min(2**times, 60))
        self._failed[what] = (min(times + 1, 10), time.monotonic() + pause)
        return pause

    def worked(self, what: object) -> None:
        """Note that it went well."""
        self._failed.pop(what, None)


class Worker:
    """Runs tasks, until told to stop. `holder` names this process, and no other; `name` is that of its lease, and of its thread.

    `period` is the longest time between two looks, in seconds. `ending` is called when it ends, while the lease is still held.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tasks: Sequence[Task],
        holder: str,
        *,
        name: str = NAME,
        period: float = PERIOD,
        ending: Callable[[], None] | None = None,
    ) -> None:
        self.name = name
        self._period = period
        self._ending = ending
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._holder = holder
        self._backoff = Backoff()
        self._renewed: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set. Nothing that goes wrong ends it."""
        pause, worked = 0.0, time.monotonic()
        while not stop.wait(pause):
            pause = min((self._turn(task) for task in self._tasks), default=self._period)
            if pause <= 0:
                worked = time.monotonic()
            elif time.monotonic() - worked > LINGER:
                self._release()
        if self._ending is not None:
            try:
                self._ending()
            except Exception:
                LOGGER.exception("what the %s was at could not be ended; it is done again", self.name)
        self._release()

    def _turn(self, task: Task) -> float:
        """Do what is due of a task, one piece; seconds until the next look at it."""
        resting = self._backoff.wait(task.name)
        if resting:
            return min(resting, self._period)
        try:
            wait = task.due()
            if wait is None or wait > 0:
                return min(max(wait or self._period, _SHORTEST), self._period)
            if not self._hold():
                return self._period
            task.run()
        except Exception:
            LOGGER.exception(
                "%s went wrong; it is tried again in %g s", task.name, self._backoff.failed(task.name)
            )
            return self._period
        self._backoff.worked(task.name)
        return 0.0

    def _hold(self) -> bool:
        """Have the lease: taken, or renewed before it ends."""
        asked = time.monotonic()
        if self._renewed is None or asked - self._renewed > LEASE.total_seconds() / 2:
            now = self._clock()
            held = self._store.write(lambda writing: writing.leases.hold(self.name, self._holder, now, LEASE))
            self._renewed = asked if held else None
        return self._renewed is not None

    def _release(self) -> None:
        """Let others work. Where that fails, the lease ends by itself."""
        if self._renewed is None:
            return
        self._renewed = None
        try:
            self._store.write(lambda writing: writing.leases.release(self.name, self._holder))
        except Exception:
            LOGGER.exception("the lease could not be given back; it ends by itself")


@contextmanager
def running(*workers: Worker) -> Iterator[None]:
    """Work, each in a thread of its own, as long as the context lasts; a piece of work that has begun is finished first."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=each.run, args=(stop,), name=f"nordkalott-{each.name}", daemon=True)
        for each in workers
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        until = time.monotonic() + _PATIENCE
        for thread in threads:
            thread.join(max(until - time.monotonic(), 0.0))
            if thread.is_alive():
                LOGGER.error("%s does not end; what it was doing is done again by the next one", thread.name)
