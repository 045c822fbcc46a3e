"""One makes what many ask for at once; who fails or is slow takes nobody along."""

from __future__ import annotations

import asyncio

import pytest

from content.ports import Head
from service.snapshots import Made, flights
from service.snapshots.flights import Flights
from tests.service.snapshots.log import snapshot

MADE = Made(snapshot("t"), Head(epoch="one", seq=1), None)


def test_the_first_makes_it_for_all() -> None:
    async def run() -> None:
        under_way = Flights()
        flight, leading = under_way.join("a")
        assert leading
        others = [under_way.join("a") for _ in range(3)]
        assert [each for each in others if each[1]] == []
        assert under_way.join("b")[1]
        waiting = asyncio.gather(*(under_way.waited("a", each) for each, _ in others))
        await asyncio.sleep(0)
        await asyncio.to_thread(under_way.land, "a", flight, MADE)
        assert await waiting == [MADE] * 3
        assert under_way.join("a")[1]

    asyncio.run(run())


def test_after_one_that_failed_the_next_makes_it() -> None:
    async def run() -> None:
        under_way = Flights()
        flight, _ = under_way.join("a")
        same, _ = under_way.join("a")
        under_way.land("a", flight, None)
        assert await under_way.waited("a", same) is None
        assert under_way.join("a")[1]

    asyncio.run(run())


def test_for_one_that_is_slow_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flights, "PATIENCE", 0.01)

    async def run() -> None:
        under_way = Flights()
        flight, _ = under_way.join("a")
        assert await under_way.waited("a", under_way.join("a")[0]) is None
        second, leading = under_way.join("a")
        assert leading
        under_way.land("a", flight, MADE)  # late, and not in the way of the second
        assert not under_way.join("a")[1]
        under_way.land("a", second, MADE)

    asyncio.run(run())


def test_one_who_leaves_does_not_take_it_from_the_others() -> None:
    async def run() -> None:
        under_way = Flights()
        flight, _ = under_way.join("a")
        leaver = asyncio.ensure_future(under_way.waited("a", under_way.join("a")[0]))
        stayer = asyncio.ensure_future(under_way.waited("a", under_way.join("a")[0]))
        await asyncio.sleep(0)
        leaver.cancel()
        await asyncio.sleep(0)
        under_way.land("a", flight, MADE)
        assert await stayer == MADE

    asyncio.run(run())
