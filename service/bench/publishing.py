"""Publishing with all its checks: fifteen renderings, fifteen Reports, one transaction."""

from __future__ import annotations

import statistics
import time

from content.lifecycle import Publish, SaveDraft
from service.bench import Measured, samples
from service.bench.house import house
from service.bench.measured import fifths

_ROUNDS = 60


def measure() -> tuple[Measured, ...]:
    """Median time of publish and of save, beside each other."""
    saved, published = [], []
    with house() as parts:
        for number in range(_ROUNDS):
            identity = samples.identity(number)
            began = time.perf_counter()
            parts.commands.save(
                SaveDraft(id=identity, locale="nb", content=samples.content(number), author="bench")
            )
            saved.append(time.perf_counter() - began)
            began = time.perf_counter()
            parts.commands.publish(Publish(id=identity, locale="nb", revision=1, actor="bench"))
            published.append(time.perf_counter() - began)
    publish, save = statistics.median(published) * 1000, statistics.median(saved) * 1000
    return (
        Measured.of(
            "publish with all its checks",
            [each * 1000 for each in fifths(published)],
            unit="ms",
            target="≤ 40",
            on=f"median of {_ROUNDS}",
        ),
        Measured(
            name="publish against a save without check",
            value=publish / save,
            unit="×",
            target="",
            on=f"save {save:.1f} ms",
        ),
    )
