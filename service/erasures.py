"""The task that overwrites what redactions have removed, where that could not be done at once."""

from __future__ import annotations

import logging
from typing import Final

from content.ports import Store
from service.worker import Backoff

LOGGER: Final = logging.getLogger("nordkalott.redaction")


class Erasures:
    """A `Task`: tries again after a pause that grows, for a reader or a full disk was in the way."""

    name = "the erasing of what was redacted"

    def __init__(self, store: Store) -> None:
        self._store = store
        self._backoff = Backoff()

    def due(self) -> float | None:
        """Seconds until the next try; None where nothing waits for it."""
        with self._store.read() as reading:
            waiting = reading.redactions.unerased()
        return self._backoff.wait(self.name) if waiting else None

    def run(self) -> None:
        """One try."""
        if self._store.erase():
            self._backoff.worked(self.name)
            LOGGER.info("what was redacted is erased from the store's file")
        else:
            pause = self._backoff.failed(self.name)
            LOGGER.warning(
                "what was redacted may still lie in the store's file; it is tried again in %g s", pause
            )
