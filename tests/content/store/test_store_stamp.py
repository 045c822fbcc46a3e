"""The stamp between processes: killed in the one moment that counts, without the right to write, without the file, moved away."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from content.errors import StoreError
from content.store import SqliteStore, open_store, stamp
from tests.contract import build

Start = Callable[..., "subprocess.Popen[str]"]
FILE = "nordkalott.db-stamp"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nordkalott.db"


def _told(child: subprocess.Popen[str], line: object = None) -> list[Any]:
    """What a child says next, after it was told a line."""
    assert child.stdin
    assert child.stdout
    if line is not None:
        child.stdin.write(f"{line}\n")
        child.stdin.flush()
    answer: list[Any] = json.loads(child.stdout.readline())
    return answer


def _ended(store: SqliteStore) -> int:
    with store.read() as reading:
        return reading.head().seq


def test_what_another_process_wrote_is_told_before_it_is_answered(
    path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(path)
    child = start("write-on-demand", path)
    assert _told(child) == ["opened"]
    store.stamp()
    monkeypatch.setattr(store._stamp, "_due", float("inf"))  # so that only the shared memory can tell
    for number in range(1, 201):
        before = store.stamp()
        assert _told(child, number)[:2] == ["kept", number]
        assert store.stamp() != before
        assert store.stamp() == store.stamp()
    store.close()


def test_one_that_was_killed_between_its_commit_and_the_number_is_told_of_all_the_same(
    path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "LOOK", 0.0)
    store, other = open_store(path), open_store(path)
    reader = open_store(path, read_only=True)
    before = [each.stamp() for each in (store, other, reader)]
    child = start("commit-and-die", path)
    assert _told(child) == ["committed", 1]
    child.wait()
    after = [each.stamp() for each in (store, other, reader)]
    assert all(now != then for now, then in zip(after, before, strict=True))
    # Once is enough.
    settled = [each.stamp() for each in (store, other, reader)]
    assert [each.stamp() for each in (store, other, reader)] == settled
    for each in (store, other, reader):
        assert _ended(each) == 1
        each.close()


def test_it_looks_for_the_killed_ten_times_a_second(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time = [0.0]
    monkeypatch.setattr("content.store.stamp.monotonic", lambda: time[0])
    store = open_store(path)
    monkeypatch.setattr(stamp.Stamp, "announce", lambda *_: None)  # as one that is killed
    before = store.stamp()
    build.publish(store, 1, build.news("mote"))
    time[0] = 0.09
    assert store.stamp() == before
    time[0] = 0.11
    assert store.stamp() != before
    store.close()


def test_one_number_never_comes_back_though_many_write_at_once(path: Path) -> None:
    stores = [open_store(path) for _ in range(3)]
    seen: list[list[int]] = [[] for _ in stores]

    def work(at: int) -> None:
        for number in range(30):
            build.publish(stores[at], 100 * at + number, build.news(f"sak-{at}-{number}"))
            seen[at].append(stores[at].stamp())

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for numbers in seen:
        assert len(set(numbers)) == len(numbers)
    for store in stores:
        store.close()


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_can_be_followed(folder: Path, start: Start, *, there: bool) -> None:
    path = folder / "nordkalott.db"
    store = open_store(path)
    build.publish(store, 1, build.news("mote"))
    if not there:
        path.with_name(FILE).unlink()
    for each in folder.iterdir():
        each.chmod(0o644)
    child = start("stamp-as-nobody", path)
    for number in range(2, 30):
        before = _told(child, "?")
        assert _told(child, "?") == before
        build.publish(store, number, build.news(f"sak-{number}"))
        assert _told(child, "?") != before
    store.close()


def test_where_the_file_cannot_be_made_sqlite_is_asked(path: Path) -> None:
    store = open_store(path)
    store.close()
    path.with_name(FILE).unlink()
    path.with_name(FILE).mkdir()
    store, other = open_store(path), open_store(path)
    for number in range(1, 20):
        before = [each.stamp() for each in (store, other)]
        build.publish(store, number, build.news(f"sak-{number}"))
        after = [each.stamp() for each in (store, other)]
        assert all(now != then for now, then in zip(after, before, strict=True))
    store.close()
    other.close()


def test_a_short_file_is_made_whole(path: Path) -> None:
    path.with_name(FILE).write_bytes(b"short")
    store = open_store(path)
    before = store.stamp()
    build.publish(store, 1, build.news("mote"))
    assert store.stamp() != before
    assert path.with_name(FILE).stat().st_size == 24
    store.close()


def test_it_is_for_its_owner_alone(path: Path) -> None:
    open_store(path).close()
    assert path.with_name(FILE).stat().st_mode & 0o777 == 0o600


def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"do not touch")
    path.with_name(FILE).symlink_to(precious)
    store = open_store(path)
    before = store.stamp()
    build.publish(store, 1, build.news("mote"))
    assert store.stamp() != before
    assert precious.read_bytes() == b"do not touch"
    store.close()


def test_a_folder_that_is_moved_takes_it_along(path: Path, tmp_path: Path, start: Start) -> None:
    folder = tmp_path / "before"
    folder.mkdir()
    store = open_store(folder / path.name)
    before = store.stamp()
    folder.rename(tmp_path / "after")
    child = start("write-on-demand", tmp_path / "after" / path.name)
    _told(child)
    _told(child, 1)
    assert store.stamp() != before
    store.close()


def test_one_whose_file_was_deleted_finds_those_who_made_another(
    path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "LOOK", 0.0)
    store = open_store(path)
    before = store.stamp()
    path.with_name(FILE).unlink()
    child = start("write-on-demand", path)
    _told(child)
    _told(child, 1)
    assert store.stamp() != before
    monkeypatch.setattr(store._stamp, "_due", float("inf"))  # from now on both map the same file
    for number in range(2, 6):
        before = store.stamp()
        _told(child, number)
        assert store.stamp() != before
    store.close()


def test_a_copy_has_none_and_one_that_is_put_in_the_place_of_another_is_followed(path: Path) -> None:
    store = open_store(path)
    build.publish(store, 1, build.news("mote"))
    copy = path.with_name("copy.db")
    store.copy(copy)
    build.publish(store, 2, build.news("ny"))
    store.close()
    assert {each.name for each in path.parent.iterdir() if each.name.startswith("copy")} == {"copy.db"}
    copy.rename(path)
    store, other = open_store(path), open_store(path)
    before = other.stamp()
    build.publish(store, 2, build.news("en annen"))
    assert other.stamp() != before
    store.close()
    other.close()


def test_a_store_that_is_closed_has_none(path: Path) -> None:
    store = open_store(path)
    store.stamp()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.stamp()
