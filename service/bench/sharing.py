"""Two workers beside one: the processor time of an answer, which must not grow because two processes share the readers."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from service.bench import programs
from service.bench.cases import CASES
from service.bench.contests import turn
from service.bench.cores import Cores
from service.bench.measured import Effort, Measured
from service.bench.process import first_answer, serving
from service.bench.rivals import Contender, fill
from service.settings import Settings
from service.wiring import opened

_COUNTS: Final = (1, 2)
_ANYWHERE: Final = Cores(frozenset(), frozenset())


def measure(effort: Effort) -> tuple[Measured, ...]:
    """Microseconds of the processor for each answer with one worker and with two, on all cores, and their ratio. Raises MissingProgram."""
    programs.need("wrk")
    found: dict[int, list[float]] = {count: [] for count in _COUNTS}
    rates: dict[int, list[float]] = {count: [] for count in _COUNTS}
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder,
        ExitStack() as stack,
    ):
        first = Path(folder) / "1"
        with opened(Settings(data=str(first))) as parts:
            fill(parts)
        servers = []
        for count in _COUNTS:
            data = Path(folder) / str(count)
            if data != first:
                shutil.copytree(first, data)
            log = Path(folder) / f"{count}.log"
            started = serving(str(data), options=("--workers", str(count)), log=log)
            url, process = stack.enter_context(started)
            first_answer(f"{url}/readyz")
            servers.append((count, Contender(name=str(count), url=url, process=process, log=log)))
        for number in range(effort.rounds):
            for count, each in servers if number % 2 else reversed(servers):
                driven, spent = turn(each, CASES["record"], _ANYWHERE, effort.seconds)
                found[count].append(spent / driven.requests * 1e6)
                rates[count].append(driven.rate)
    return (
        *(
            Measured.of(
                f"processor time of an answer, {count} worker{'s' if count > 1 else ''}",
                found[count],
                unit="µs",
                on=f"{CASES['record'].title}, {sorted(rates[count])[len(rates[count]) // 2]:,.0f} answers a second beside what drives them",
                judged=False,
            )
            for count in _COUNTS
        ),
        Measured.of(
            "processor time of an answer, two workers against one",
            [two / one for one, two in zip(found[1], found[2], strict=True)],
            unit="×",
            target="≤ 1.1",
            on="on all cores",
        ),
    )
