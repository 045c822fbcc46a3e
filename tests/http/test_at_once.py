"""What is quickly made is made on the event loop; what is not, and what has shown to be slow, in a thread."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from service.threads import Threads
from service.web import handler
from tests.http.house import PAGE, House
from tests.http.test_miss_cost import fresh

RECORD = f"/v1/records/{PAGE}?locale=nb"


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What went to a thread."""
    found: list[object] = []
    run = Threads.run

    async def counted(self: Threads, work: Callable[[], Any]) -> Any:
        found.append(work)
        return await run(self, work)

    monkeypatch.setattr(Threads, "run", counted)
    return found


def test_a_record_needs_no_thread_and_a_feed_does(house: House, gone: list[object]) -> None:
    begun = fresh(house)
    assert begun.get(RECORD).status_code == 200
    assert begun.get("/v1/records/finnes-ikke").status_code == 404
    assert not gone
    assert begun.get("/feeds/nb.atom").status_code == 200
    assert len(gone) == 1


def test_where_one_took_long_the_next_ones_go_to_threads(
    house: House, gone: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "_LONG", -1.0)
    monkeypatch.setattr(handler, "_SHARE", 1_000_000)
    begun = fresh(house)
    first = begun.get(RECORD)
    assert not gone
    second = begun.get(f"{RECORD}&fields=title,id")
    assert len(gone) == 1
    assert (first.status_code, second.status_code) == (200, 200)


def test_what_other_threads_had_the_processor_for_tells_nothing(
    house: House, gone: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "_LONG", -1.0)
    monkeypatch.setattr(handler, "_SHARE", 1_000_000)
    monkeypatch.setattr(handler, "process_time", itertools.count(0, 1_000).__next__)
    begun = fresh(house)
    begun.get(RECORD)
    begun.get(f"{RECORD}&fields=title,id")
    assert not gone


def test_beside_threads_that_wait_too_it_is_seen_that_one_took_long(
    house: House, gone: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, waits, over = handler.Handler._plain, threading.Event(), threading.Event()

    def as_from_a_slow_disk(self: handler.Handler, *asked: Any, hurried: bool = False) -> Any:
        if hurried:
            time.sleep(2 * handler._LONG)
        else:
            waits.set()
            over.wait(5)
        return plain(self, *asked, hurried=hurried)

    monkeypatch.setattr(handler.Handler, "_plain", as_from_a_slow_disk)
    begun = fresh(house)
    with ThreadPoolExecutor(1) as beside:
        beside.submit(begun.get, "/v1/records")
        waits.wait(5)
        begun.get(RECORD)
        over.set()
    begun.get(f"{RECORD}&fields=title,id")
    assert len(gone) == 2
