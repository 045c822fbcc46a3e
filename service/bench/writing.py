"""Concurrent writers at the store: commits in groups, beside one transaction for each write."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
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

Work = Callable[[Writing], None]
Make = Callable[[Store], list[list[Work]]]


def measure() -> tuple[Measured, ...]:
    """Writes a second by 32 threads, both ways in turns, for the smallest write, a new revision, and a new record."""
    return tuple(
        line
        for name, make in (
            ("journal entries", _entries),
            ("new revisions", _revisions),
            ("new records", _records),
        )
        for line in _compared(name, make)
    )


def _compared(name: str, make: Make) -> tuple[Measured, Measured]:
    rates = [(_rate(make, 64), _rate(make, 1)) for _ in range(_ROUNDS)]
    grouped, single = (statistics.median(each) for each in zip(*rates, strict=True))
    ratios = sorted(one / other for one, other in rates)
    spread = f"{ratios[0]:.1f} to {ratios[-1]:.1f} × in {_ROUNDS} rounds"
    return (
        Measured(
            name=f"32 writers, {name}, in groups",
            value=grouped,
            unit="writes/s",
            target="",
            on="synchronous=FULL",
        ),
        Measured(
            name=f"32 writers, {name}, groups against one by one",
            value=statistics.median(ratios),
            unit="×",
            target="≥ 2",
            on=f"one by one {single:.0f} writes/s; {spread}",
        ),
    )


def _rate(make: Make, group: int) -> float:
    """Writes a second. What is written is made before the clock starts."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        store = opened_store(Path(folder) / DATABASE, group=group)
        shares = make(store)
        began = time.perf_counter()
        with ThreadPoolExecutor(_WRITERS) as pool:
            # `list` raises what a writer raised: a refused write is no fast write.
            list(pool.map(partial(_write, store), shares))
        took = time.perf_counter() - began
        store.close()
    return sum(map(len, shares)) / took


def _write(store: Store, works: Sequence[Work]) -> None:
    for work in works:
        store.write(work)


def _entries(store: Store) -> list[list[Work]]:
    del store

    def work(writing: Writing) -> None:
        writing.record("bench", "measure", now(), {})

    return [[work] * _EACH for _ in range(_WRITERS)]


def _records(store: Store) -> list[list[Work]]:
    del store
    return [[_save(writer * _EACH + each) for each in range(_EACH)] for writer in range(_WRITERS)]


def _revisions(store: Store) -> list[list[Work]]:
    for writer in range(_WRITERS):
        store.write(_save(writer))
    return [[_save(writer) for _ in range(_EACH)] for writer in range(_WRITERS)]


def _save(number: int) -> Work:
    command = SaveDraft(
        id=samples.identity(number), locale="nb", content=samples.content(number), author="bench"
    )

    def work(writing: Writing) -> None:
        writing.apply(lifecycle.save(writing.standing(command.id, "nb"), command, now()))

    return work
