"""Loading many records, each saved, rendered and checked fifteen times, and published."""

from __future__ import annotations

import time

from service.bench import Measured
from service.bench.house import house, publish

_RECORDS = 1_000


def measure() -> tuple[Measured, ...]:
    """Records a second over 1,000 records, and how the last hundred compare with the first."""
    with house() as parts:
        times = [time.perf_counter()]
        for number in range(_RECORDS):
            publish(parts, number)
            times.append(time.perf_counter())
    rate = _RECORDS / (times[-1] - times[0])
    slower = (times[-1] - times[-101]) / (times[100] - times[0])
    return (
        Measured(
            name="loading 1,000 records with every check",
            value=rate,
            unit="records/s",
            target="≥ 50",
            on="one process, one after another",
        ),
        Measured(name="last hundred against first hundred", value=slower, unit="×", target="", on="time"),
    )
