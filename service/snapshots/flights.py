"""What is being made: whoever asks for the same waits for it, and not for ever.

Nobody waits in a thread: those who make have one each, so that all threads may be taken and none waits for another.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import Final

from msgspec import Struct

from content.ports import Head
from service.snapshots.slots import Slot
from service.snapshots.snapshot import Snapshot

PATIENCE: Final = 2.0
"""Seconds after which who waits begins anew: with another who makes it, or as that one."""


class Made(Struct, frozen=True):
    """What somebody made, of which view, and where it is kept if it is."""

    snapshot: Snapshot
    head: Head
    slot: Slot | None


Flight = Future[Made | None]
"""None where its making failed."""


class Flights:
    """One flight for each key that is being made. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, Flight] = {}

    def join(self, key: str) -> tuple[Flight, bool]:
        """The flight of a key, and whether the caller is to make it: then `land` must follow."""
        with self._lock:
            flight = self._under_way.get(key)
            if flight is not None:
                return flight, False
            flight = self._under_way[key] = Future()
            return flight, True

    def land(self, key: str, flight: Flight, made: Made | None) -> None:
        """It is made, or has failed."""
        self._leave(key, flight)
        flight.set_result(made)

    async def waited(self, key: str, flight: Flight) -> Made | None:
        """What came of it; None where it failed or takes too long: then the next one makes it anew."""
        try:
            # Who leaves must not take it from the others: a future that is wrapped is cancelled with its wrapper.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(flight)), PATIENCE)
        except TimeoutError:
            self._leave(key, flight)
            return None

    def _leave(self, key: str, flight: Flight) -> None:
        with self._lock:
            if self._under_way.get(key) is flight:
                del self._under_way[key]
