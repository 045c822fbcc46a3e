"""Following the change log: what is published is audited soon after. What other records say of it is left to the next whole audit."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from content.errors import NordkalottError
from content.ports import Store
from service.audit.places import Shown
from service.audit.sources import shown
from service.worker import Backoff

LOGGER: Final = logging.getLogger("nordkalott.audit")
PERIOD: Final = 1.0
"""Seconds between two looks at the change log."""
_MOST: Final = 500


async def watch(
    store: Store, since: int, audit: Callable[[Sequence[Shown]], Awaitable[None]], stop: asyncio.Event
) -> None:
    """Audit the records that change after position `since`, until told to stop. What goes wrong is logged, and tried again after a while."""
    backoff = Backoff()
    while not stop.is_set():
        pause = PERIOD
        try:
            with store.read() as reading:
                changes = reading.changes(since, limit=_MOST)
                found = list(shown(reading, frozenset(each.id for each in changes))) if changes else []
            if changes:
                await audit(found)
                since, pause = changes[-1].seq, 0.0
            backoff.worked(since)
        except NordkalottError:
            pause = backoff.failed(since)
            LOGGER.exception("the audit went wrong; it is tried again in %g s", pause)
        if pause:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
