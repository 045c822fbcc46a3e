"""What says that there is nothing: kept for a moment, and never once there is something."""

from __future__ import annotations

import pytest

from service.snapshots import slots
from tests.service.snapshots.log import Log, put, shelf, snapshot


def test_it_is_gone_after_any_change() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "no", snapshot("nothing", status=404), now=100.0)
    assert snapshots.look("no", 100.0)
    log.touch("record:1")
    assert snapshots.look("no", 100.0) is None


def test_it_is_not_put_back_by_a_slow_read() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "other", snapshot("t"))
    began = log.head()
    log.touch("record:1")
    snapshots.catch_up()
    assert snapshots.admit("no", snapshot("nothing", status=404), began, 0) is None


def test_it_is_kept_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = 0.0
    monkeypatch.setattr(slots, "time", type("Time", (), {"monotonic": staticmethod(lambda: passed)}))
    snapshots = shelf(log := Log())
    for status, tag in ((404, "nothing"), (410, "record:1")):
        put(snapshots, log, "no", snapshot(tag, status=status), now=100.0 + passed)
        passed += 4.9
        assert snapshots.look("no", 100.0 + passed)
        passed += 0.1
        assert snapshots.look("no", 100.0 + passed) is None


def test_what_appears_takes_its_place() -> None:
    snapshots = shelf(log := Log())
    put(snapshots, log, "a", snapshot("nothing", status=404))
    put(snapshots, log, "a", snapshot("t", size=50))
    slot = snapshots.look("a", 0)
    assert slot
    assert slot.codings["identity"].snapshot.status == 200
    log.touch("t")
    assert snapshots.weight > 0
    assert snapshots.look("a", 0) is None
    assert snapshots.weight == 0
