"""How long a reader waits where many ask at once: the slowest hundredth under 64 connections, ours beside nginx's."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Final

from service.bench import programs
from service.bench.cases import CASES
from service.bench.contests import turn
from service.bench.cores import cores
from service.bench.measured import Effort, Measured
from service.bench.rivals import NGINX_LOGGED, OURS_LOGGED, contenders

CONNECTIONS: Final = 64


def measure(effort: Effort) -> tuple[Measured, ...]:
    """Milliseconds that 99 % of the answers took, and their ratio to nginx's. Raises MissingProgram without wrk or nginx."""
    programs.need("wrk")
    programs.need("nginx")
    chosen, case = cores(), CASES["record"]
    late: dict[str, list[float]] = {OURS_LOGGED: [], NGINX_LOGGED: []}
    half: dict[str, list[float]] = {OURS_LOGGED: [], NGINX_LOGGED: []}
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder,
        contenders(Path(folder), chosen) as everybody,
    ):
        both = [each for each in everybody if each.name in late]
        for number in range(effort.rounds):
            for each in both if number % 2 else reversed(both):
                driven, _ = turn(each, case, chosen, effort.seconds, CONNECTIONS)
                late[each.name].append(driven.p99)
                half[each.name].append(driven.p50)
    lines = [
        Measured.of(
            f"p99 under {CONNECTIONS} connections: {name}",
            times,
            unit="ms",
            on=f"{case.title}, half within {statistics.median(half[name]):.2f} ms",
            judged=False,
        )
        for name, times in late.items()
    ]
    ratios = [one / other for one, other in zip(late[OURS_LOGGED], late[NGINX_LOGGED], strict=True)]
    return (
        *lines,
        Measured.of(
            f"p99 under {CONNECTIONS} connections, against nginx",
            ratios,
            unit="×",
            target="≤ 1.5",
            on="both with access log",
        ),
    )
