"""Lanes: how many requests of authors are worked on at a time, and how many may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from content.errors import TooMany

T = TypeVar("T")
_SOON: Final = 5


class Lanes:
    """Some threads. Used from the event loop alone, which is why it can count without a lock."""

    def __init__(self, lanes: int, name: str, *, most: int = 0) -> None:
        """`most` requests may be in the lanes and wait for them together; 0 means any number."""
        self._threads = ThreadPoolExecutor(lanes, name)
        self._most = most
        self._inside = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives, done in a lane. Raises TooMany where too many wait already."""
        if self._most and self._inside >= self._most:
            raise TooMany(f"Too many wait for this already. Try again in {_SOON} s.", _SOON)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1
