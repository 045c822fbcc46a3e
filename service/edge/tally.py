"""Tally: what is yet to be told of answers on the fast path. Their lines of the access log are written many at a time, and counted then.

Nothing waits longer than DELAY; whatever goes the slow path has it told first, so lines stand in their order, and `/metrics` counts all.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Final, Protocol

from uvicorn.server import ServerState

from service.edge import access, telemetry

DELAY: Final = 0.05
"""Seconds."""
MOST: Final = 128
"""Lines. More at a time would cost no less for each, and hold up those who wait."""


class Requests(Protocol):
    """What counts the answers of a process."""

    def count(self, status: int, times: int = 1) -> None:
        """So many more."""


class Tally:
    """The answers that nobody was told of. On the loop alone."""

    def __init__(self) -> None:
        self._untold: list[access.Line] = []
        self._clock: asyncio.TimerHandle | None = None
        self._state: ServerState | None = None
        self._requests: Requests | None = None

    def told(self, state: ServerState, requests: Requests | None) -> None:
        """Whom to tell, beside the log."""
        self._state, self._requests = state, requests

    def add(self, line: access.Line) -> None:
        """One more answer."""
        untold = self._untold
        untold.append(line)
        if len(untold) >= MOST:
            self.tell()
        elif self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(DELAY, self._late)

    def tell(self) -> None:
        """Tell all of it now."""
        if not self._untold:
            return
        lines, self._untold = self._untold, []
        if self._requests:
            for status, times in Counter([line[3].status for line in lines]).items():
                self._requests.count(status, times)
        if self._state:
            self._state.total_requests += len(lines)
        if access.LOGGER.isEnabledFor(logging.INFO):
            telemetry.write(access.LOGGER, lines)

    def _late(self) -> None:
        self._clock = None
        self.tell()
