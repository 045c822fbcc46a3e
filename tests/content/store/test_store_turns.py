"""Turns: the lock is left to whoever waits for it, and to nobody who is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from content.store import stamp, turns
from content.store.turns import Turns


class Clock:
    """Stands still but for those who sleep; `meanwhile` is what others do then."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.meanwhile: Callable[[], object] = bool

    def monotonic(self) -> float:
        return self.now

    def monotonic_ns(self) -> int:
        return round(self.now * 10**9)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.meanwhile()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(turns, "time", clock)
    return clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "nordkalott.db"
    path.touch()
    return path


def left(one: Turns, clock: Clock) -> float:
    """For how many milliseconds it leaves the lock to others."""
    began = clock.now
    one.give_way()
    return round((clock.now - began) * 1_000, 3)


def test_the_lock_is_left_to_who_waits_until_it_has_it(path: Path, clock: Clock) -> None:
    one, other = Turns(path), Turns(path)
    assert left(one, clock) == 0
    assert other.wait(0)
    clock.meanwhile = other.taken
    assert left(one, clock) == 1
    assert left(one, clock) == 0


def test_it_is_not_left_for_long_to_who_does_not_take_it(path: Path, clock: Clock) -> None:
    one, other = Turns(path), Turns(path)
    assert other.wait(0)
    assert 20 <= left(one, clock) <= 21
    assert sum(left(one, clock) for _ in range(5)) <= 31  # it has noted nothing for 50 ms: it is gone


def test_who_has_it_does_not_wait_for_itself(path: Path, clock: Clock) -> None:
    one = Turns(path)
    assert one.wait(0)
    one.taken()
    assert left(one, clock) == 0


def test_a_time_from_before_the_machine_was_started_anew_is_nobody(path: Path, clock: Clock) -> None:
    one = Turns(path)
    cells = stamp.mapped(path, read_only=False)
    assert cells is not None
    cells[stamp.WAITING] = clock.monotonic_ns() + 10**15
    assert left(one, clock) == 0


def test_without_shared_memory_nobody_is_waited_for(tmp_path: Path, clock: Clock) -> None:
    one, other = Turns(tmp_path / "nowhere" / "a.db"), Turns(tmp_path / "nowhere" / "a.db")
    assert other.wait(0)
    assert left(one, clock) == 0
    other.taken()


def test_who_waits_gives_up_at_last(path: Path, clock: Clock) -> None:
    one = Turns(path)
    began, looks = clock.now, 0
    while one.wait(looks):
        looks += 1
    assert 5 <= clock.now - began < 5.01
