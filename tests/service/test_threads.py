"""The threads that wait for the store: what they return and raise, how many there are, and that nobody waits in vain."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from service import threads
from service.threads import Threads


def test_what_the_work_returns_or_raises_comes_back_and_it_ran_in_a_thread() -> None:
    async def ask() -> None:
        own = Threads()
        assert await own.run(threading.get_ident) != threading.get_ident()
        with pytest.raises(ZeroDivisionError):
            await own.run(lambda: 1 // 0)
        assert await asyncio.gather(*(own.run(lambda each=each: each * 2) for each in range(500))) == [  # type: ignore[misc]
            each * 2 for each in range(500)
        ]

    asyncio.run(ask())


def test_there_are_no_more_at_once_than_may_be_and_none_where_nobody_asks() -> None:
    own, lock = Threads(3), threading.Lock()
    now, most, open_ = 0, 0, threading.Event()

    def work() -> None:
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
        open_.wait(5)
        with lock:
            now -= 1

    async def ask() -> None:
        asked = [asyncio.ensure_future(own.run(work)) for _ in range(12)]
        while now < 3:
            await asyncio.sleep(0)
        open_.set()
        await asyncio.gather(*asked)

    before = threading.active_count()
    asyncio.run(ask())
    assert most == 3
    assert threading.active_count() <= before + 3


def test_a_thread_that_has_nothing_to_do_ends_and_another_comes_by_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "_IDLE", 0.01)
    own = Threads()

    def named() -> list[threading.Thread]:
        return [each for each in threading.enumerate() if each.ident in known]

    known = {asyncio.run(own.run(threading.get_ident))}
    deadline = time.monotonic() + 10
    while named() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert not named()
    assert asyncio.run(own.run(lambda: "again")) == "again"


def test_who_no_longer_waits_is_not_told_and_the_next_one_is() -> None:
    async def ask() -> None:
        own, began, open_ = Threads(1), threading.Event(), threading.Event()

        def slow() -> None:
            began.set()
            open_.wait(5)

        first = asyncio.ensure_future(own.run(slow))
        while not began.is_set():
            await asyncio.sleep(0)
        first.cancel()
        second = asyncio.ensure_future(own.run(lambda: 2))
        await asyncio.sleep(0)
        open_.set()
        assert await second == 2
        assert first.cancelled()

    asyncio.run(ask())


def test_a_loop_that_has_ended_takes_nobody_elses_answer_with_it() -> None:
    own, began, open_ = Threads(), threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        open_.wait(5)

    async def leave() -> None:
        task = asyncio.ensure_future(own.run(slow))
        while not began.is_set():
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(leave())
    open_.set()
    assert asyncio.run(own.run(lambda: "here")) == "here"
