"""From start to first answer on 10,000 records, and the memory that the server holds then."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from service.bench import Measured, family, samples
from service.bench.house import copied
from service.bench.process import fetched, first_answer, serving
from service.wiring import DATABASE

_RECORDS = 10_000


def measure() -> tuple[Measured, ...]:
    """Seconds until the first record is answered, and resident memory after 200 reads. The records share one set of evidence."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        copied(Path(folder) / DATABASE, _RECORDS)
        began = time.perf_counter()
        with serving(folder) as (url, process):
            first_answer(f"{url}/v1/records/{samples.identity(1)}?locale=nb")
            first = time.perf_counter() - began
            for number in range(200):
                fetched(f"{url}/v1/records/{samples.identity(number * 7)}?locale=nb")
            memory = family.resident(process)
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
