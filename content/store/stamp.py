"""A number beside the store that is another one after every commit that moved tags, in memory that the processes of this machine share.

The file `nordkalott.db-stamp` is mapped into each process that has the store open: three numbers. The first is drawn anew by
the writer after COMMIT, before anybody is answered: drawn, not counted, so that two writers at once need no lock and no number ever
comes back. The second says which end of the change log the first was drawn for. A writer that is killed between COMMIT and the draw has
answered nobody; whoever asks looks ten times a second whether the change log ends elsewhere, and draws in its place.
The third is for `turns`.

Where the file cannot be made, on a folder that is read only or a full disk, SQLite's `data_version` of a connection of its own takes its
place: dearer, and as true. The file is derived: it is in no backup, and may be deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import secrets
import threading
from pathlib import Path
from time import monotonic
from typing import Final

import apsw

from content.errors import StoreError
from content.ports import Head
from content.store import connection as connections
from content.store.connection import Session
from content.store.reading import SqliteReading

SUFFIX: Final = "-stamp"
LOOK: Final = 0.1
"""Seconds between two looks at the end of the change log."""
_NUMBER, _ENDING, WAITING = range(3)
_BYTES: Final = 3 * 8
_MISSED: Final = 1 << 64


class Stamp:
    """The number of one store. Every method may be called from any thread."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._cells = mapped(path, read_only=read_only)
        self._missed = 0
        self._seen: int | None = None
        self._due = 0.0
        self._lock = threading.Lock()
        self._connection: apsw.Connection | None = None
        self._closed = False

    def number(self) -> int:
        """The number now. Raises what `explain` makes of SQLite's errors, StoreError where the store is closed."""
        cells = self._cells
        if cells is None:
            return self._version()
        if monotonic() >= self._due:
            cells = self._look(cells)
        missed = self._missed
        return cells[_NUMBER] + missed if missed else cells[_NUMBER]

    def announce(self, head: Head) -> None:
        """Draw another number: tags were moved, and the change log ends at `head` now."""
        cells = self._cells
        if cells is not None and not self._read_only:
            # In this order: where we are killed between the two, somebody draws once more.
            cells[_NUMBER] = secrets.randbits(64)
            cells[_ENDING] = _ending(head)

    def close(self) -> None:
        """Let go of the connection. What is mapped is left to the last thread that looks at it."""
        with self._lock:
            self._closed = True
            self._due = 0.0
            if self._connection:
                self._connection.close()

    def _look(self, cells: memoryview[int]) -> memoryview[int]:
        """See to it that the number tells of the end of the change log; returns the cells from then on."""
        if not self._lock.acquire(blocking=self._closed):
            return cells  # somebody is looking
        try:
            head = SqliteReading(self._session()).head()
            ending = _ending(head)
            if ending not in {cells[_ENDING], self._seen}:
                # A writer was killed, or is between COMMIT and the draw now, or it maps another file of this name.
                self._cells = cells = mapped(self._path, read_only=self._read_only) or cells
                self._missed += _MISSED
                self.announce(head)
            self._seen = ending
            self._due = monotonic() + LOOK
        finally:
            self._lock.release()
        return cells

    def _version(self) -> int:
        with self._lock:
            return int(self._session().rows("PRAGMA data_version")[0][0])

    def _session(self) -> Session:
        if self._closed:
            raise StoreError(f"The store {self._path} is closed.")
        if self._connection is None:
            self._connection = connections.open_reading(self._path, read_only=self._read_only)
        return Session(self._connection, self._path)


def _ending(head: Head) -> int:
    """The end of a change log as a number of 64 bits."""
    return int.from_bytes(hashlib.sha256(f"{head.epoch} {head.seq}".encode()).digest()[:8], "little")


def mapped(path: Path, *, read_only: bool) -> memoryview[int] | None:
    """The numbers of the store at `path`; None where there is no such file and none can be made."""
    file = path.with_name(path.name + SUFFIX)
    try:
        descriptor = os.open(
            file, (os.O_RDONLY if read_only else os.O_RDWR | os.O_CREAT) | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
        )
    except OSError:
        return None
    try:
        if not read_only and os.fstat(descriptor).st_size < _BYTES:
            # Written, not only made longer: on a full disk it has to fail here, where that can be told.
            if os.pwrite(descriptor, secrets.token_bytes(2 * 8) + bytes(8), 0) < _BYTES:
                return None
            if os.geteuid() == 0:  # as SQLite does with its own: who owns the store must be able to open it
                owner = path.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
        access = mmap.ACCESS_READ if read_only else mmap.ACCESS_WRITE
        return memoryview(mmap.mmap(descriptor, _BYTES, access=access)).cast("Q")
    except (OSError, ValueError):
        return None
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)
