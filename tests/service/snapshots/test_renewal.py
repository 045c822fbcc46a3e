"""What is much asked for is made again before anybody waits for it; what was taken back is never shown again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pytest

from content.ports import Operation, Reading
from service.snapshots import IDENTITY, Snapshot, Snapshots, renewal, slots
from tests.service.snapshots.log import Log, put, shelf, snapshot


@dataclass
class Kitchen:
    """A maker whose answers tell by their sizes of which change they were made."""

    log: Log
    made: int = 0
    tags: tuple[str, ...] = ("t",)
    ready: threading.Event = field(default_factory=threading.Event)
    before: Callable[[], None] = lambda: None

    def __call__(self, reading: Reading, codings: Iterable[str]) -> Mapping[str, Snapshot]:
        seq = reading.head().seq
        self.before()
        self.made += 1
        self.ready.set()
        return dict.fromkeys((IDENTITY, *codings), snapshot(*self.tags, size=100 + seq))


def hot(log: Log, kitchen: Kitchen, **more: int) -> Snapshots:
    """Snapshots with one slot that is much asked for."""
    snapshots = shelf(log, **more)
    slot = put(snapshots, log, "a", snapshot(*kitchen.tags), maker=kitchen)
    assert slot
    snapshots.alias(slot, b"/a", None)
    for _ in range(10):
        assert snapshots.find(b"/a", "", IDENTITY, 0)
    return snapshots


def size(snapshots: Snapshots) -> int | None:
    found = snapshots.find(b"/a", "", IDENTITY, 0)
    return len(found.snapshot.body) if found else None


def demand(found: object) -> None:
    assert found


def write(log: Log, snapshots: Snapshots, *tags: str, op: Operation = "upsert", silent: bool = False) -> None:
    """A write of this process: durable, then its hook, then its answer."""
    seq = log.touch(*tags, op=op, silent=silent)
    log.pending.add(seq)
    snapshots.written()
    log.pending.discard(seq)


def test_a_write_makes_it_again_before_it_is_answered() -> None:
    snapshots = hot(log := Log(), kitchen := Kitchen(log))
    write(log, snapshots, "t")
    assert kitchen.made == 1
    assert size(snapshots) == 101
    assert snapshots.renewals == 1


def test_until_a_write_is_answered_readers_have_what_was() -> None:
    seen: list[int | None] = []
    kitchen = Kitchen(log := Log())
    snapshots = hot(log, kitchen)
    kitchen.before = lambda: seen.append(size(snapshots))
    write(log, snapshots, "t")
    assert seen == [10]
    assert size(snapshots) == 101


@pytest.mark.parametrize("case", ["delete", "silent", "redaction", "another process"])
def test_what_was_taken_back_is_shown_to_nobody(case: str) -> None:
    snapshots = hot(log := Log(), kitchen := Kitchen(log))
    gate = threading.Event()
    kitchen.before = lambda: demand(gate.wait(5))
    seq = log.touch("t", op="delete" if case == "delete" else "upsert", silent=case == "silent")
    log.redacted += case == "redaction"
    if case != "another process":
        log.pending.add(seq)
    for _ in range(3):
        assert size(snapshots) is None
    gate.set()
    deadline = time.monotonic() + 5
    while size(snapshots) is None and time.monotonic() < deadline:
        time.sleep(0.001)
    assert size(snapshots) == 101


@pytest.mark.parametrize("answered", [False, True])
def test_a_write_beside_another_leaves_to_readers_what_it_made(answered: bool) -> None:
    snapshots = hot(log := Log(), kitchen := Kitchen(log))
    seen: list[int | None] = []

    def beside() -> None:
        kitchen.before = lambda: None
        seq = log.touch("t")
        if not answered:
            log.pending.add(seq)
        snapshots.catch_up()
        seen.append(size(snapshots))

    kitchen.before = beside
    write(log, snapshots, "t")
    if answered:
        assert {*seen, size(snapshots)} <= {None, 102}
    else:
        assert seen == [10]
        assert size(snapshots) == 101
        snapshots.written()
        assert size(snapshots) == 102
        assert kitchen.made == 2


def test_what_nobody_asks_for_is_dropped() -> None:
    kitchen = Kitchen(log := Log())
    snapshots = shelf(log)
    put(snapshots, log, "a", snapshot("t"), maker=kitchen)
    write(log, snapshots, "t")
    assert kitchen.made == 0
    assert snapshots.look("a", 0) is None


def test_what_was_asked_for_since_is_made_again_each_time_and_else_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slots, "_LATELY", 0.0)
    snapshots = hot(log := Log(), kitchen := Kitchen(log))
    for number in (1, 2):
        write(log, snapshots, "t")
        assert size(snapshots) == 100 + number
    for _ in range(3):
        write(log, snapshots, "t")
        assert kitchen.made == 3
    assert size(snapshots) is None


def test_two_changes_at_once_leave_nobody_waiting() -> None:
    snapshots = hot(log := Log(), kitchen := Kitchen(log))
    for _ in range(3):  # nobody had time to ask in between
        write(log, snapshots, "t")
    assert size(snapshots) == 103
    assert kitchen.made == 3


def test_a_change_that_comes_while_it_is_made_leaves_nothing_old() -> None:
    kitchen = Kitchen(log := Log())
    snapshots = hot(log, kitchen)

    def again() -> None:
        kitchen.before = lambda: None
        log.touch("t")
        snapshots.catch_up()

    kitchen.before = again
    write(log, snapshots, "t")
    assert size(snapshots) != 101


def test_a_write_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "LONGEST", 0.0)
    log = Log()
    kitchens = [Kitchen(log, tags=("t", f"own:{number}")) for number in range(5)]
    snapshots = shelf(log)
    for number, kitchen in enumerate(kitchens):
        slot = put(snapshots, log, str(number), snapshot(*kitchen.tags), maker=kitchen)
        assert slot
        slot.hits += 10
        kitchen.before = lambda: time.sleep(0.002)
    seq = log.touch("t")
    log.pending.add(seq)
    turn = snapshots._renewal._turn
    with turn:  # somebody else is at it
        snapshots.written()
    # What could not be made in time is not shown: it is made by the thread, or by who asks.
    assert all(not slot.fading for slot in snapshots._slots)
    assert all(each.ready.wait(5) for each in kitchens)


def test_what_cannot_be_made_is_dropped_and_the_others_live() -> None:
    kitchen = Kitchen(log := Log())
    snapshots = hot(log, kitchen)

    def fail() -> None:
        raise ValueError("burnt")

    kitchen.before = fail
    with pytest.raises(ValueError, match="burnt"):
        write(log, snapshots, "t")
    assert size(snapshots) is None


def test_it_keeps_its_targets_and_takes_new_tags() -> None:
    kitchen = Kitchen(log := Log())
    snapshots = hot(log, kitchen)
    kitchen.tags = ("t", "new")
    write(log, snapshots, "t")
    assert size(snapshots) == 101
    write(log, snapshots, "new")
    assert size(snapshots) == 102
    log.touch("new", op="delete")
    assert snapshots.look("other", 0) is None
    assert size(snapshots) in {None, 103}
