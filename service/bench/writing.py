"""Concurrent writers at the store: commits in groups, beside one transaction for each write."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from content import lifecycle
from content.lifecycle import SaveDraft
from content.ports import Store, Writing
from service.bench import Measured, samples
from service.wiring import DATABASE, now, opened_store

_WRITERS = 32
_EACH = 100
_ROUNDS = 5


def measure() -> tuple[Measured, ...]:
    """Drafts saved a second by 32 threads, both ways in turns; medians. The drafts are made before the clock starts."""
    rates = [(_rate(64), _rate(1)) for _ in range(_ROUNDS)]
    grouped, single = (statistics.median(each) for each in zip(*rates, strict=True))
    ratios = sorted(one / other for one, other in rates)
    return (
        Measured(
            name="32 writers, commits in groups",
            value=grouped,
            unit="writes/s",
            target="",
            on="synchronous=FULL",
        ),
        Measured(
            name="32 writers, groups against one by one",
            value=statistics.median(ratios),
            unit="×",
            target="≥ 2",
            on=f"one by one {single:.0f} writes/s; {ratios[0]:.1f} to {ratios[-1]:.1f} × in {_ROUNDS} rounds",
        ),
    )


def _rate(group: int) -> float:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        store = opened_store(Path(folder) / DATABASE, group=group)
        shares = [[_draft(writer * _EACH + each) for each in range(_EACH)] for writer in range(_WRITERS)]
        began = time.perf_counter()
        with ThreadPoolExecutor(_WRITERS) as pool:
            # `list` raises what a writer raised: a refused write is no fast write.
            list(pool.map(partial(_write, store), shares))
        took = time.perf_counter() - began
        store.close()
    return _WRITERS * _EACH / took


def _draft(number: int) -> SaveDraft:
    return SaveDraft(
        id=samples.identity(number), locale="nb", content=samples.content(number), author="bench"
    )


def _write(store: Store, commands: Sequence[SaveDraft]) -> None:
    for command in commands:

        def work(writing: Writing, command: SaveDraft = command) -> None:
            writing.apply(lifecycle.save(writing.standing(command.id, "nb"), command, now()))

        store.write(work)
