"""The board and the places on it: what one tells is read whole by the others, and outlives it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from service import metrics
from service.metrics import Metric, counter, gauge
from service.minder.board import AREA, Board
from service.minder.place import READY, Place

HERE = os.getpid()


def place(board: Board, slot: int) -> Place:
    """One whose parent is nobody: it tells no process that it is ready."""
    made = Place(board, slot, parent=0)
    board.begun(slot)
    made.ready()
    return made


def done(count: float, kept: float) -> tuple[Metric, ...]:
    return counter("requests_total", "…", (count, {"status": "200"})), gauge(
        "snapshot_bytes", "…", (kept, {})
    )


def value(told: tuple[Metric, ...], name: str) -> list[float]:
    return [sample.value for metric in told if metric.name == name for sample in metric.samples]


def test_what_is_told_is_read_and_the_last_counts() -> None:
    board = Board(3)
    assert board.told(1) == b""
    for number in range(5):
        board.tell(1, b"%d" % number * 100)
        assert board.told(1) == b"%d" % number * 100
    assert board.told(0) == board.told(2) == b""


def test_one_that_is_killed_while_it_tells_has_told_what_it_told_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = Board(2)
    board.tell(1, b"before")
    board.tell(1, b"whole")
    with monkeypatch.context() as patched:
        patched.setattr("service.minder.board.zlib.crc32", lambda _: 1)  # half of it is not there
        board.tell(1, b"torn")
    assert board.told(1) == b"whole"
    board.tell(1, b"after")
    assert board.told(1) == b"after"


def test_too_much_is_refused_and_a_slot_that_is_not_there_is_none() -> None:
    board = Board(2)
    board.tell(0, bytes(AREA - 8))
    assert board.told(0) == bytes(AREA - 8)
    with pytest.raises(ValueError, match="more than a slot"):
        board.tell(0, bytes(AREA - 7))
    for slot in (-1, 2):
        with pytest.raises(IndexError):
            board.serves(slot)


def test_counts_are_added_and_only_grow_over_deaths() -> None:
    board = Board(3)
    first, second = place(board, 1), place(board, 2)
    first.counts(lambda: done(5, 1000))
    second.counts(lambda: done(2, 100))
    first.tell()
    second.tell()
    assert value(first.total(), "requests_total") == value(second.total(), "requests_total") == [7]
    assert value(first.total(), "snapshot_bytes") == [1100]
    # Killed; what it had done stays, what it had kept is gone.
    board.ended(1)
    assert value(second.total(), "processes") == [1, 0]
    third = place(board, 1)
    third.counts(lambda: done(1, 10))
    third.tell()
    assert value(second.total(), "requests_total") == [8]
    assert value(second.total(), "snapshot_bytes") == [110]
    assert value(second.total(), "process_restarts_total") == [1]
    assert value(second.total(), "processes") == [2, 0]


def test_the_next_connection_is_for_whoever_has_fewer() -> None:
    board = Board(4)
    background, first, second = (place(board, slot) for slot in range(3))
    background.beat(0)
    first.beat(3)
    second.beat(3)
    assert not first.gives_way(3)
    assert first.gives_way(4)
    assert not second.gives_way(3)
    # Where there are many, one more or less is not worth a wait.
    second.beat(100)
    assert not first.gives_way(112)
    assert first.gives_way(113)
    board.ended(2)
    assert not first.gives_way(1000)


def test_one_that_has_come_to_a_stop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board(3)
    first, second = place(board, 1), place(board, 2)
    now = [10**9]
    monkeypatch.setattr("service.minder.place.time.monotonic_ns", lambda: now[0])
    second.beat(0)
    now[0] += 10**9
    assert first.gives_way(1)
    now[0] += 10**9
    assert not first.gives_way(1)


def test_counts_are_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board(2)
    own = place(board, 1)
    now, asked = [time.monotonic_ns() + 10**9], []
    monkeypatch.setattr("service.minder.place.time.monotonic_ns", lambda: now[0])

    def counts() -> tuple[Metric, ...]:
        asked.append(now[0])
        return ()

    own.counts(counts)
    for _ in range(10):
        own.beat(0)
        now[0] += 10**8
    assert len(asked) == 2


def test_only_the_parent_is_told_that_one_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, signal.Signals]] = []
    monkeypatch.setattr(os, "kill", lambda process, number: sent.append((process, number)))
    Place(Board(2), 1, parent=os.getppid()).ready()
    Place(Board(2), 1, parent=HERE).ready()  # ours is another one by now
    assert sent == [(os.getppid(), READY)]


def test_metrics_of_several_are_added_by_name_and_labels() -> None:
    one = counter("a", "A.", (1, {"x": "1"}), (2, {"x": "2"}))
    two = counter("a", "A.", (3, {"x": "2"}), (4, {}))
    assert metrics.total(([one], [two], [])) == (
        counter("a", "A.", (1, {"x": "1"}), (5, {"x": "2"}), (4, {})),
    )
