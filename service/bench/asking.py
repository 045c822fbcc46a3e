"""Requests through the whole application with no snapshot kept, in this process: what a miss costs, whatever the machine is busy with.

Times are of the processor, so that others at work on the same machine move them little; what waits for a disk is told apart.
"""

from __future__ import annotations

import asyncio
import dataclasses
import statistics
import time
from collections.abc import Sequence

from msgspec import Struct, structs

from service import local
from service.wiring import Parts


class Asked(Struct, frozen=True, kw_only=True):
    """Milliseconds for each of some targets: of the processor and by the clock, the medians and the longest."""

    processor: float
    clock: float
    longest: float
    bytes: int


def ask(parts: Parts, targets: Sequence[str], *, warm: int = 3) -> Asked:
    """Ask for each target once, after some of them to warm up. Raises ValueError where one is not answered with 200."""
    forgetful = dataclasses.replace(parts, settings=structs.replace(parts.settings, snapshot_bytes=0))
    app = forgetful.application()

    async def all_() -> Asked:
        spent, waited, size = [], [], 0
        for target in (*targets[:warm], *targets):
            busy, began = time.process_time(), time.perf_counter()
            answer = await local.whole(app, local.scope(target, {}, parts.settings.base_url))
            spent.append((time.process_time() - busy) * 1000)
            waited.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:  # noqa: PLR2004 - OK
                message = f"{target} is answered with {answer.status}."
                raise ValueError(message)
            size = len(answer.body)
        measured = slice(min(warm, len(targets)), None)
        return Asked(
            processor=statistics.median(spent[measured]),
            clock=statistics.median(waited[measured]),
            longest=max(spent[measured]),
            bytes=size,
        )

    return asyncio.run(all_())
