"""The security log: attempts counted by the minute, the oldest dropped by time and by number."""

from __future__ import annotations

from msgspec import structs

from content.ports import Store
from content.ports.security import Attempt
from tests.contract import build

ONE = Attempt(
    minute=build.at(0), cause="unknown", route="POST /v1/drafts", address="192.0.2.7", token="", count=3
)


def note(store: Store, *attempts: Attempt) -> None:
    store.write(lambda writing: writing.security.note(attempts))


def seen(store: Store, since: int = 0, limit: int = 100) -> list[Attempt]:
    with store.read() as reading:
        return list(reading.security.attempts(since, limit))


def test_they_come_back_in_order(store: Store) -> None:
    other = structs.replace(ONE, minute=build.at(1), cause="scope", token="0123456789abcdef", count=1)
    note(store, ONE, other)
    assert seen(store) == [structs.replace(ONE, number=1), structs.replace(other, number=2)]
    assert [each.number for each in seen(store, since=1)] == [2]
    assert [each.number for each in seen(store, limit=1)] == [1]


def test_those_of_one_kind_and_minute_are_counted_together(store: Store) -> None:
    note(store, ONE, structs.replace(ONE, count=4))
    note(store, ONE)
    assert [each.count for each in seen(store)] == [10]


def test_the_old_and_the_many_are_dropped(store: Store) -> None:
    note(store, *(structs.replace(ONE, minute=build.at(minute)) for minute in range(10)))
    assert store.write(lambda writing: writing.security.forget(build.at(3), 100)) == 3
    assert store.write(lambda writing: writing.security.forget(build.at(3), 100)) == 0
    assert store.write(lambda writing: writing.security.forget(build.at(0), 2)) == 5
    assert [each.minute for each in seen(store)] == [build.at(8), build.at(9)]
    note(store, structs.replace(ONE, minute=build.at(11)))
    assert [each.number for each in seen(store)] == [9, 10, 11]
