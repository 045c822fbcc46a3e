"""The journal's retention: only its oldest entries go, and what is left can still be verified."""

from __future__ import annotations

import pytest

from content.errors import WrongState
from content.journal import Chain, Link
from content.ports import Store
from content.ports.retention import Start
from tests.contract import build


def fill(store: Store, count: int = 6) -> None:
    """Entries 1 to `count`, a minute between them."""
    for number in range(count):
        at = build.at(number)
        store.write(lambda writing, at=at: writing.record("kari", "note", at, {}))  # type: ignore[misc]


def drop(store: Store, minutes: int, most: int = 100) -> int:
    """Drop what is from before so many minutes after the start."""
    with store.read() as reading:
        start = reading.retention.due(build.at(minutes), most)
    return store.write(lambda writing: writing.retention.drop(start)) if start else 0


def test_the_journal_is_whole_at_first(store: Store) -> None:
    fill(store)
    with store.read() as reading:
        assert reading.retention.start() is None
        assert reading.retention.due(build.at(0), 100) is None


def test_what_is_left_goes_on_from_the_last_hash(store: Store) -> None:
    fill(store)
    with store.read() as reading:
        before = reading.journal()
    assert drop(store, 3) == 3
    with store.read() as reading:
        assert reading.retention.start() == Start(number=3, hash=before[2].hash)
        assert reading.journal() == before[3:]
        chain = Chain(Link(number=3, hash=before[2].hash))
        assert [fault for entry in reading.journal() for fault in chain.faults(entry)] == []
    # The fixture verifies the store after the test; what says so itself is the command's to write.
    record_of_pruning(store)


def test_so_many_at_a_time(store: Store) -> None:
    fill(store)
    assert [drop(store, 5, most=2) for _ in range(4)] == [2, 2, 1, 0]
    record_of_pruning(store)


def test_the_newest_stays(store: Store) -> None:
    fill(store, 3)
    assert drop(store, 1000) == 2
    with store.read() as reading:
        (newest,) = reading.journal()
    assert newest.number == 3
    record_of_pruning(store)


def test_nothing_behind_one_that_must_stay(store: Store) -> None:
    """A clock that was set back makes a young entry look old: it waits for those before it."""
    fill(store, 3)
    store.write(lambda writing: writing.record("kari", "note", build.at(0), {}))
    store.write(lambda writing: writing.record("kari", "note", build.at(9), {}))
    assert drop(store, 2) == 2
    with store.read() as reading:
        assert [entry.number for entry in reading.journal()] == [3, 4, 5]
    record_of_pruning(store)


def test_only_up_to_an_entry_that_is_there(store: Store) -> None:
    fill(store, 3)
    with store.read() as reading:
        entries = reading.journal()
    for start in (
        Start(number=2, hash=entries[0].hash),
        Start(number=3, hash=entries[2].hash),
        Start(number=9, hash=entries[2].hash),
    ):
        with pytest.raises(WrongState, match="journal starts after"):
            store.write(lambda writing, start=start: writing.retention.drop(start))  # type: ignore[misc]
    with store.read() as reading:
        assert reading.journal() == entries
        assert reading.retention.start() is None


def test_what_was_dropped_and_not_said_is_found(store: Store) -> None:
    fill(store)
    drop(store, 3)
    assert any("does not say so itself" in fault for fault in store.verify())
    record_of_pruning(store)
    assert store.verify() == ()


def test_choices(store: Store) -> None:
    build.publish(store, 1, build.news("en"))
    build.publish(store, 2, build.news("to"))
    store.write(lambda writing: writing.record("ola", "note", build.at(1), {}))
    with store.read() as reading:
        everything = reading.journal()
        assert reading.journal(identity=build.identity(1)) == everything[:2]
        assert reading.journal(verb="publish") == (everything[1], everything[3])
        assert reading.journal(actor="ola") == everything[4:]
        assert reading.journal(2, identity=build.identity(2), verb="publish") == everything[3:4]
        assert reading.journal(actor="ola", verb="publish") == ()


def record_of_pruning(store: Store) -> None:
    """What the command writes in the same transaction."""
    with store.read() as reading:
        start = reading.retention.start()
    assert start is not None
    store.write(
        lambda writing: writing.record(
            "kari", "prune-journal", build.at(60), {"through": start.number, "hash": start.hash}
        )
    )
