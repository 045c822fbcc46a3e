"""Snapshots: dropped by tag, never put back by a slow read, bounded, and honest about time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from content.ports import Change, Head, Reading
from service.snapshots import Snapshot, Snapshots

ID = UUID("01a20900-0000-7000-8000-000000000001")
AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass
class Log:
    """As much of a Reading as snapshots ask for."""

    epoch: str = "one"
    changes_made: list[Change] = field(default_factory=list)

    def touch(self, *tags: str, silent: bool = False) -> None:
        seq = len(self.changes_made) + 1
        self.changes_made.append(
            Change(
                seq=seq,
                op="upsert",
                id=ID,
                locale="nb",
                kind="news",
                edition=1,
                update="major",
                at=AT,
                tags=tags,
                silent=silent,
            )
        )

    def head(self) -> Head:
        return Head(epoch=self.epoch, seq=len(self.changes_made))

    def changes(self, since: int, limit: int = 100, *, silent: bool = False) -> tuple[Change, ...]:
        found = self.changes_made[since : since + limit]
        return tuple(each for each in found if silent or not each.silent)


def snapshot(*tags: str, size: int = 10, until: float | None = None) -> Snapshot:
    return Snapshot(
        status=200, headers=(), body=b"x" * size, etag='"e"', tags=frozenset(tags), valid_until=until
    )


def follow(snapshots: Snapshots, log: Log) -> Head:
    return snapshots.follow(cast("Reading", log))


def test_a_change_drops_what_has_its_tags_and_nothing_else() -> None:
    snapshots, log = Snapshots(10**6), Log()
    seq = follow(snapshots, log)
    snapshots.admit("a", snapshot("record:1", "kind:nb:news"), seq)
    snapshots.admit("b", snapshot("record:2"), seq)
    log.touch("record:1")
    follow(snapshots, log)
    assert snapshots.get("a", 0) is None
    assert snapshots.get("b", 0) is not None


def test_a_silent_change_drops_what_has_its_tags_too() -> None:
    snapshots, log = Snapshots(10**6), Log()
    snapshots.admit("a", snapshot("record:1"), follow(snapshots, log))
    log.touch("record:1", silent=True)
    follow(snapshots, log)
    assert snapshots.get("a", 0) is None


def test_a_slow_read_cannot_put_back_what_a_change_took_away() -> None:
    snapshots, log = Snapshots(10**6), Log()
    began = follow(snapshots, log)
    log.touch("record:1")
    follow(snapshots, log)
    snapshots.admit("a", snapshot("record:1"), began)
    assert snapshots.get("a", 0) is None
    snapshots.admit("a", snapshot("record:1"), follow(snapshots, log))
    assert snapshots.get("a", 0) is not None


def test_a_read_from_before_a_restore_is_not_kept() -> None:
    snapshots, log = Snapshots(10**6), Log()
    for _ in range(5):
        log.touch("other")
    began = follow(snapshots, log)
    follow(snapshots, Log(epoch="two"))
    snapshots.admit("a", snapshot("record:1"), began)
    assert snapshots.get("a", 0) is None


def test_a_restore_forgets_everything() -> None:
    snapshots, log = Snapshots(10**6), Log()
    snapshots.admit("a", snapshot("record:1"), follow(snapshots, log))
    follow(snapshots, Log(epoch="two"))
    assert snapshots.get("a", 0) is None


def test_the_budget_holds_and_what_was_used_last_stays() -> None:
    snapshots = Snapshots(3 * snapshot("t", size=1000).weight)
    seq = follow(snapshots, Log())
    for key in "abc":
        snapshots.admit(key, snapshot("t", size=1000), seq)
    assert snapshots.get("a", 0) is not None
    snapshots.admit("d", snapshot("t", size=1000), seq)
    assert [key for key in "abcd" if snapshots.get(key, 0)] == ["a", "c", "d"]
    snapshots.admit("e", snapshot("t", size=10**6), seq)
    assert snapshots.get("e", 0) is None
    assert snapshots.get("a", 0) is not None


def test_what_holds_for_a_time_only_is_not_served_after_it() -> None:
    snapshots = Snapshots(10**6)
    snapshots.admit("a", snapshot("t", until=100.0), follow(snapshots, Log()))
    assert snapshots.get("a", 99.9) is not None
    assert snapshots.get("a", 100.0) is None


def test_a_budget_of_nothing_keeps_nothing() -> None:
    snapshots = Snapshots(0)
    snapshots.admit("a", snapshot("t"), follow(snapshots, Log()))
    assert snapshots.get("a", 0) is None
