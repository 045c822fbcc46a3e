"""What stays: a crawler over everything, however it asks, turns over what is new and leaves what is used."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator

import pytest

from service.snapshots import IDENTITY
from service.snapshots.shelf import Snapshots
from tests.service.snapshots.log import Log, put, shelf, snapshot

HOT = [f"hot {number}" for number in range(100)]
BUDGET = 4_000_000
"""Room for some eight hundred answers of 2 kB."""


def ask(snapshots: Snapshots, log: Log, key: str, size: int = 2_000) -> bool:
    """One request; was its answer there?"""
    if snapshots.look(key, 0) is not None:
        return True
    put(snapshots, log, key, snapshot(f"record:{key}", size=size))
    return False


def once() -> Iterator[str]:
    return (f"/v1/records/{number}" for number in range(30_000))


def head_before_get() -> Iterator[str]:
    return (f"/v1/records/{number}" for number in range(15_000) for _ in range(2))


def twice_in_a_row() -> Iterator[str]:
    """Two crawlers, one a little behind the other."""
    first = [f"/v1/records/{number}" for number in range(15_000)]
    return (each for pair in zip(first[50:], first, strict=False) for each in pair)


def permutations_of_records() -> Iterator[str]:
    """Ever other sets of records: each of them is a list of its own."""
    dice = random.Random(7)
    return (f"records={','.join(map(str, sorted(dice.sample(range(10**6), 5))))}" for _ in range(30_000))


@pytest.mark.parametrize(
    "crawl", [once, head_before_get, twice_in_a_row, permutations_of_records], ids=lambda each: each.__name__
)
def test_a_crawl_does_not_flush_what_is_used(crawl: Callable[[], Iterator[str]]) -> None:
    snapshots, dice = shelf(log := Log(), BUDGET), random.Random(1)
    for _ in range(5):
        for key in HOT:
            ask(snapshots, log, key)
    asked = found = 0
    for key in crawl():
        ask(snapshots, log, key)
        asked += 1
        found += ask(snapshots, log, dice.choice(HOT))
        assert snapshots.weight <= BUDGET
    assert found / asked > 0.995


def test_least_recently_used_would_be_flushed_by_the_same_crawl() -> None:
    """The control: with a hot set that is asked for more seldom than the crawler turns the memory over, use has to count."""
    snapshots = shelf(log := Log(), BUDGET)
    for _ in range(5):
        for key in HOT:
            ask(snapshots, log, key)
    turn = itertools.cycle(HOT)
    recent: dict[str, None] = dict.fromkeys(HOT)
    kept = lru = asked = 0
    for number, key in enumerate(once()):
        ask(snapshots, log, key)
        recent[key] = None
        if number % 10 == 0:
            hot = next(turn)
            asked += 1
            kept += ask(snapshots, log, hot)
            lru += hot in recent
            recent.pop(hot, None)
            recent[hot] = None
        while len(recent) > 800:
            del recent[next(iter(recent))]
    assert lru < asked * 0.2
    assert kept > asked * 0.95


def test_what_becomes_used_gets_in_while_a_crawl_goes_on() -> None:
    snapshots = shelf(log := Log(), BUDGET)
    crawl = once()
    for key in itertools.islice(crawl, 5_000):
        ask(snapshots, log, key)
    found = []
    for key in itertools.islice(crawl, 5_000):
        ask(snapshots, log, key)
        found.append(ask(snapshots, log, "new"))
    assert sum(found[-4_000:]) > 3_990


def test_names_of_nothing_leave_the_rest_alone() -> None:
    snapshots = shelf(log := Log(), BUDGET)
    for key in HOT:
        ask(snapshots, log, key)
    whole = snapshots.weight
    for number in range(5_000):
        put(snapshots, log, f"no {number}", snapshot("nothing", size=300, status=404))
        assert snapshots.weight <= whole + BUDGET // 64
    assert all(snapshots.look(key, 0) for key in HOT)


def test_a_hit_by_its_target_is_a_use() -> None:
    snapshots = shelf(log := Log(), BUDGET)
    slot = put(snapshots, log, "hot", snapshot("t"))
    assert slot
    snapshots.alias(slot, b"/hot", None)
    for key in once():
        ask(snapshots, log, key)
        assert snapshots.find(b"/hot", "", IDENTITY, 0)
