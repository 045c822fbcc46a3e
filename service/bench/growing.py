"""What grows with the number of records: one store that is filled up and up, and asked the same at every size.

Answers are asked for with no snapshot kept, in this process, and told in its processor time: a machine that has other work moves that little.
What is asked of a server is told by the clock.
"""

from __future__ import annotations

import http.client
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from content.ports import Selection
from service import renderings
from service.bench import population
from service.bench.asking import ask
from service.bench.family import alone, processor
from service.bench.house import publish
from service.bench.making import MOST, make, there
from service.bench.measured import Effort, Measured
from service.bench.process import first_answer, serving
from service.renderings import Renderings
from service.settings import Settings
from service.web.parameters import encode_position
from service.wiring import Parts, now, opened

FIRST: Final = 1_000
_ROUNDS: Final = 40
_TOPIC: Final = "barents"
_PUBLISHED: Final = 30
_TARGETS: Final = {"publish": "≤ 1.5", "list": "≤ 2", "feed": "≤ 2", "changes": ""}
_PAGE: Final = "≤ 20"


class Size(Struct, frozen=True, kw_only=True):
    """What was found at one size: milliseconds by what was asked, the longest page of changes, seconds to the first answer, and MB."""

    records: int
    spent: dict[str, float]
    longest: float
    start: float
    started: float
    idle: float
    busy: float
    disk: float


def measure(effort: Effort) -> tuple[Measured, ...]:
    """Each size beside the first, which is 1,000 records; ten times as many each time, up to as many as were asked for.

    Where the folder has more than that already, the first has a folder of its own, and the sizes that are passed are left out.
    """
    with _folder(effort.at) as folder, _folder("") as other:
        with opened(Settings(data=folder)) as parts, parts.store.read() as reading:
            before = there(reading)
        sizes = [FIRST]
        while sizes[-1] * 10 < effort.records:
            sizes.append(sizes[-1] * 10)
        wanted = [
            each
            for each in (*sizes[1:], max(effort.records, FIRST, before))
            if each >= before and each > FIRST
        ]
        found = [
            _size(folder if before <= FIRST else other, FIRST),
            *(_size(folder, each) for each in dict.fromkeys(wanted)),
        ]
    return tuple(line for each in found for line in lines(each, found[0]))


def lines(size: Size, first: Size) -> Iterator[Measured]:
    on = f"{size.records:,} records, {size.disk / 1e6:,.0f} MB on the disk"
    yield Measured(
        name=f"start to first answer, {size.records:,}", value=size.start, unit="s", target="≤ 1", on=on
    )
    yield Measured(
        name="  processor time until then",
        value=size.started,
        unit="s",
        target="",
        on="what it is on a quiet machine",
    )
    yield Measured(name="  memory then", value=size.idle, unit="MB", target="", on="")
    yield Measured(
        name="  memory, snapshots full or all read", value=size.busy, unit="MB", target="≤ 300", on=""
    )
    for name, spent in size.spent.items():
        yield Measured(
            name=f"  {name}", value=spent, unit="ms", target=_PAGE if name == "changes" else "", on=""
        )
        if size is not first:
            ratio = spent / first.spent[name]
            yield Measured(
                name="    against 1,000", value=ratio, unit="×", target=_TARGETS.get(name, ""), on=""
            )
    yield Measured(
        name="  the longest page of changes", value=size.longest, unit="ms", target="", on="processor time"
    )


def _size(folder: str, records: int) -> Size:
    settings = Settings(data=folder)
    make(settings, records)
    with opened(settings) as parts:
        spent = {"publish": _published(parts)}
        _keep(parts, records)
        for name, targets in _asked(parts, records).items():
            found = ask(parts, targets)
            spent[name] = found.processor
            if name == "changes":
                longest = found.longest
    start, started, idle, busy = _served(folder, records)
    disk = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
    return Size(
        records=records,
        spent=spent,
        longest=longest,
        start=start,
        started=started,
        idle=idle,
        busy=busy,
        disk=disk,
    )


def _published(parts: Parts) -> float:
    """Milliseconds of one publication, the median. What it leaves are records beyond those that are made."""
    with parts.store.read() as reading:
        after = 2 * MOST + reading.head().seq
    spent = []
    for number in range(after, after + _PUBLISHED):
        began = time.perf_counter()
        publish(parts, number)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def _keep(parts: Parts, records: int) -> None:
    """Keep the fragments of what is asked for, as the worker of a service has long kept those of all that is live: here nobody has."""
    with parts.store.read() as reading:
        shown = {
            renderings.number(entry)
            for topic in (None, _TOPIC)
            for entry in reading.listing(Selection(locale="nb", topic=topic))
        }
        drawn = [
            reading.entry(population.identity(each), population.locale_of(each)) for each in _some(records)
        ]
    places = sorted(
        shown | {renderings.number(entry) for entry in drawn if entry and entry.standing.state == "published"}
    )
    task = Renderings(parts.store, parts.links, parts.settings.locales, now)
    for start in range(0, len(places), _ROUNDS):
        task.keep(places[start : start + _ROUNDS])


def _some(records: int) -> list[int]:
    """The numbers of the records that are asked for."""
    draw = random.Random(records)  # noqa: S311 - the same ones every time
    return [draw.randrange(len(population.TOPICS), records) for _ in range(_ROUNDS)]


def _asked(parts: Parts, records: int) -> dict[str, Sequence[str]]:
    """What is asked for; records drawn from all, pages of changes from everywhere in the log."""
    of = [(population.identity(each), population.locale_of(each)) for each in _some(records)]
    with parts.store.read() as reading:
        head = reading.head()
    since = [encode_position(head.epoch, head.seq * part // _ROUNDS) for part in range(_ROUNDS)]
    few = _ROUNDS // 4
    return {
        "record": [f"/v1/records/{identity}?locale={locale}" for identity, locale in of],
        "fragment": [f"/fragments/{identity}?locale={locale}&h=3" for identity, locale in of],
        "list": ["/v1/records?locale=nb"] * few,
        "list of a kind and topic": ["/v1/records?locale=nn&topic=barents&kind=page"] * few,
        "feed": ["/feeds/nb.atom"] * few,
        "feed of a topic": [f"/feeds/nb/topics/{_TOPIC}.json"] * few,
        "changes": [f"/v1/changes?since={each}" for each in since],
        "search": ["/v1/records?locale=nb&q=rapport"] * few,
        "page of feeds": ["/feeds/nb"] * few,
        "sitemap": ["/sitemap.xml"] * 3,
        "conformance": ["/v1/accessibility"] * few,
        "facts for a statement": ["/v1/statement"] * few,
        "readiness": ["/readyz"] * few,
    }


def _served(folder: str, records: int) -> tuple[float, float, float, float]:
    """Seconds from start to first answer, by the clock and of the processor; MB then, and after as many records were read as snapshots hold."""
    began = time.perf_counter()
    with serving(folder) as (url, process):
        first_answer(f"{url}/v1/records/{population.identity(1)}?locale=nb")
        start = time.perf_counter() - began
        started, idle = processor(process), alone(process)
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        # About 8 kB each: more than the budget holds.
        last = min(records, Settings().snapshot_bytes // 6_000)
        for number in range(len(population.TOPICS), last):
            connection.request(
                "GET",
                f"/v1/records/{population.identity(number)}?locale={population.locale_of(number)}",
                headers={"Accept-Encoding": "gzip"} if number % 2 else {},
            )
            connection.getresponse().read()
        connection.close()
        return start, started, idle, alone(process)


@contextmanager
def _folder(at: str) -> Iterator[str]:
    if at:
        yield at
    else:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
            yield folder
