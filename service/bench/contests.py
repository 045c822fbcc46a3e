"""The contests: each case asked of everybody in turns, several rounds, each on the same core, and what is said of them."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from service.bench import answers, driving, family, heading, programs
from service.bench.cases import CASES, Case
from service.bench.cores import Cores, cores
from service.bench.driving import Driven
from service.bench.measured import Effort, Measured
from service.bench.rivals import (
    BARE,
    NGINX,
    NGINX_LOGGED,
    OURS,
    OURS_LOGGED,
    TUNED,
    TUNED_LOGGED,
    Contender,
    contenders,
    takes_part,
)

CONNECTIONS: Final = 32
BUSY: Final = 0.9
"""The least share of its core that a server uses where a ratio by the clock says something about it, not about what drives it."""
_WARMING: Final = 0.25
"""Of a round's seconds: how long each is driven before it counts."""

Turn = tuple[Driven, float]
"""What was driven, and the processor seconds that the server used meanwhile."""


def measure(effort: Effort) -> tuple[Measured, ...]:
    """Answers a second of ready bytes, ours and everybody's, and their ratios. Raises MissingProgram without wrk."""
    programs.need("wrk")
    chosen = cores()
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder,
        contenders(Path(folder), chosen) as everybody,
    ):
        return tuple(
            line
            for case in CASES.values()
            if not effort.cases or case.name in effort.cases
            for line in _case(case, [each for each in everybody if takes_part(each, case)], chosen, effort)
        )


def _case(case: Case, everybody: Sequence[Contender], chosen: Cores, effort: Effort) -> Iterator[Measured]:
    found: dict[str, list[Turn]] = {each.name: [] for each in everybody}
    for number in range(effort.rounds):
        # The order turns with each round: what the machine does besides hits everybody in every place.
        shift = number % len(everybody)
        for each in [*everybody[shift:], *everybody[:shift]]:
            found[each.name].append(turn(each, case, chosen, effort.seconds))
    for name, turns in found.items():
        yield _rate(case, name, turns)
    yield from ratios(case, found)


def turn(
    contender: Contender, case: Case, chosen: Cores, seconds: float, connections: int = CONNECTIONS
) -> Turn:
    """One contender's turn, warmed up first."""
    url, headers = contender.url + case.target, answers.sent(contender.url, case)
    drive = heading.drive if case.method == "HEAD" else driving.drive
    for duration in (seconds * _WARMING, seconds):
        before = family.processor(contender.process)
        driven = drive(url, seconds=duration, connections=connections, cores=chosen.driving, headers=headers)
        spent = family.processor(contender.process) - before
        if contender.log:
            os.truncate(contender.log, 0)
    return driven, spent


def _rate(case: Case, name: str, turns: Sequence[Turn]) -> Measured:
    micro = statistics.median(spent / driven.requests for driven, spent in turns) * 1e6
    late = statistics.median(driven.p99 for driven, _ in turns)
    slow = f", p99 {late:.2f} ms" if late else ""
    return Measured.of(
        f"{case.title}: {name}",
        [driven.rate for driven, _ in turns],
        unit="answers/s",
        on=f"{micro:.2f} µs of the processor each, {_busy(turns) * 100:.0f} % busy{slow}",
        judged=False,
    )


def ratios(case: Case, found: Mapping[str, Sequence[Turn]]) -> Iterator[Measured]:
    """Ours against each rival that took part, round by round: without log on either side, and with it on both."""
    for ours, theirs, against, least in (
        (OURS, NGINX, "nginx", case.nginx),
        (OURS_LOGGED, NGINX_LOGGED, "nginx, both with access log", case.nginx),
        (OURS, TUNED, "nginx tuned", case.nginx),
        (OURS_LOGGED, TUNED_LOGGED, "nginx tuned, both with access log", case.nginx),
        (OURS, BARE, "a bare ASGI function", case.bare),
    ):
        if theirs not in found:
            continue
        pairs = list(zip(found[ours], found[theirs], strict=True))
        by_core = [_each(other) / _each(one) for one, other in pairs]
        by_clock = [one.rate / other.rate for (one, _), (other, _) in pairs]
        full = min(_busy(found[ours]), _busy(found[theirs])) >= BUSY
        first, second = (by_clock, by_core) if full else (by_core, by_clock)
        names = ("clock", "processor time") if full else ("processor time", "clock")
        yield Measured.of(
            f"{case.title}, against {against}",
            first,
            unit="×",
            target="" if least is None else f"≥ {least:g}",
            on=f"by {names[0]}; by {names[1]} {statistics.median(second):.2f} ×",
            chart=case.title if theirs in {NGINX, NGINX_LOGGED} else "",
        )


def _busy(turns: Sequence[Turn]) -> float:
    """The share of its core that the server used."""
    return statistics.median(spent / driven.seconds for driven, spent in turns)


def _each(turn: Turn) -> float:
    driven, spent = turn
    return spent / driven.requests if spent else 1.0
