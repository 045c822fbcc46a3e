"""Files by their digest: whole or not there, on a full disk and after kill -9 too."""

from __future__ import annotations

import datetime
import hashlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from content.errors import StoreCorrupt, StoreError, StoreFull, StoreReadOnly, TooLarge
from content.store import DiskBlobs, blobs

Start = Callable[..., "subprocess.Popen[str]"]
Said = Callable[["subprocess.Popen[str]"], list[list[Any]]]
LATER = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def held(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "media")


def place(held: DiskBlobs, *pieces: bytes) -> str:
    with held.placing():
        return held.place(pieces)[0]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != "lock")


def test_bytes_come_back_under_their_digest(held: DiskBlobs, tmp_path: Path) -> None:
    digest = place(held, b"ab", b"c")
    assert digest == hashlib.sha256(b"abc").hexdigest()
    with held.open(digest) as file:
        assert file.read() == b"abc"
    assert place(held, b"abc") == digest
    assert files(tmp_path / "media") == [digest]


def test_a_file_that_is_not_there_is_said(held: DiskBlobs) -> None:
    with pytest.raises(StoreCorrupt, match="Restore"):
        held.open("0" * 64)
    for name in ("../nordkalott.db", "a" * 63, "A" * 64, ""):
        with pytest.raises(StoreError, match="no digest"):
            held.open(name)


def test_what_comes_in_can_be_read_and_leaves_nothing(held: DiskBlobs, tmp_path: Path) -> None:
    with held.receive(10) as incoming:
        incoming.write(b"abc")
        incoming.write(b"defg")
        source = incoming.source()
        assert (incoming.size, source.size) == (7, 7)
        assert source.read(2, 3) == b"cde"
        with pytest.raises(TooLarge) as caught:
            incoming.write(b"hijk")
        assert caught.value.limit == 10
    assert files(tmp_path / "media") == []


def test_what_goes_wrong_on_the_way_leaves_nothing(held: DiskBlobs, tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"abc"
        raise LookupError

    with held.placing(), pytest.raises(LookupError):
        held.place(pieces())
    assert files(tmp_path / "media") == []


def test_an_upload_leaves_room_for_the_database(
    held: DiskBlobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(blobs, "_LEAST", 2**60)
    with held.receive(10) as incoming, pytest.raises(StoreFull, match="Free some space"):
        incoming.write(b"abc")
    assert files(tmp_path / "media") == []


def test_a_removal_waits_for_those_who_place_files(held: DiskBlobs) -> None:
    digest = place(held, b"abc")
    order: list[str] = []
    entered = threading.Event()

    def remove() -> None:
        entered.set()
        with held.alone():
            order.append("removed")
            held.remove([digest])

    with held.placing(), DiskBlobs(held._folder).placing():
        thread = threading.Thread(target=remove)
        thread.start()
        entered.wait()
        thread.join(0.1)
        assert order == []
        order.append("placed")
    thread.join()
    assert order == ["placed", "removed"]
    held.remove([digest])


def test_a_sweep_takes_what_nobody_knows_and_only_what_is_old(held: DiskBlobs, tmp_path: Path) -> None:
    known, stray = place(held, b"known"), place(held, b"stray")
    left = tmp_path / "media" / "incoming" / "left"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    assert (
        held.sweep(
            lambda: (frozenset([known]), frozenset()), datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        )
        == 1
    )
    assert files(tmp_path / "media") == sorted([known, stray])
    assert held.sweep(lambda: (frozenset([known]), frozenset()), LATER) == 1
    assert files(tmp_path / "media") == [known]
    assert DiskBlobs(tmp_path / "none").sweep(lambda: (frozenset(), frozenset()), LATER) == 0
    assert not (tmp_path / "none").exists()


def test_what_is_wrong_with_files_is_told(held: DiskBlobs, tmp_path: Path) -> None:
    good, bad, short, stray, erased = (
        place(held, each) for each in (b"good", b"bad!", b"short", b"stray", b"gone")
    )
    for digest, content in ((bad, b"baad"), (short, b"shor")):
        (tmp_path / "media" / digest[:2] / digest).write_bytes(content)
    expected = {good: 4, bad: 4, short: 5, "0" * 64: 1}
    told = "\n".join(held.verify(expected, frozenset([erased])))
    assert good not in told
    for digest, why in (
        (bad, "damaged"),
        (short, "damaged"),
        ("0" * 64, "missing"),
        (stray, "no medium"),
        (erased, "was erased"),
    ):
        assert any(digest in line and why in line for line in told.splitlines()), digest


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, start: Start, said: Said) -> None:
    lines = said(start("fill-blobs", tmp_path / "media", 100_000))
    assert [line[0] for line in lines] == ["full", "full", "kept"]
    assert all("Free some space" in line[1] for line in lines[:2])
    assert files(tmp_path / "media") == [lines[2][1]]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file, where a folder belongs")
    with pytest.raises(StoreError), DiskBlobs(tmp_path / "media").receive(10):
        pass
    error = blobs.explain(PermissionError(13, "Permission denied"), tmp_path)
    assert isinstance(error, StoreReadOnly)


def test_kill_9_leaves_whole_files_or_strays(tmp_path: Path, start: Start, said: Said) -> None:
    folder = tmp_path / "media"
    for _ in range(6):
        child = start("place-blobs", folder)
        assert child.stdout
        child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        kept = [line[1] for line in said(child) if line[0] == "kept"]
        for path in folder.glob("[0-9a-f][0-9a-f]/*"):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
        assert all((folder / digest[:2] / digest).exists() for digest in kept)
    held = DiskBlobs(folder)
    held.sweep(lambda: (frozenset(), frozenset()), LATER)
    assert files(folder) == []
