"""Concurrent writers at the store: commits in groups, beside one transaction for each write."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

from content import lifecycle
from content.lifecycle import SaveDraft
from content.ports import Writing
from service.bench import Measured, samples
from service.wiring import DATABASE, now, opened_store

_WRITERS = 32
_SECONDS = 3.0


def measure() -> tuple[Measured, ...]:
    """Drafts saved a second by 32 threads, both ways in turns; the better of two rounds each."""
    grouped = single = 0.0
    for _ in range(2):
        grouped = max(grouped, _rate(64))
        single = max(single, _rate(1))
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
            value=grouped / single,
            unit="×",
            target="≥ 2",
            on=f"one by one {single:.0f} writes/s",
        ),
    )


def _rate(group: int) -> float:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        store = opened_store(Path(folder) / DATABASE, group=group)
        counts = [0] * _WRITERS
        end = time.perf_counter() + _SECONDS

        def write(writer: int) -> None:
            while time.perf_counter() < end:
                number = writer * 1_000_000 + counts[writer]
                command = SaveDraft(
                    id=samples.identity(number), locale="nb", content=samples.content(number), author="bench"
                )

                def work(writing: Writing, command: SaveDraft = command) -> None:
                    writing.apply(lifecycle.save(writing.standing(command.id, "nb"), command, now()))

                store.write(work)
                counts[writer] += 1

        threads = [threading.Thread(target=write, args=(writer,)) for writer in range(_WRITERS)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        store.close()
    return sum(counts) / took
