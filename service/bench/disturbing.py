"""Readers while others write: a warm record over 64 connections, quiet, with 20 publications a second, with an import, with a re-check; and the
feed that each of these publications touches.

The server has one core, and all that it starts with it; readers and writers have the rest. Each disturbed round stands beside a quiet
one of the same server: what counts is how many times as long readers wait.
"""

from __future__ import annotations

import datetime
import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from content.accessibility import RULESET
from content.examination import Here
from content.fragments import Context
from content.lifecycle import SaveDraft
from content.model import Edition
from content.ports import Evidence
from content.tokens import CreateToken
from service.bench import samples
from service.bench.cores import Cores, cores, kept_to
from service.bench.driving import Driven, Unmeasured, drive
from service.bench.house import publish
from service.bench.measured import Effort, Measured
from service.bench.process import first_answer, free_port, started
from service.settings import Settings
from service.wiring import Parts, opened

RECORD: Final = f"/v1/records/{samples.identity(0)}?locale=nb"
FEED: Final = "/feeds/nb.atom"
CONNECTIONS: Final = 64
RATE: Final = 20
"""Publications a second."""
_LIVE: Final = 600
_PUBLISHERS: Final = 4
_SHORTEST: Final = 2.0
_FIRST: Final = 1_000
_IMPORTED: Final = 100_000
"""The number from which on what is imported is counted."""
_SETTLING: Final = 3.0
"""Seconds that a disturbance goes on before it is measured."""


class _Former(Here):
    """Examines as a former rule set did: nothing of it holds any more."""

    def evidence(self, edition: Edition, around: Context, at: datetime.datetime) -> tuple[Evidence, ...]:
        """As now, under another name."""
        return tuple(
            structs.replace(each, report=structs.replace(each.report, ruleset="2000-01-01"))
            for each in super().evidence(edition, around, at)
        )


class _Round:
    """What is driven, and how: the same in every round."""

    def __init__(self, where: Cores, seconds: float) -> None:
        self._where = where
        self._seconds = seconds

    def drive(self, url: str, path: str = RECORD) -> Driven:
        """One round of readers."""
        target = url + path
        first_answer(target)
        return drive(target, seconds=self._seconds, connections=CONNECTIONS, cores=self._where.driving)


def measure(effort: Effort) -> tuple[Measured, ...]:
    """p50 and p99 of reads beside their quiet values, and how long publications took meanwhile. Raises MissingProgram, Unmeasured."""
    where, seconds = cores(), max(effort.seconds, _SHORTEST)
    drafts = int((seconds + _SETTLING + 1) * RATE * effort.rounds * 3)
    one = _Round(where, seconds)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        with opened(Settings(data=folder)) as parts:
            token = _fill(parts, drafts)
        waiting = iter(range(_FIRST, _FIRST + drafts))
        quiet: list[Driven] = []
        publishing: list[Driven] = []
        followed: list[Driven] = []
        touching: list[Driven] = []
        importing: list[Driven] = []
        alone: list[float] = []
        told: list[float] = []
        beside: list[float] = []
        with _served(folder, where, recheck="off") as url:
            _begin(url, token, next(waiting))
            for number in range(effort.rounds):
                quiet.append(one.drive(url))
                with _published(url, token, waiting, alone):
                    publishing.append(one.drive(url))
                followed.append(one.drive(url, FEED))
                with _published(url, token, waiting, told):
                    touching.append(one.drive(url, FEED))
                with _imported(folder, where, number):
                    importing.append(one.drive(url))
                    with _published(url, token, waiting, beside):
                        time.sleep(seconds)
        with _served(folder, where, recheck="on") as url:
            checking = [one.drive(url) for _ in range(effort.rounds)]
            _demand_under_way(folder)
    return (
        *_compared("20 publications a second", quiet, publishing),
        _waited("publish over HTTP while readers read", alone),
        *_compared("20 publications a second, of a feed that each touches", followed, touching),
        _waited("publish over HTTP while readers read that feed", told),
        *_compared("an import in another process", quiet, importing),
        _waited("publish over HTTP during an import", beside),
        *_compared("a re-check of everything", quiet, checking),
    )


