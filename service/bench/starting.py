"""From start to first answer on 10,000 records, and the memory that the server holds then."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from content import lifecycle
from content.lifecycle import Publish, SaveDraft
from content.ports import Evidence, Store, Writing
from service.bench import Measured, samples
from service.bench.house import house, publish
from service.bench.process import fetched, first_answer, serving
from service.wiring import DATABASE, now, opened_store

_RECORDS = 10_000
_BATCH = 200


def measure() -> tuple[Measured, ...]:
    """Seconds until the first record is answered, and resident memory after 200 reads. The records share one set of evidence."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        store = opened_store(Path(folder) / DATABASE)
        _fill(store, _evidence())
        store.close()
        began = time.perf_counter()
        with serving(folder) as (url, process):
            first_answer(f"{url}/v1/records/{samples.identity(1)}?locale=nb")
            first = time.perf_counter() - began
            for number in range(200):
                fetched(f"{url}/v1/records/{samples.identity(number * 7)}?locale=nb")
            memory = _resident(process)
    on = f"{_RECORDS:,} records; their evidence is one sample's, copied"
    return (
        Measured(name="start to first answer", value=first, unit="s", target="≤ 1", on=on),
        Measured(
            name="resident memory of the server",
            value=memory,
            unit="MB",
            target="≤ 120",
            on="after 200 records read",
        ),
    )


def _fill(store: Store, evidence: tuple[Evidence, ...]) -> None:
    for start in range(0, _RECORDS, _BATCH):

        def work(writing: Writing, start: int = start) -> None:
            for number in range(start, start + _BATCH):
                identity, content = samples.identity(number), samples.content(number)
                saved = lifecycle.save(
                    None, SaveDraft(id=identity, locale="nb", content=content, author="bench"), now()
                )
                writing.apply(saved)
                command = Publish(id=identity, locale="nb", revision=1, actor="bench")
                writing.apply(lifecycle.publish(saved.standing, saved.revision, command, now()), evidence)

        store.write(work)


def _evidence() -> tuple[Evidence, ...]:
    with house() as parts:
        publish(parts, 0)
        with parts.store.read() as reading:
            return reading.evidence(samples.identity(0), "nb", 1)


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6
