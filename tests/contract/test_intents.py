"""The room of intents: bounded, one for each callback and topic, and done once."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from content.errors import TooMany
from content.ports import Store
from content.ports.intents import LONGEST, Bounds, Intent
from tests.contract import build

WIDE = Bounds(host=100, address=100, all=100)


def one(number: int = 1, **more: Any) -> Intent:
    made = Intent(
        id=UUID(int=number),
        act="subscribe",
        callback=f"https://leser.example/{number}",
        topic="https://x/feeds/nb.atom",
        host="leser.example",
        lease=864000,
        secret="hemmelig ø\x00",
        address="192.0.2.7",
        made_at=build.at(0),
        due_at=build.at(0),
    )
    return structs.replace(made, **more)


def keep(store: Store, *intents: Intent, bounds: Bounds = WIDE) -> None:
    for each in intents:
        store.write(lambda writing, each=each: writing.intents.keep(each, bounds))  # type: ignore[misc]


def due(store: Store, minute: int = 0, limit: int = 100) -> tuple[Intent, ...]:
    with store.read() as reading:
        return reading.intents.due(build.at(minute), limit)


def following(store: Store, now: datetime.datetime) -> datetime.datetime | None:
    with store.read() as reading:
        return reading.intents.next(now)


def test_they_come_back_when_they_are_due_the_earliest_first(store: Store) -> None:
    assert following(store, build.at(0)) is None
    first, second, later = one(1, due_at=build.at(2)), one(2, due_at=build.at(1)), one(3, due_at=build.at(5))
    keep(store, first, second, later)
    assert due(store, 0) == ()
    assert due(store, 2) == (second, first)
    assert due(store, 2, limit=1) == (second,)
    assert following(store, build.at(0)) == build.at(1)


def test_a_newer_one_takes_the_place_and_the_older_one_cannot_be_done_any_more(store: Store) -> None:
    old, new = one(1), one(2, callback=one(1).callback, secret="another")
    keep(store, old, new)
    assert due(store) == (new,)
    assert not store.write(lambda writing: writing.intents.take(old))
    assert not store.write(lambda writing: writing.intents.put_off(old, build.at(1), attempts=1))
    assert store.write(lambda writing: writing.intents.take(new))
    assert not store.write(lambda writing: writing.intents.take(new))
    assert due(store) == ()


def test_what_is_put_off_waits_and_counts_its_attempts(store: Store) -> None:
    keep(store, one())
    assert store.write(lambda writing: writing.intents.put_off(one(), build.at(3), attempts=1))
    assert due(store, 2) == ()
    assert due(store, 3) == (one(due_at=build.at(3), attempts=1),)
    assert not store.write(
        lambda writing: writing.intents.put_off(one(), build.at(4), attempts=1)
    )  # claimed already


def test_it_may_become_a_denial_while_it_waits(store: Store) -> None:
    keep(store, one())
    denial = one(act="deny", reason="Borte.")
    assert store.write(lambda writing: writing.intents.put_off(denial, build.at(3), attempts=1))
    assert due(store, 3) == (one(act="deny", reason="Borte.", due_at=build.at(3), attempts=1),)


def test_a_clock_that_is_set_back_holds_up_nothing(store: Store) -> None:
    keep(store, one(1, due_at=build.at(60)), one(2, due_at=build.at(60) + LONGEST))
    assert len(due(store, 0)) == 2
    assert following(store, build.at(0)) == build.at(0)
    assert due(store, 55) == (one(2, due_at=build.at(60) + LONGEST),)


@pytest.mark.parametrize("bound", ["host", "address", "all"])
def test_what_waits_is_bounded(store: Store, bound: str) -> None:
    bounds = structs.replace(WIDE, **{bound: 2})
    keep(store, one(1), one(2), bounds=bounds)
    with pytest.raises(TooMany):
        keep(store, one(3), bounds=bounds)
    assert due(store) == (one(1), one(2))
    keep(store, one(4, callback=one(2).callback), bounds=bounds)  # it takes the place of another
    assert [each.id.int for each in due(store)] == [1, 4]
    if bound != "all":
        keep(store, one(5, host="other.example", address="192.0.2.8"), bounds=bounds)
    store.write(lambda writing: writing.intents.keep(one(6)))  # what we ourselves have to tell is not bounded
    with store.read() as reading:
        assert reading.intents.count() == (3 if bound == "all" else 4)
