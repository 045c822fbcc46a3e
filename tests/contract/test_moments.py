"""When tags were moved: by every change, silent ones too, never back, and gone with what a redaction removes."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from content import tags
from content.ports import Store
from content.store import moments
from tests.contract import build

HOUR = 3_600_000_000
NOON = 1_780_000_000_000_000
MARK = b"one"
FAR = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)


class WorkFailedError(Exception):
    """A work of ours fails."""


class Hands:
    """A clock that is set by hand, in microseconds."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def clock(store: Store, monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(moments, "clock", hands)
    hands.at = NOON - HOUR
    store.write(lambda writing: writing.moments.write_by(MARK))
    hands.at = NOON
    return hands


def newest(store: Store, *names: str) -> int:
    """In microseconds after noon; the hour before is when the program was noted, and -1 stands for none at all."""
    with store.read() as reading:
        found = reading.moments.newest(names, FAR, MARK)
    return -1 if found is None else round(found.timestamp() * 1_000_000) - NOON


def record(number: int) -> str:
    return tags.record(build.identity(number))


def test_a_change_moves_its_tags_and_no_others(store: Store, clock: Hands) -> None:
    assert newest(store, tags.kind("nb", "news")) == -HOUR
    build.publish(store, 1, build.news("en", topics=("barents",)))
    clock.at += 5
    build.publish(store, 2, build.news("to"))
    assert [
        newest(store, each)
        for each in (record(1), record(2), "slug:nb:en", "kind:nb:news", "topic:nb:barents", "slug:nb:x")
    ] == [0, 5, 0, 5, 0, -HOUR]
    assert newest(store, record(1), "slug:nb:x", record(2)) == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda store: build.withdraw(store, 1),
        lambda store: store.write(lambda writing: writing.touch(build.identity(1), "nb", build.at(1))),
        lambda store: build.publish(store, 1, build.news("en", "Rettet"), update="minor"),
        lambda store: (build.redact(store, 1, "Tromsø"), store.erase()),
    ],
    ids=["a withdrawal", "a silent change", "a correction", "a redaction"],
)
def test_whatever_the_public_sees_moves_it(
    store: Store, clock: Hands, change: Callable[[Store], object]
) -> None:
    build.publish(store, 1, build.news("en"))
    clock.at += HOUR
    change(store)
    assert newest(store, record(1)) == HOUR


def test_the_time_is_when_it_was_written_not_what_the_change_tells(store: Store, clock: Hands) -> None:
    build.publish(store, 1, build.news("en"), minutes=50)
    clock.at += 7
    build.publish(store, 2, build.news("to"), minutes=10)
    assert newest(store, record(2)) == 7


def test_the_time_is_that_of_the_end_of_the_transaction(store: Store, clock: Hands) -> None:
    """Nobody sees a change before: who asked meanwhile, and got what was before, must not be told that it still holds."""

    def work(writing: Any) -> None:
        writing.touch(build.identity(1), "nb", build.at(1))
        clock.at += HOUR

    build.publish(store, 1, build.news("en"))
    store.write(work)
    assert newest(store, record(1)) == HOUR


def test_works_of_one_transaction_get_one_time_and_what_failed_moves_nothing(
    store: Store, clock: Hands
) -> None:
    build.publish(store, 1, build.news("kari-nordmann"))
    build.publish(store, 2, build.news("to"))
    build.publish(store, 3, build.news("tre"))
    begun, go = threading.Event(), threading.Event()

    def hold(_: Any) -> None:
        begun.set()
        assert go.wait(10)

    def touch(number: int) -> None:
        store.write(lambda writing: cast("Any", writing).touch(build.identity(number), "nb", build.at(1)))

    def fail(writing: Any) -> None:
        writing.touch(build.identity(3), "nb", build.at(1))
        raise WorkFailedError

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(store.write, hold)
        assert begun.wait(10)
        failed = pool.submit(store.write, fail)
        others = [pool.submit(touch, 1), pool.submit(touch, 2)]
        clock.at += HOUR
        go.set()
        for each in (first, *others):
            each.result(10)
        assert isinstance(failed.exception(10), WorkFailedError)
    assert [newest(store, record(each)) for each in (1, 2, 3)] == [HOUR, HOUR, 0]
    build.redact(store, 1, "kari")
    assert store.erase()
    assert store.verify() == ()


def test_a_clock_that_is_set_back_moves_it_once_to_the_next_second_and_then_waits(
    store: Store, clock: Hands
) -> None:
    build.publish(store, 1, build.news("en"))
    clock.at -= HOUR
    build.publish(store, 2, build.news("to"))
    clock.at += 1
    build.publish(store, 3, build.news("tre"))
    assert [newest(store, record(each)) for each in (1, 2, 3)] == [0, 1_000_000, 1_000_000]
    clock.at += 2 * HOUR
    build.publish(store, 4, build.news("fire"))
    assert newest(store, record(4)) == HOUR + 1


def test_a_restore_and_another_program_move_every_tag(store: Store, clock: Hands) -> None:
    build.publish(store, 1, build.news("en"))
    for number, mark in enumerate((b"two", MARK, b"two", MARK), 1):
        clock.at = NOON + number * HOUR
        store.write(lambda writing, mark=mark: writing.moments.write_by(mark))  # type: ignore[misc]
        assert (
            newest(store, record(1)) == newest(store, "slug:nb:x") == (-1 if mark != MARK else number * HOUR)
        )
    clock.at += HOUR
    store.write(lambda writing: writing.begin_epoch(1))
    assert newest(store, record(1)) == 5 * HOUR


def test_a_redacted_slug_is_in_no_tag_any_more(store: Store, clock: Hands) -> None:
    build.publish(store, 1, build.news("kari-nordmann"))
    clock.at += HOUR
    build.redact(store, 1, "kari")
    assert store.erase()
    assert newest(store, "slug:nb:kari-nordmann") == -HOUR
    with store.read() as reading:
        [*_, last] = reading.changes(0, silent=True)
    assert any(newest(store, tag) == HOUR for tag in last.tags if tag.startswith("slug:"))
