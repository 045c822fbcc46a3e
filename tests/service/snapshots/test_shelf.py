"""Snapshots: dropped by tag, never put back by a slow read, bounded, and honest about time."""

from __future__ import annotations

import time

import pytest

from content.errors import StoreError
from service.snapshots import IDENTITY, slots
from tests.service.snapshots.log import Log, put, shelf, snapshot


def test_a_change_drops_what_has_its_tags_and_nothing_else() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "a", snapshot("record:1", "kind:nb:news"))
    put(snapshots, log, "b", snapshot("record:2"))
    log.touch("record:1")
    assert snapshots.look("a", 0) is None
    assert snapshots.look("b", 0) is not None


def test_a_silent_change_drops_what_has_its_tags_too() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "a", snapshot("record:1"))
    log.touch("record:1", silent=True)
    assert snapshots.look("a", 0) is None


def test_a_slow_read_cannot_put_back_what_a_change_took_away() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "other", snapshot("other"))
    began = log.head()
    log.touch("record:1")
    snapshots.catch_up()
    snapshots.admit("a", snapshot("record:1"), began, 0)
    assert snapshots.look("a", 0) is None
    put(snapshots, log, "a", snapshot("record:1"))
    assert snapshots.look("a", 0) is not None


def test_what_was_made_of_a_newer_view_than_was_followed_is_not_dropped_for_what_is_in_it() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "b", snapshot("record:2"))
    log.touch("record:1")
    snapshots.admit("a", snapshot("record:1"), log.head(), 0)
    assert snapshots.look("a", 0) is not None
    log.touch("record:1")
    assert snapshots.look("a", 0) is None


def test_a_read_from_before_a_restore_is_not_kept() -> None:
    snapshots = shelf(log := Log())
    for _ in range(5):
        log.touch("other")
    put(snapshots, log, "b", snapshot("record:2"))
    began = log.head()
    log.epoch, log.changes_made = "two", []
    snapshots.catch_up()
    snapshots.admit("a", snapshot("record:1"), began, 0)
    assert snapshots.look("a", 0) is None


def test_a_restore_forgets_everything() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("record:1"))
    assert slot
    snapshots.alias(slot, b"/a", None)
    log.epoch = "two"
    assert snapshots.find(b"/a", "", IDENTITY, 0) is None
    assert snapshots.look("a", 0) is None
    assert snapshots.weight == 0
    snapshots.alias(slot, b"/a", None)
    assert snapshots.find(b"/a", "", IDENTITY, 0) is None


def test_after_very_many_changes_nothing_is_taken_for_true_that_was_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.snapshots.shelf._FAR", 10)
    snapshots = shelf(log := Log())
    put(snapshots, log, "a", snapshot("record:1"))
    began = log.head()
    log.touch("record:1")
    for _ in range(10):
        log.touch("other")
    assert snapshots.look("a", 0) is None
    assert snapshots.admit("a", snapshot("record:1"), began, 0) is None
    assert put(snapshots, log, "a", snapshot("record:1"))


def test_a_read_from_before_all_that_is_remembered_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.snapshots.shelf._REMEMBERED", 3)
    snapshots = shelf(log := Log())
    put(snapshots, log, "other", snapshot("other"))
    began = log.head()
    for number in range(5):
        log.touch(f"record:{number}")
    snapshots.catch_up()
    assert snapshots.admit("a", snapshot("record:1"), began, 0) is None
    assert snapshots.admit("b", snapshot("untouched, as far as is remembered"), began, 0) is None
    assert put(snapshots, log, "a", snapshot("record:1"))


def test_the_budget_holds() -> None:
    log = Log()
    one = shelf(log)
    put(one, log, "a", snapshot("t", size=1000))
    budget = 3 * one.weight + 500
    snapshots = shelf(log, budget)
    for key in "abcdef":
        put(snapshots, log, key, snapshot("t", size=1000))
        assert snapshots.weight <= budget
    assert [key for key in "abcdef" if snapshots.look(key, 0)] == ["d", "e", "f"]
    assert snapshots.evictions == 3
    assert put(snapshots, log, "g", snapshot("t", size=10**6)) is None
    assert snapshots.look("f", 0) is not None


def test_what_holds_for_a_time_only_is_not_served_after_it() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("t", until=100.0), now=99.0)
    assert slot
    snapshots.alias(slot, b"/a", None)
    assert snapshots.find(b"/a", "", IDENTITY, 99.9) is not None
    assert snapshots.find(b"/a", "", IDENTITY, 100.0) is None
    assert snapshots.look("a", 99.9) is not None
    assert snapshots.look("a", 100.0) is None
    assert snapshots.weight == 0


def test_what_was_told_by_a_clock_that_was_set_since_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = 5_000.0
    monkeypatch.setattr(slots, "time", type("Time", (), {"monotonic": staticmethod(lambda: passed)}))
    snapshots = shelf(log := Log())
    now = time.time()
    for key, until in (("a", now + 60), ("b", None)):
        slot = put(snapshots, log, key, snapshot("t", until=until), now=now)
        assert slot
        snapshots.alias(slot, f"/{key}".encode(), None)
    passed += 30
    assert snapshots.find(b"/a", "", IDENTITY, now + 30) is not None
    # An hour back: by the clock it would hold for an hour and a half.
    assert snapshots.find(b"/a", "", IDENTITY, now - 3600 + 30) is None
    assert snapshots.find(b"/b", "", IDENTITY, now - 3600 + 30) is not None
    assert snapshots.look("a", now - 3600 + 30) is None


def test_a_budget_of_nothing_keeps_nothing() -> None:
    snapshots = shelf(log := Log(), 0)
    assert put(snapshots, log, "a", snapshot("t")) is None
    assert snapshots.look("a", 0) is None
    assert snapshots.weight == 0


def test_the_log_is_read_only_where_somebody_has_written() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "a", snapshot("t"))
    for _ in range(3):
        assert snapshots.look("a", 0)
    assert log.reads == 1
    log.touch("other")
    for _ in range(3):
        assert snapshots.look("a", 0)
    assert log.reads == 2


def test_where_the_store_cannot_say_nothing_is_taken_for_true() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("t"))
    assert slot
    snapshots.alias(slot, b"/a", None)
    log.broken = True
    assert snapshots.find(b"/a", "", IDENTITY, 0) is None
    with pytest.raises(StoreError):
        snapshots.look("a", 0)
    log.broken = False
    assert snapshots.find(b"/a", "", IDENTITY, 0) is not None


def test_another_coding_lives_and_goes_with_its_slot() -> None:
    snapshots = shelf(log := Log())
    slot = put(snapshots, log, "a", snapshot("t"))
    assert slot
    before = snapshots.weight
    snapshots.add(slot, "gzip", snapshot("t", size=5))
    assert snapshots.weight > before
    snapshots.alias(slot, b"/a", None)
    found = snapshots.find(b"/a", "", "gzip", 0)
    assert found
    assert found.snapshot.body == b"xxxxx"
    log.touch("t")
    assert snapshots.find(b"/a", "", "gzip", 0) is None
    assert snapshots.weight == 0
    snapshots.add(slot, "br", snapshot("t"))
    assert snapshots.weight == 0


def test_what_is_the_same_in_a_coding_is_kept_once() -> None:
    snapshots = shelf(log := Log())
    plain = snapshot("t")
    slot = put(snapshots, log, "a", plain)
    assert slot
    before = snapshots.weight
    snapshots.add(slot, "gzip", plain)
    assert snapshots.weight == before
    assert slot.codings["gzip"] is slot.codings[IDENTITY]
