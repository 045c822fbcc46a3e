"""Checking many sources, in order: here, or in several processes. What is under way is bounded, so that memory is too."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Final

from msgspec import Struct

from content import accessibility, advice
from content.accessibility import Report
from content.accessibility.tree import Mode
from content.advice import Advice, Detector, Remembering, advise
from content.errors import NordkalottError
from service.cli import sources
from service.cli.sources import Source

_AHEAD: Final = 8
"""Sources that each process is given ahead of the one that is waited for."""


class How(Struct, frozen=True):
    """As what it is checked: `mode` None leaves that to its opening. `advice` asks for that too."""

    mode: Mode | None
    heading_level: int
    advice: bool = False


class Checked(Struct, frozen=True):
    """What came of a source: a Report, and advice where it was asked for; or why there is none."""

    source: Source
    mode: Mode = "fragment"
    report: Report | None = None
    advice: Advice | None = None
    why: str = ""


def one(source: Source, how: How) -> Checked:
    """Read and check one source."""
    try:
        html = sources.text(source)
    except NordkalottError as error:
        return Checked(source, why=str(error))
    mode: Mode = how.mode or ("document" if accessibility.is_document(html) else "fragment")
    report = accessibility.check(html, mode=mode, heading_level=how.heading_level)
    said = advise(html, mode=mode, detector=_detector()) if how.advice else None
    return Checked(source, mode, report, said)


@cache
def _detector() -> Detector:
    """One for each process that checks, which loads it when it is first asked."""
    return Remembering(advice.detector())


def each(found: Iterable[Source], how: How, jobs: int) -> Iterator[Checked]:
    """Every source, in the order that they were named. `jobs` is how many processes share the work; 1 is this one alone."""
    if jobs == 1:
        for source in found:
            yield one(source, how)
        return
    # A fresh process shares nothing with this one: no lock can be held by a thread that is not there.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, fresh) as pool:
        waiting: deque[tuple[Source, Future[Checked]]] = deque()
        for source in found:
            waiting.append((source, _begun(pool, source, how)))
            if len(waiting) > jobs * _AHEAD:
                yield _ended(*waiting.popleft())
        while waiting:
            yield _ended(*waiting.popleft())


def _begun(pool: ProcessPoolExecutor, source: Source, how: How) -> Future[Checked]:
    if source.sort == "stdin":  # no other process has it
        done: Future[Checked] = Future()
        done.set_result(one(source, how))
        return done
    try:
        return pool.submit(one, source, how)
    except BrokenProcessPool as error:
        failed: Future[Checked] = Future()
        failed.set_exception(error)
        return failed


def _ended(source: Source, future: Future[Checked]) -> Checked:
    try:
        return future.result()
    except BrokenProcessPool:
        return Checked(
            source, why=f"{source.shown} was not checked: a process ended. Try again with --jobs 1."
        )
