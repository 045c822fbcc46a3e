"""Other processes: killed at any moment, without room, without rights, or writing beside us."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from content.errors import StoreBusy, StoreReadOnly
from content.model import Standing
from content.store import SqliteStore, claim, connection, open_store
from tests.contract import build

Start = Callable[..., "subprocess.Popen[str]"]
Said = Callable[["subprocess.Popen[str]"], list[list[Any]]]
ROUNDS = 12


def _await(process: subprocess.Popen[str], word: str) -> list[Any]:
    """What a child says with a word in front, as soon as it does."""
    assert process.stdout
    for line in process.stdout:
        told: list[Any] = json.loads(line)
        if told[0] == word:
            return told
    message = f"the child never said “{word}”"
    raise AssertionError(message)


def test_whoever_waits_gets_its_turn_beside_a_process_that_writes_without_end(
    tmp_path: Path, start: Start
) -> None:
    path = tmp_path / "nordkalott.db"
    store = open_store(path)
    _await(start("write", path, 1_000_000, 1, 0), "kept")
    passed = 0
    for number in range(20):
        with store.read() as reading:
            before = reading.head().seq
        passed += build.publish(store, number, build.news(f"sak-{number}")).seq - before - 1
    store.close()
    assert (
        passed < 20 * 6
    )  # two each while nobody is kept from a processor; without turns a hundred, where one has to wait long


def test_every_acknowledged_write_outlives_kill_9(tmp_path: Path, start: Start, said: Said) -> None:
    path = tmp_path / "nordkalott.db"
    acknowledged: dict[int, int] = {}
    for turn in range(ROUNDS):
        child = start("write", path, 1_000_000 * turn, 4, 0)
        # The first rounds may die while the store is being made, the later ones while it is being written.
        first = _await(child, "opening" if turn < 3 else "kept")
        time.sleep(random.uniform(0, 0.12))
        child.send_signal(signal.SIGKILL)
        kept = {line[1]: line[2] for line in (first, *said(child)) if line[0] == "kept"}
        acknowledged |= kept
        store = open_store(path)
        with store.read() as reading:
            for number, seq in kept.items():
                entry = reading.entry(build.identity(number), "nb")
                assert entry is not None, f"acknowledged record {number} is lost"
                assert entry.seq == seq
                assert len(reading.evidence(build.identity(number), "nb", 1)) == 2
        store.close()
    store = open_store(path)
    assert store.verify() == ()
    with store.read() as reading:
        found = {standing.id for standing in reading.standings(state="published")}
    store.close()
    assert len(acknowledged) >= ROUNDS - 3
    assert {build.identity(number) for number in acknowledged} <= found


def test_a_redaction_that_is_killed_is_done_whole_or_not_at_all(
    tmp_path: Path, start: Start, said: Said
) -> None:
    path = tmp_path / "nordkalott.db"
    for turn in range(ROUNDS):
        child = start("redact", path, 1_000 * (turn + 1))
        # Half of them die in a redaction or soon after, the others in the erasing that follows or soon after.
        first = _await(child, "published" if turn % 2 else "redacted")
        time.sleep(random.uniform(0, 0.06))
        child.send_signal(signal.SIGKILL)
        lines = [first, *said(child)]
        store = open_store(path)  # what was not erased any more is erased here
        assert store.verify() == ()
        with store.read() as reading:
            redacted = {line.id for line in reading.redactions.ledger()}
            assert {build.identity(line[1]) for line in lines if line[0] == "redacted"} <= redacted
            for standing in reading.standings():
                row = [
                    standing,
                    reading.revisions(standing.id, "nb"),
                    reading.editions(standing.id, "nb"),
                    reading.evidence(standing.id, "nb", 1),
                    [entry for entry in reading.journal(limit=9_999) if entry.id == standing.id],
                    [change for change in reading.changes(0, limit=9_999) if change.id == standing.id],
                ]
                assert ("nordmann" in repr(row).lower()) == (standing.id not in redacted)
        for number in {standing.id for standing in _standings(store)} - redacted:
            build.redact(store, number.int & 0xFFFFFF, "Kari Nordmann")
        assert store.erase()
        store.close()
        assert not any(b"nordmann" in each.read_bytes().lower() for each in tmp_path.iterdir())


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, start: Start, said: Said) -> None:
    path = tmp_path / "nordkalott.db"
    lines = said(start("fill", path, 2_000_000))
    kept = [line[1] for line in lines if line[0] == "kept"]
    full = next(line for line in lines if line[0] == "full")
    assert len(kept) > 10
    assert full[1] == kept[-1]
    assert str(path) in full[2]
    assert "Free some space" in full[2]
    assert ["read", len(kept) - 1] in lines
    assert ["verified"] in lines
    store = open_store(path)
    with store.read() as reading:
        assert [standing.id for standing in reading.standings()] == [
            build.identity(number) for number in kept
        ]
    store.close()


def test_a_data_folder_that_cannot_be_written_is_said(folder: Path, start: Start, said: Said) -> None:
    store = open_store(folder / "nordkalott.db")
    build.save(store, 1, build.news("mote"))
    store.close()
    folder.chmod(0o555)
    (folder / "nordkalott.db").chmod(0o444)
    claimed, opened = said(start("open-as-nobody", folder / "nordkalott.db"))
    assert claimed[0] == opened[0] == "StoreReadOnly"
    assert str(folder) in claimed[1]
    assert "Give this user the right to write there" in opened[1]


def test_a_folder_without_a_store_that_cannot_be_written_is_said(
    folder: Path, start: Start, said: Said
) -> None:
    folder.chmod(0o555)
    assert said(start("open-as-nobody", folder / "nordkalott.db"))[1][0] == "StoreReadOnly"


def test_a_store_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    store = open_store(tmp_path / "nordkalott.db")
    revision = build.save(store, 1, build.news("mote"))
    reader = open_store(tmp_path / "nordkalott.db", read_only=True)
    with pytest.raises(StoreReadOnly):
        build.save(reader, 2, build.news("to"))
    with reader.read() as reading:
        assert reading.revision(revision.id, "nb", 1) == revision
    reader.close()
    store.close()


def test_a_second_server_is_refused_until_the_first_is_gone(tmp_path: Path, start: Start) -> None:
    first = start("hold", tmp_path)
    _await(first, "claimed")
    with (
        pytest.raises(StoreBusy, match=rf"Process {first.pid} serves the folder {tmp_path} since 20\d\d-"),
        claim(tmp_path),
    ):
        pass
    first.send_signal(signal.SIGKILL)
    first.wait()
    with claim(tmp_path):
        with pytest.raises(StoreBusy), claim(tmp_path):
            pass
        store = open_store(tmp_path / "nordkalott.db")
        store.close()
    with claim(tmp_path):
        pass


def test_two_processes_write_side_by_side(tmp_path: Path, start: Start, said: Said) -> None:
    path = tmp_path / "nordkalott.db"
    children = [start("write", path, 0, 2, 40), start("write", path, 1_000_000, 2, 40)]
    store = open_store(path)
    for number in range(5_000_000, 5_000_040):
        build.publish(store, number, build.news(f"sak-{number}"))
    lines = [line for child in children for line in said(child) if line[0] == "kept"]
    assert [child.returncode for child in children] == [0, 0]
    assert len(lines) == 160
    with store.read() as reading:
        assert reading.head().seq == 200
        assert all(reading.entry(build.identity(number), "nb") for _, number, _ in lines)
    assert store.verify() == ()
    store.close()


def test_another_process_that_keeps_the_lock_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 100)
    store = open_store(tmp_path / "nordkalott.db")
    other = apsw.Connection(str(tmp_path / "nordkalott.db"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="held the write lock"):
        build.save(store, 1, build.news("mote"))
    other.execute("ROLLBACK")
    other.close()
    build.save(store, 1, build.news("mote"))
    store.close()


def _standings(store: SqliteStore) -> tuple[Standing, ...]:
    with store.read() as reading:
        return reading.standings()
