"""Search in 100,000 live editions of some 230 words each, beside a scan of titles and summaries for the same words."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from content import lifecycle, queries
from content.kinds import Kind
from content.lifecycle import Publish, SaveDraft
from content.model import Content, News, Page
from content.ports import Reading, Store, Writing
from content.search import Query, parse
from content.search.words import fold
from content.text import Prose, Span
from service.bench import Measured, samples
from service.bench.vocabulary import speaker, vocabulary
from service.wiring import DATABASE, now, opened_store

_RECORDS = 100_000
_BATCH = 500
_ROUNDS = 100
_SCANS = 5
_PAGE = 20
_COMMON, _RARE, _PART = "samarbeidet", "sjeldenheter", "rbeid"


class _Asked(Struct, frozen=True):
    name: str
    text: str
    kind: Kind | None = None
    topic: str | None = None


def measure() -> tuple[Measured, ...]:
    """Median and 99th percentile of a highlighted page for each sort of query, what a scan takes, and what filling takes."""
    words = vocabulary()
    asked = (
        _Asked("a rare word", _RARE),
        _Asked("a word in 60 % of the records", _COMMON),
        _Asked("a word that nobody wrote", "xyzxyz"),
        _Asked("two common words", f"{words[0]} {words[4]}"),
        _Asked("a common and a rare word", f"{words[0]} {_RARE}"),
        _Asked("a phrase of common words", f'"{words[0]} {words[1]}"'),
        _Asked("a part of a compound", _PART),
        _Asked("three letters in thousands of words", "ing"),
        _Asked("sixteen common words", " ".join(words[:16])),
        _Asked("a common word, a kind and a topic", _COMMON, "page", "barents"),
    )
    with _filled(words) as (store, heard, rate):
        lines = [line for each in asked for line in _compared(store, heard, each)]
    on = f"{_RECORDS:,} records, the index too, without checks"
    return (
        *lines,
        Measured(name="filling the store for search", value=rate, unit="records/s", target="", on=on),
    )


def _compared(store: Store, heard: list[str], asked: _Asked) -> Iterator[Measured]:
    query = parse(asked.text, "nb")
    with store.read() as reading:
        found = len(_search(reading, asked))
        times = _times(lambda: _search(reading, asked), _ROUNDS)
    scans = _times(lambda: _scan(heard, query), _SCANS)
    median, late = statistics.median(times), statistics.quantiles(times, n=100)[98]
    on = f"p99 {late:.1f} ms; {found} on the first page of {_PAGE}"
    yield Measured(name=f"search: {asked.name}", value=median, unit="ms", target="≤ 20", on=on)
    scan = statistics.median(scans)
    on = f"{scan:.1f} ms in memory for title and summary alone, without kind and topic"
    yield Measured(name="  a scan against it", value=scan / median, unit="×", target="", on=on)


def _search(reading: Reading, asked: _Asked) -> tuple[queries.Hit, ...]:
    return queries.search(reading, asked.text, "nb", kind=asked.kind, topic=asked.topic, limit=_PAGE)


def _scan(heard: list[str], query: Query) -> list[str]:
    stems = query.stems
    return list(itertools.islice((each for each in heard if all(stem in each for stem in stems)), _PAGE))


def _times(ask: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        found.append((time.perf_counter() - began) * 1000)
    return found


@contextmanager
def _filled(words: list[str]) -> Iterator[tuple[Store, list[str], float]]:
    """The store, title and summary of each record folded, newest first, and how many records a second were kept."""
    say = speaker(words)
    heard: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        store = opened_store(Path(folder) / DATABASE)
        spent = 0.0
        for start in range(0, _RECORDS, _BATCH):
            contents = [_content(number, say) for number in range(start, start + _BATCH)]
            heard += (fold(each.title) + "\n" + fold(each.summary) for each in contents)
            began = time.perf_counter()
            store.write(partial(_keep, start, contents))
            spent += time.perf_counter() - began
        try:
            yield store, heard[::-1], _RECORDS / spent
        finally:
            store.close()


def _keep(start: int, contents: list[Content], writing: Writing) -> None:
    for number, content in enumerate(contents, start):
        identity = samples.identity(number)
        saved = lifecycle.save(
            None, SaveDraft(id=identity, locale="nb", content=content, author="bench"), now()
        )
        writing.apply(saved)
        command = Publish(id=identity, locale="nb", revision=1, actor="bench")
        writing.apply(lifecycle.publish(saved.standing, saved.revision, command, now()))


def _content(number: int, say: Callable[[int], str]) -> Content:
    """A page in ten has the common word in its summary, six in their body; one in 5,000 has the rare one."""
    body = [say(100), say(100) + (f" {_COMMON}" if number % 5 < 3 else "")]  # noqa: PLR2004  # 60 %
    if number % 5_000 == 7:  # noqa: PLR2004  # any one of them
        body.append(f"Om {_RARE}.")
    sort = News if number % 3 else Page
    return sort(
        slug=f"prove-{number}",
        title=say(7),
        summary=say(20) + (f" {_COMMON}" if number % 10 == 0 else ""),
        topics=("barents",) if number % 4 == 0 else (),
        body=tuple(Prose(key=f"p{at}", children=(Span(text=text),)) for at, text in enumerate(body)),
    )
