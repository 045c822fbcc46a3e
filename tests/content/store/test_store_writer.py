"""The one writer: groups, neighbours, and works that misbehave."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from content.errors import StoreBusy, StoreError
from content.ports import Writing
from content.store import SqliteStore, open_store
from content.store.connection import CHECKPOINT_PAGES
from content.store.writer import _LONG_LOG
from tests.contract import build


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty store."""
    store = open_store(tmp_path / "nordkalott.db", patience=0.5)
    yield store
    store.close()


def _together(store: SqliteStore, works: list[Callable[[Writing], object]]) -> list[object]:
    """What each work comes to, when all of them wait while another one runs."""
    results: list[object] = [None] * len(works)
    running, go_on = threading.Event(), threading.Event()

    def run(position: int) -> None:
        try:
            results[position] = store.write(works[position])
        except BaseException as error:  # noqa: BLE001  # whatever it is, the test looks at it
            results[position] = error

    def hold(_: Writing) -> None:
        running.set()
        go_on.wait(10)

    first = threading.Thread(target=store.write, args=(hold,))
    first.start()
    running.wait(10)
    threads = [threading.Thread(target=run, args=(position,)) for position in range(len(works))]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    go_on.set()
    for thread in [first, *threads]:
        thread.join()
    return results


def _note(writing: Writing) -> int:
    return writing.record("a", "b", build.at(0), {}).number


def test_works_that_wait_are_committed_together(store: SqliteStore) -> None:
    before = store.commits
    numbers = _together(store, [_note] * 32)
    assert sorted(number for number in numbers if isinstance(number, int)) == list(range(1, 33))
    assert store.commits - before <= 4


def test_a_group_of_one_commits_each(tmp_path: Path) -> None:
    store = open_store(tmp_path / "one.db", group=1)
    _together(store, [_note] * 8)
    assert store.commits == 9
    store.close()


@pytest.mark.parametrize("raised", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_work_that_fails_does_not_hurt_its_neighbours(
    store: SqliteStore, raised: type[BaseException]
) -> None:
    def fail(writing: Writing) -> None:
        _note(writing)
        raise raised("mitt")

    results = _together(store, [_note, fail, _note, fail, _note])
    assert [type(result) for result in results] == [int, raised, int, raised, int]
    with store.read() as reading:
        assert [entry.number for entry in reading.journal()] == [1, 2, 3]
    assert store.write(_note) == 4


def test_a_work_that_does_not_end_makes_the_others_busy_and_nothing_of_theirs_is_kept(
    store: SqliteStore,
) -> None:
    go_on, running = threading.Event(), threading.Event()

    def stuck(writing: Writing) -> int:
        running.set()
        go_on.wait(10)
        return _note(writing)

    done: list[int] = []
    thread = threading.Thread(target=lambda: done.append(store.write(stuck)))
    thread.start()
    running.wait(10)
    with pytest.raises(StoreBusy, match="held up"):
        store.write(_note)
    go_on.set()
    thread.join()
    assert done == [1]
    assert store.write(_note) == 2


def test_a_write_inside_a_write_is_refused_at_once(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError, match="running already"):
        store.write(lambda _: store.write(_note))
    assert store.write(_note) == 1


def test_close_finishes_what_was_taken_in(tmp_path: Path) -> None:
    store = open_store(tmp_path / "nordkalott.db")
    running = threading.Event()
    numbers: list[int] = []

    def slow(writing: Writing) -> int:
        running.set()
        time.sleep(0.2)
        return _note(writing)

    threads = [threading.Thread(target=lambda: numbers.append(store.write(slow))) for _ in range(3)]
    for thread in threads:
        thread.start()
    running.wait(10)
    time.sleep(0.1)
    store.close()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3]
    with pytest.raises(StoreError, match="closed"):
        store.write(_note)
    with pytest.raises(StoreError, match="closed"), store.read():
        pass
    store.close()


def test_a_view_is_of_no_use_after_its_end(store: SqliteStore) -> None:
    with store.read() as reading:
        pass
    with pytest.raises(StoreError, match="ended"):
        reading.head()
    kept: list[Writing] = []
    store.write(kept.append)
    with pytest.raises(StoreError, match="ended"):
        _note(kept[0])


def test_reads_from_many_threads_at_once(store: SqliteStore) -> None:
    build.publish(store, 1, build.news("mote"))
    barrier = threading.Barrier(24)
    found: list[int] = []

    def read() -> None:
        with store.read() as reading:
            barrier.wait(10)
            found.append(len(reading.standings()))

    threads = [threading.Thread(target=read) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 24


def test_the_log_is_written_back_when_nobody_waits_and_while_all_wait(tmp_path: Path) -> None:
    log = tmp_path / "nordkalott.db-wal"
    with closing(open_store(tmp_path / "nordkalott.db")) as store:
        for _ in range(12):
            store.write(_much)
        # A log that was written back is begun anew: it never holds much more than one commit over the limit.
        assert log.stat().st_size < 3 * CHECKPOINT_PAGES * 4096
        _together(store, [_much] * 24)
        assert log.stat().st_size < (_LONG_LOG + 26 * 600) * 4096
        store.write(_note)
        store.write(_note)
        assert store.verify() == ()


def _much(writing: Writing) -> None:
    """Some 500 pages."""
    for _ in range(20):
        writing.record("a", "b", build.at(0), {"note": "x" * 100_000})
