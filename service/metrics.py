"""Metrics: what a process counts of itself, and how it is written for Prometheus (text exposition format 0.0.4)."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct, structs
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX: Final = "nordkalott_"


class Sample(Struct, frozen=True):
    """One value, with the labels that tell it from its like."""

    value: float
    labels: Mapping[str, str] = {}


class Metric(Struct, frozen=True, kw_only=True):
    """One metric: a name without our prefix, what it means, and its samples."""

    name: str
    sort: Literal["gauge", "counter"]
    help: str
    samples: tuple[Sample, ...]


class Requests:
    """How many requests this process has answered, by status. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_status: Counter[int] = Counter()

    def count(self, status: int, times: int = 1) -> None:
        """So many more."""
        with self._lock:
            self._by_status[status] += times

    def by_status(self) -> dict[int, int]:
        """As it is now."""
        with self._lock:
            return dict(sorted(self._by_status.items()))


class Counted:
    """ASGI middleware that counts what the application answers."""

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, and look at the status."""

        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.count(message["status"])
            await send(message)

        await self._app(scope, receive, seen if scope["type"] == "http" else send)


def counters(metrics: Iterable[Metric]) -> Iterator[Metric]:
    """Those that only grow."""
    return (each for each in metrics if each.sort == "counter")


def total(told: Iterable[Iterable[Metric]]) -> tuple[Metric, ...]:
    """What several tell of themselves, as one: samples of the same name and labels are added."""
    found: dict[str, Metric] = {}
    sums: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for metric in itertools.chain.from_iterable(told):
        found.setdefault(metric.name, metric)
        values = sums.setdefault(metric.name, {})
        for sample in metric.samples:
            labels = tuple(sorted(sample.labels.items()))
            values[labels] = values.get(labels, 0) + sample.value
    return tuple(
        structs.replace(
            metric, samples=tuple(Sample(value, dict(labels)) for labels, value in sums[name].items())
        )
        for name, metric in found.items()
    )


def write(metrics: Iterable[Metric]) -> bytes:
    """The exposition: HELP and TYPE before the samples of each metric, every line ended; UTF-8."""
    lines: list[str] = []
    for metric in metrics:
        name = f"{_PREFIX}{metric.name}"
        lines.append(f"# HELP {name} {_escaped(metric.help)}")
        lines.append(f"# TYPE {name} {metric.sort}")
        for sample in metric.samples:
            labels = ",".join(f'{key}="{_quoted(value)}"' for key, value in sorted(sample.labels.items()))
            lines.append(
                f"{name}{{{labels}}} {sample.value:.17g}" if labels else f"{name} {sample.value:.17g}"
            )
    return "".join(f"{line}\n" for line in lines).encode()


def gauge(name: str, said: str, *samples: tuple[float, dict[str, str]]) -> Metric:
    """What goes up and down."""
    return Metric(name=name, sort="gauge", help=said, samples=tuple(Sample(*each) for each in samples))


def counter(name: str, said: str, *samples: tuple[float, dict[str, str]]) -> Metric:
    """What only grows, as long as the service runs."""
    return Metric(name=name, sort="counter", help=said, samples=tuple(Sample(*each) for each in samples))


def _escaped(text: str) -> str:
    """In HELP: backslash and line feed."""
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    """In a label's value: the same, and the quotation mark."""
    return _escaped(text).replace('"', r"\"")