def _compared(name: str, quiet: Sequence[Driven], disturbed: Sequence[Driven]) -> tuple[Measured, Measured]:
    pairs = list(zip(quiet, disturbed, strict=True))
    middle = statistics.median
    return (
        Measured.of(
            f"read p99 with {name}, against quiet",
            [each.p99 / alone.p99 for alone, each in pairs],
            unit="×",
            target="≤ 2",
            on=f"{CONNECTIONS} connections; {middle(each.p99 for each in quiet):.2f} ms quiet, "
            f"{middle(each.p99 for each in disturbed):.2f} ms disturbed",
        ),
        Measured.of(
            f"read p50 with {name}, against quiet",
            [each.p50 / alone.p50 for alone, each in pairs],
            unit="×",
            on=f"{middle(each.rate for each in quiet):,.0f}/s and {middle(each.rate for each in disturbed):,.0f}/s",
        ),
    )


def _waited(name: str, took: list[float]) -> Measured:
    took.sort()
    return Measured(
        name=name,
        value=statistics.median(took) * 1000,
        unit="ms",
        target="",
        on=f"median of {len(took)} at {RATE}/s; p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms",
    )


def _fill(parts: Parts, drafts: int) -> str:
    """Live records that a former rule set has checked, drafts to be published, and a token for that."""
    formerly = parts.commands.by(_Former())
    for number in range(_LIVE):
        publish(replace(parts, commands=formerly), number)
    for number in range(_FIRST, _FIRST + drafts):
        content = samples.content(number)
        parts.commands.save(
            SaveDraft(id=samples.identity(number), locale="nb", content=content, author="bench")
        )
    return parts.commands.create_token(
        CreateToken(name="bench", scopes=("drafts", "publish"), actor="bench")
    ).secret.text


@contextmanager
def _served(folder: str, where: Cores, *, recheck: str) -> Iterator[str]:
    port = str(free_port())
    command = (
        "env",
        f"NORDKALOTT_RECHECK={recheck}",
        sys.executable,
        "-m",
        "service",
        "--data",
        folder,
        "serve",
        "--port",
        port,
    )
    with kept_to(where.served), started(command):
        url = f"http://127.0.0.1:{port}"
        first_answer(f"{url}/readyz")
        time.sleep(_SETTLING)
        yield url


@contextmanager
def _imported(folder: str, where: Cores, number: int) -> Iterator[None]:
    """An import, on the core of the server."""
    first = str(_IMPORTED * (number + 1))
    with kept_to(where.served), started([sys.executable, "-m", "service.bench.importing", folder, first]):
        time.sleep(_SETTLING)
        yield


@contextmanager
def _published(url: str, token: str, waiting: Iterator[int], took: list[float]) -> Iterator[None]:
    """RATE publications a second, each at its time whatever became of those before it. Raises Unmeasured where one is refused."""
    stop = threading.Event()
    faults: list[str] = []
    door = threading.Lock()
    began = time.perf_counter()
    turns = iter(range(10**9))

    def work() -> None:
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        while not stop.is_set():
            with door:
                turn, number = next(turns), next(waiting)
            at = began + turn / RATE
            if stop.wait(max(at - time.perf_counter(), 0.0)):
                break
            status = _publish(connection, token, number)
            if turn >= _SETTLING * RATE:
                took.append(time.perf_counter() - at)
            if status != HTTPStatus.OK:
                faults.append(f"a publication was answered with {status}")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(_PUBLISHERS)]
    for each in threads:
        each.start()
    try:
        time.sleep(_SETTLING)
        yield
    finally:
        stop.set()
        for each in threads:
            each.join()
    if faults or not took:
        raise Unmeasured(faults[0] if faults else "nothing was published in time")


def _begin(url: str, token: str, number: int) -> None:
    """Publish once: the first time starts a process."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    if (status := _publish(connection, token, number)) != HTTPStatus.OK:
        raise Unmeasured(f"a publication was answered with {status}")
    connection.close()


def _publish(connection: http.client.HTTPConnection, token: str, number: int) -> int:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    path = f"/v1/drafts/{samples.identity(number)}/nb/publish"
    connection.request("POST", path, msgspec.json.encode({"revision": 1}), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _demand_under_way(folder: str) -> None:
    with opened(Settings(data=folder)) as parts, parts.store.read() as reading:
        last = reading.recheck.last(RULESET)
    if last is None or last.ended is not None:
        raise Unmeasured("the re-check was not under way all the time: there are too few records")
