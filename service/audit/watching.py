"""Following the change log: what is published is audited soon after, with what shows something of it. One process at a time does so, by a lease."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from content.errors import NordkalottError
from content.ports import Clock, Store
from service.audit.places import Shown
from service.audit.sources import shown
from service.worker import Backoff

LOGGER: Final = logging.getLogger("nordkalott.audit")
PERIOD: Final = 1.0
"""Seconds between two looks at the change log."""
LEASE: Final = "audit"
LENGTH: Final = datetime.timedelta(seconds=20)
_MOST: Final = 500


@contextlib.asynccontextmanager
async def alone(
    store: Store, clock: Clock, holder: str, waiting: Callable[[], None] = lambda: None
) -> AsyncIterator[None]:
    """Be the one that watches, as long as the context lasts: stands by while another process does, after a call of `waiting`.

    The lease of a process that was killed ends by itself.
    """

    def hold() -> bool:
        now = clock()
        return store.write(lambda writing: writing.leases.hold(LEASE, holder, now, LENGTH))

    async def renew() -> None:
        while True:
            await asyncio.sleep(LENGTH.total_seconds() / 4)
            with contextlib.suppress(NordkalottError):  # a store that is busy is asked again
                hold()

    if not hold():
        waiting()
        while not hold():
            await asyncio.sleep(PERIOD)
    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        store.write(lambda writing: writing.leases.release(LEASE, holder))


async def watch(
    store: Store, since: int, audit: Callable[[Sequence[Shown]], Awaitable[None]], stop: asyncio.Event
) -> None:
    """Audit the records that change after position `since`, and those that show something of them, until told to stop.

    What goes wrong is logged, and tried again after a while.
    """
    backoff = Backoff()
    while not stop.is_set():
        pause = PERIOD
        try:
            with store.read() as reading:
                changes = reading.changes(since, limit=_MOST)
                changed = frozenset(each.id for each in changes)
                found = list(shown(reading, changed | reading.recheck.showing(changed))) if changes else []
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
