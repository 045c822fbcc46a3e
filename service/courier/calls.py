"""Calls at once, in an event loop of their own thread: what is slow there stops nobody here."""

from __future__ import annotations

import asyncio
import queue
import ssl
import threading
import time
from typing import Final

from msgspec import Struct

from content.delivery import Delivery
from service.courier.messenger import Message
from service.courier.schedule import Outcome
from service.outbound import Guard, Poster
from service.outbound.posting import DEADLINE

_PATIENCE: Final = 30.0


class Done(Struct, frozen=True, kw_only=True):
    """A call that has ended, and how many seconds it took."""

    delivery: Delivery
    message: Message
    outcome: Outcome
    seconds: float


class Calls:
    """The loop, its thread and its transport are made at the first call. Used from one thread."""

    def __init__(
        self,
        guard: Guard,
        *,
        connections: int,
        verify: ssl.SSLContext | bool = True,
        deadline: float = DEADLINE,
    ) -> None:
        self._guard = guard
        self._connections = connections
        self._verify = verify
        self._deadline = deadline
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poster: Poster | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, delivery: Delivery, url: str, message: Message) -> None:
        """Call. How it ended comes out of `ended`."""
        self._running().call_soon_threadsafe(self._start, delivery, url, message)

    def ended(self, seconds: float) -> list[Done]:
        """The calls that have ended; waits so long for the first, and takes along what comes at nearly the same time."""
        found = []
        try:
            found.append(self._done.get(timeout=seconds) if seconds else self._done.get_nowait())
            until = time.monotonic() + min(seconds, _TOGETHER)
            while True:
                left = until - time.monotonic()
                found.append(self._done.get(timeout=left) if left > 0 else self._done.get_nowait())
        except queue.Empty:
            return found

    def close(self) -> None:
        """Let the calls under way end, and then the loop. What has ended can still be asked for."""
        if self._thread is None or self._loop is None:
            return
        loop, thread = self._loop, self._thread
        asyncio.run_coroutine_threadsafe(self._finish(), loop).result(_PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)
        loop.close()
        self._thread = self._loop = self._poster = None

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._poster = Poster(
                self._guard, connections=self._connections, verify=self._verify, deadline=self._deadline
            )
            self._thread = threading.Thread(
                target=self._loop.run_forever, name="nordkalott-calls", daemon=True
            )
            self._thread.start()
        return self._loop

    def _start(self, delivery: Delivery, url: str, message: Message) -> None:
        task = asyncio.get_running_loop().create_task(self._call(delivery, url, message))
        self._tasks.add(task)  # the loop itself keeps no hold of it
        task.add_done_callback(self._tasks.discard)

    async def _call(self, delivery: Delivery, url: str, message: Message) -> None:
        began = time.monotonic()
        outcome = Outcome(error="it could not be sent: the log of the service says why")
        try:
            if self._poster is not None:
                posted = await self._poster.post(url, message.headers, message.body)
                outcome = Outcome(status=posted.status, error=posted.error, retry_after=posted.retry_after)
        finally:
            self._done.put(
                Done(delivery=delivery, message=message, outcome=outcome, seconds=time.monotonic() - began)
            )

    async def _finish(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))
        if self._poster is not None:
            await self._poster.__aexit__()


_TOGETHER: Final = 0.005
