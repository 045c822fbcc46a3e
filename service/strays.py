"""The task that removes what interrupted uploads left behind, and files of media that were erased."""

from __future__ import annotations

import logging
import time
from typing import Final

from content.commands.media import Curation

LOGGER: Final = logging.getLogger("nordkalott.media")
PERIOD: Final = 24 * 3600.0


class Strays:
    """A `Task`: when it starts, and once a day. Whoever is killed in an upload leaves a file that is too young to go at the next start."""

    name = "the sweeping of media"

    def __init__(self, media: Curation) -> None:
        self._media = media
        self._next = time.monotonic()

    def due(self) -> float | None:
        """Seconds until the next day's turn, by a clock that nobody sets."""
        return max(self._next - time.monotonic(), 0.0)

    def run(self) -> None:
        """Sweep once."""
        count = self._media.sweep()
        self._next = time.monotonic() + PERIOD
        if count:
            LOGGER.info("removed %d files that belong to no medium", count)
