"""Turns of the event loop: how much of one may go into making answers.

Whoever has only to be handed what is kept waits for the turn to end. So what is made on the loop has a part of each turn, and what is beyond
that waits for another one: first come, first served, however many come.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

_MOST: Final = 0.005
"""Seconds of the processor in one turn: some forty records."""
_TOGETHER: Final = 8
"""Of those that wait, how many come in with a turn."""


class Turns:
    """Of one event loop at a time."""

    def __init__(self) -> None:
        self._spent = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def full(self) -> bool:
        """Has this turn had its part, or is somebody waiting already?"""
        return self._spent >= _MOST or bool(self._waiting)

    def spent(self, seconds: float) -> None:
        """So much of this turn went into making an answer."""
        self._look_ahead()
        self._spent += seconds

    async def wait(self) -> None:
        """Until there is room."""
        loop = self._look_ahead()
        if self.full:
            future = loop.create_future()
            self._waiting.append(future)
            await future

    def _look_ahead(self) -> asyncio.AbstractEventLoop:
        """See to it that the next turn begins with nothing spent."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            if self._loop is not None:  # it has ended, with whoever waited on it
                self._waiting.clear()
                self._spent = 0.0
            self._loop = loop
            loop.call_soon(self._next)
        return loop

    def _next(self) -> None:
        self._spent, self._loop = 0.0, None
        for _ in range(min(_TOGETHER, len(self._waiting))):
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(None)
        if self._waiting:
            self._look_ahead()
