"""Two workers beside one: the processor time of an answer, which must not grow because two processes share the readers, and how long each lets them wait.

Like is compared with like. Two workers of one service have two cores full, and each its own readers; so beside it stand two services with one
worker each, on the same cores, with as many readers from the same drivers. What differs is what workers share: the listener, the store
and its stamp, the log, the board. One worker that has a quiet machine to itself would be another matter: two workers and what drives them do
not fit on two cores, and what each of them costs more then is the price of a full machine, whoever fills it.

Which worker has which connections is settled by stopping the other one while they are opened, some hundredths of a second: few answers are late by it.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from service.bench import driving, family, programs
from service.bench.cases import CASES
from service.bench.contests import CONNECTIONS
from service.bench.cores import Cores, pair
from service.bench.driving import Driven
from service.bench.measured import Effort, Measured
from service.bench.process import first_answer, serving
from service.bench.rivals import fill
from service.settings import Settings
from service.wiring import opened

_WORKERS: Final = 2
_CASE: Final = CASES["record"]
_WARMING: Final = 0.3
_OPENING: Final = 2.0
"""Seconds in which a driver has opened its connections, or is not waited for."""
_LOOK: Final = 0.005


class _Service(Struct, frozen=True, kw_only=True):
    """A running service: its address, its first process, those that answer, its log."""

    url: str
    process: int
    answering: tuple[int, ...]
    log: Path


class Turn(Struct, frozen=True):
    """What the driver of each worker saw, and the processor seconds that all processes of the services used meanwhile."""

    driven: tuple[Driven, ...]
    spent: float

    @property
    def each(self) -> float:
        """Microseconds of the processor for each answer."""
        return self.spent / sum(driven.requests for driven in self.driven) * 1e6

    @property
    def rate(self) -> float:
        """Answers a second."""
        return sum(driven.rate for driven in self.driven)


def measure(effort: Effort) -> tuple[Measured, ...]:
    """Microseconds of the processor for each answer of two workers, and of two services with one, their ratio, and the wait at each worker.
    Raises MissingProgram.
    """
    programs.need("wrk")
    cores = pair()
    together: list[Turn] = []
    apart: list[Turn] = []
    alone: list[Turn] = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder, ExitStack() as stack:
        data = Path(folder) / "data"
        with opened(Settings(data=str(data))) as parts:
            fill(parts)
        two, one, other = (
            stack.enter_context(_service(data, Path(folder) / name, workers))
            for name, workers in (("two", _WORKERS), ("one", 1), ("other", 1))
        )
        for number in range(effort.rounds):
            sides = [((two,), together), ((one, other), apart), ((one,), alone)]
            for services, turns in sides if number % 2 else reversed(sides):
                turns.append(_turn(services, cores, effort.seconds))
    return tuple(lines(together, apart, alone))


def lines(together: Sequence[Turn], apart: Sequence[Turn], alone: Sequence[Turn]) -> Iterator[Measured]:
    """What the turns of two workers came to, of two services at once, and of one of these that had the machine to itself."""
    for name, turns in (
        ("two workers", together),
        ("two services with one worker each", apart),
        ("one worker, all else idle", alone),
    ):
        rate = statistics.median(turn.rate for turn in turns)
        yield Measured.of(
            f"processor time of an answer, {name}",
            [turn.each for turn in turns],
            unit="µs",
            on=f"{_CASE.title}, {rate:,.0f} answers a second beside what drives them",
            judged=False,
        )
    yield Measured.of(
        "processor time of an answer, two workers against one",
        [two.each / one.each for two, one in zip(together, apart, strict=True)],
        unit="×",
        target="≤ 1.1",
        on=f"{CONNECTIONS} connections each, on cores that are as full with both",
    )
    for number in range(_WORKERS):
        found, beside = ([turn.driven[number] for turn in turns] for turns in (together, apart))
        half = statistics.median(driven.p50 for driven in found)
        late = statistics.median(driven.p99 for driven in beside)
        yield Measured.of(
            f"p99 under {CONNECTIONS} connections, worker {number + 1} of two",
            [driven.p99 for driven in found],
            unit="ms",
            on=f"{_CASE.title}, half within {half:.2f} ms; {late:.2f} ms in a service of its own",
            judged=False,
        )


@contextmanager
def _service(data: Path, folder: Path, workers: int) -> Iterator[_Service]:
    """A service of its own on a copy of the data, ready."""
    shutil.copytree(data, folder)
    log = folder.with_suffix(".log")
    with serving(str(folder), options=("--workers", str(workers)), log=log) as (url, process):
        first_answer(f"{url}/readyz")
        yield _Service(url=url, process=process, answering=_answering(url, process, workers), log=log)


def _answering(url: str, process: int, workers: int) -> tuple[int, ...]:
    """Those of a service that answer: they have the most to do while it is asked."""
    if workers == 1:
        return (process,)
    _, *children = family.members(process)
    before = {child: family.processor(child) for child in children}
    driving.drive(url + _CASE.target, seconds=_WARMING, connections=CONNECTIONS * workers, cores=frozenset())
    return tuple(sorted(children, key=lambda child: before[child] - family.processor(child))[:workers])


def _turn(services: Sequence[_Service], cores: Sequence[Cores], seconds: float) -> Turn:
    """Each worker asked by a driver of its own, all at once."""
    workers = [(each.url, process) for each in services for process in each.answering]
    for (_, process), chosen in zip(workers, cores, strict=False):
        if chosen.served:
            os.sched_setaffinity(process, chosen.served)

    def drive(number: int) -> Driven:
        url, _ = workers[number]
        return driving.drive(
            url + _CASE.target, seconds=seconds, connections=CONNECTIONS, cores=cores[number].driving
        )

    before = sum(family.processor(each.process) for each in services)
    with ThreadPoolExecutor(_WORKERS) as pool:
        turns = []
        for number, (_, process) in enumerate(workers):
            had = _descriptors(process)
            with ExitStack() as stopped:
                for _, other in workers[:number] + workers[number + 1 :]:
                    stopped.enter_context(_stopped(other))
                turns.append(pool.submit(drive, number))
                until = time.monotonic() + _OPENING
                while _descriptors(process) < had + CONNECTIONS and time.monotonic() < until:
                    time.sleep(_LOOK)
        driven = tuple(each.result() for each in turns)
    spent = sum(family.processor(each.process) for each in services) - before
    for each in services:
        os.truncate(each.log, 0)
    return Turn(driven, spent)


def _descriptors(process: int) -> int:
    """How many files and connections it has open."""
    return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())


@contextmanager
def _stopped(process: int) -> Iterator[None]:
    """It does nothing meanwhile, and so takes no connection."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)
