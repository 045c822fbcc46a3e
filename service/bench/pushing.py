"""From a publication to its deliveries on this machine, and what a thousand of them cost those who read meanwhile."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from content import identities
from content.delivery import Subscriber, Wants
from content.ports import Writing
from service.bench import Measured
from service.bench.house import house, publish
from service.bench.process import first_answer, serving
from service.bench.receiving import Receiver, receiving
from service.settings import variable
from service.wiring import Parts, now

_ENTRIES: Final = 50
_ROUNDS: Final = 15
_SUBSCRIBERS: Final = 1_000
_READS: Final = 1_500
_READ: Final = "/v1/records?locale=nb"
_HERE: Final = "127.0.0.1"


def measure() -> tuple[Measured, ...]:
    """The median to one subscriber; then rate and memory of a worker process for a thousand of one topic, and reads beside it."""
    with house() as parts, receiving() as receiver:
        for number in range(_ENTRIES):
            publish(parts, number)
        _subscribe(parts, receiver, 1)
        with _worker(parts):
            alone = _latencies(parts, receiver)
        _subscribe(parts, receiver, _SUBSCRIBERS - 1)
        return (*_alone(alone), *_many(parts, receiver))


def _alone(seconds: list[float]) -> tuple[Measured, ...]:
    return (
        Measured(
            name="publish to WebSub delivery",
            value=statistics.median(seconds) * 1000,
            unit="ms",
            target="≤ 100",
            on=f"median of {len(seconds)}, a feed of {_ENTRIES} entries, a worker process, loopback; the longest {max(seconds) * 1000:.0f}",
        ),
    )


def _latencies(parts: Parts, receiver: Receiver) -> list[float]:
    """Seconds from the return of `publish` to the whole message. The first is the worker's start, and left out."""
    spent = []
    for number in range(_ROUNDS + 1):
        publish(parts, _ENTRIES + number)
        began = time.monotonic()
        spent.append(receiver.heard()[0] - began)
        time.sleep(0.2)  # its outcome is written, and it looks again
    return spent[1:]


def _many(parts: Parts, receiver: Receiver) -> tuple[Measured, ...]:
    with serving(parts.settings.data, workers=False) as (url, _):
        first_answer(f"{url}{_READ}")
        quiet = _reads(url, threading.Event(), least=_READS)
        with _worker(parts) as process:
            time.sleep(2)  # it has started
            ended, spent = threading.Event(), []
            reader = threading.Thread(target=lambda: spent.extend(_reads(url, ended, least=1)))
            publish(parts, _ENTRIES + _ROUNDS + 1)
            began = time.monotonic()
            reader.start()
            heard = [receiver.heard() for _ in range(_SUBSCRIBERS)]
            ended.set()
            reader.join()
            memory = _peak(process.pid)
    seconds = max(at for at, _ in heard) - began
    size = sum(length for _, length in heard) / len(heard)
    on = f"{_SUBSCRIBERS} subscribers of one topic, {size / 1000:.0f} kB each, a worker process of its own"
    return (
        Measured(name="deliveries", value=_SUBSCRIBERS / seconds, unit="/s", target="", on=on),
        Measured(name="  memory of the worker, at most", value=memory, unit="MiB", target="", on=""),
        Measured(
            name="  p99 of reads meanwhile",
            value=_p99(spent) * 1000,
            unit="ms",
            target="",
            on=f"{len(spent)} reads of {_READ}; quiet {_p99(quiet) * 1000:.2f} ms",
        ),
        Measured(
            name="  against quiet", value=_p99(spent) / _p99(quiet), unit="×", target="", on="p99; one client"
        ),
    )


def _subscribe(parts: Parts, receiver: Receiver, count: int) -> None:
    topic = f"{parts.settings.base_url}/feeds/nb.atom"
    wants = Wants(locales=("nb",), events=("record.published",))
    made = [
        Subscriber(
            id=identities.fresh(now()),
            sort="websub",
            name=_HERE,
            url=f"http://{_HERE}:{receiver.ports[number % len(receiver.ports)]}/{count}/{number}",
            topic=topic,
            wants=wants,
            created_at=now(),
        )
        for number in range(count)
    ]

    def work(writing: Writing) -> None:
        for each in made:
            writing.subscribers.keep(each)

    parts.store.write(work)


def _reads(url: str, ended: threading.Event, *, least: int) -> list[float]:
    """Seconds of each read, one after the other on one connection, until told to end, and at least so many."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    spent: list[float] = []
    while len(spent) < least or not (ended.is_set() or least > 1):
        began = time.perf_counter()
        connection.request("GET", _READ)
        connection.getresponse().read()
        spent.append(time.perf_counter() - began)
    connection.close()
    return spent


@contextmanager
def _worker(parts: Parts) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "service", "--data", parts.settings.data, "worker"],
        env={**os.environ, variable("outbound_allowed"): _HERE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _peak(pid: int) -> float:
    """The most memory that a process has had, in MiB; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    line = next((each for each in status.splitlines() if each.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024


def _p99(spent: list[float]) -> float:
    return statistics.quantiles(spent, n=100)[98] if len(spent) > 1 else spent[0]
