"""Turns of the event loop: what is made on it has a part of each, and whoever waits comes in by turns, first come first served."""

from __future__ import annotations

import asyncio

import pytest

from service.web import turns
from service.web.turns import Turns


async def fill(parts: Turns) -> None:
    parts.spent(turns._MOST)


def is_full(parts: Turns) -> bool:
    """As it is now: mypy takes a property to stay what it was."""
    return parts.full


def test_a_turn_that_had_its_part_is_full_until_the_next_one() -> None:
    async def run() -> None:
        parts = Turns()
        parts.spent(turns._MOST / 2)
        assert not is_full(parts)
        parts.spent(turns._MOST / 2)
        assert is_full(parts)
        await asyncio.sleep(0)
        assert not is_full(parts)

    asyncio.run(run())


def test_those_who_wait_come_in_a_few_at_a_time_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_TOGETHER", 3)

    async def run() -> list[list[int]]:
        parts, came = Turns(), list[int]()

        async def one(number: int) -> None:
            await parts.wait()
            came.append(number)

        first = asyncio.create_task(fill(parts))
        tasks = [asyncio.create_task(one(number)) for number in range(8)]
        await first
        tasks[1].cancel()
        by_turn: list[list[int]] = []
        while len(came) < 7:
            await asyncio.sleep(0)
            if came:
                by_turn.append(came.copy())
        return by_turn

    by_turn = asyncio.run(run())
    assert by_turn[-1] == [0, 2, 3, 4, 5, 6, 7]
    assert max(len(after) - len(before) for before, after in zip([[], *by_turn], by_turn, strict=False)) <= 3


def test_who_comes_while_others_wait_does_not_overtake_them() -> None:
    async def run() -> None:
        parts = Turns()
        first = asyncio.create_task(fill(parts))
        waiting = [asyncio.create_task(parts.wait()) for _ in range(4 * turns._TOGETHER)]
        await first
        while not waiting[0].done():
            await asyncio.sleep(0)
        assert not waiting[-1].done()
        assert is_full(parts)  # with nothing spent
        await asyncio.gather(*waiting)
        assert not is_full(parts)

    asyncio.run(run())


def test_a_loop_that_has_ended_keeps_nobody_waiting() -> None:
    parts = Turns()

    asyncio.run(fill(parts))
    asyncio.run(asyncio.wait_for(parts.wait(), 5))
    assert not is_full(parts)
