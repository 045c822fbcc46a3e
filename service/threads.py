"""Threads that wait for the store, so that the event loop does not.

Why not anyio's: it wakes the loop for each answer, and goes through a scope, a limiter and two copied contexts for each question. A
question that no snapshot answers takes the store a tenth of a millisecond, and all of that took longer. Here what has been
answered is brought to the loop together, and a thread that is free takes the next question without being woken.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

T = TypeVar("T")

_MOST: Final = 32
"""Threads at once: as many slow questions may wait for a disk."""
_IDLE: Final = 5.0
"""Seconds after which a thread with nothing to do ends."""


class Threads:
    """At most so many threads, started by need; any event loop may ask them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._waiting: SimpleQueue[tuple[_Letters, asyncio.Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._lock = threading.Lock()
        self._running = 0
        self._asked = 0
        self._letters: _Letters | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns, or raises, in a thread. It goes on to its end there, even where nobody waits for it any more."""
        loop = asyncio.get_running_loop()
        letters = self._letters
        if letters is None or letters.loop is not loop:
            letters = self._letters = _Letters(loop)
        future: asyncio.Future[T] = loop.create_future()
        with self._lock:
            self._asked += 1
            more = self._running < min(self._asked, self._most)
            self._running += more
        self._waiting.put((letters, future, work))
        if more:
            threading.Thread(target=self._serve, name="nordkalott-store", daemon=True).start()
        return await future

    def _serve(self) -> None:
        while True:
            try:
                letters, future, work = self._waiting.get(timeout=_IDLE)
            except Empty:
                with self._lock:
                    # Whoever asks counts first and puts then: what was counted is waited for.
                    if self._running > self._asked:
                        self._running -= 1
                        return
                continue
            result, error = None, None
            try:
                result = work()
            except BaseException as raised:  # noqa: BLE001 - raised again where it is awaited
                error = raised
            with self._lock:
                self._asked -= 1
            letters.post(future, result, error)
            del letters, future, work, result, error


class _Letters:
    """What is to be brought to one loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._posted: deque[tuple[asyncio.Future[Any], Any, BaseException | None]] = deque()
        self._called = False

    def post(self, future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
        """From a thread. The loop is called once for all that comes before it looks."""
        self._posted.append((future, result, error))
        if not self._called:
            self._called = True
            try:
                self.loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:  # the loop has ended, and nobody waits
                self._posted.clear()

    def _deliver(self) -> None:
        # Before what is there is taken: who posts after that calls again.
        self._called = False
        while self._posted:
            future, result, error = self._posted.popleft()
            if future.done():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
