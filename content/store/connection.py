"""Connections to one SQLite file, and how statements are run on them.

Pragmas: the SQLite documentation, "PRAGMA Statements". WAL with `synchronous=FULL` syncs the log at every commit; a reader
never checkpoints, so that reading costs no fsync and cannot race with the writer's reset of the log.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import apsw

from content.errors import StoreCorrupt, StoreError, StoreReadOnly
from content.store.failure import explain

BUSY_MS = 5_000
CHECKPOINT_PAGES = 1_000
LOG_BYTES = 64 * 1024 * 1024
_HURRIED_CACHE = 1024 * 1024
"""KiB of pages that a store which is filled in a hurry keeps at hand: its indexes, at a million records."""

Row = tuple[Any, ...]
HEAD: Final = (
    "SELECT (SELECT value FROM meta WHERE name = 'epoch'), (SELECT coalesce(max(seq), 0) FROM change)"
)
"""Which store this is, and its last change."""


def engine() -> str:
    """The database engine and its version."""
    return f"SQLite {apsw.sqlite_lib_version()}"


def open_writing(path: Path, *, create: bool) -> apsw.Connection:
    """The connection that writes. Raises StoreReadOnly where the file or its folder cannot be written.

    A new file is for its owner alone, and so are those that SQLite puts beside it: drafts, and secrets to sign with, stand in them.
    """
    if create:
        # One that is there is not touched: to close it would let go of the locks that this process has on it.
        with contextlib.suppress(OSError):  # what is in the way is said by whoever opens it
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    connection = _open(path, flags)
    if connection.readonly("main"):
        connection.close()
        raise StoreReadOnly(
            f"{path} cannot be written. Give this user the right to write there, or name another folder with --data."
        )
    return connection


def make_durable(connection: apsw.Connection, path: Path, *, hurried: bool = False) -> None:
    """Write through a log that is synced at every commit. Changes the file: not to be done to one that is not ours.

    `hurried` syncs nothing: a process that is killed loses nothing for that, a machine that stops may lose the whole file.
    """
    try:
        _to_wal(connection)
        for pragma in (
            *(("synchronous=OFF", f"cache_size=-{_HURRIED_CACHE}") if hurried else ("synchronous=FULL",)),
            "foreign_keys=ON",
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
            f"journal_size_limit={LOG_BYTES}",
            # What is deleted is overwritten: a redaction must not leave it in free pages.
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except apsw.Error as error:
        raise explain(error, path, connection.system_errno) from error


def open_reading(path: Path, *, read_only: bool) -> apsw.Connection:
    """A connection that only reads. `read_only` opens the file so, where it cannot or shall not be written at all."""
    # A reader may have to rebuild the index of the log after a crash: it opens for writing, and refuses to.
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    connection = _open(path, flags)
    try:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        for pragma in ("query_only=ON", "wal_autocheckpoint=0"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except apsw.Error as error:
        raise _closing(connection, error, path) from error
    return connection


def copy(path: Path, target: Path) -> None:
    """All of the store as it is now, in a new file, rebuilt: nothing of what was deleted is in it. Raises what `explain` makes."""
    connection = _open(path, apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.execute("VACUUM INTO ?", (str(target),)).fetchall()
    except apsw.Error as error:
        raise explain(error, target, connection.system_errno) from error
    finally:
        connection.close()


class Session:
    """Statements on one connection, as long as its view or transaction lasts; afterwards it refuses. `moved` are the tags that its
    transaction has moved so far: they get their time at its end, because nobody sees them before. `changed` says whether there is a
    change that was made through this one. `left_out` is how many rows were damaged, and left out of lists. `head` is where the change log
    ends: known from the beginning in a view, in which it does not move.

    Raises what `explain` makes of SQLite's errors.
    """

    def __init__(self, connection: apsw.Connection, path: Path, moved: Collection[str] = ()) -> None:
        self._connection = connection
        self.path = path
        self.moved = set(moved)
        self.changed = False
        self.left_out = 0
        self.head: Row | None = None
        self._ended = False

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a statement."""
        self._open()
        try:
            return self._connection.execute(statement, values).fetchall()
        except (apsw.Error, UnicodeDecodeError) as error:
            raise self._explained(error) from error

    def each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a statement one after the other, for whoever goes over more than memory should hold. It may change nothing."""
        self._open()
        try:
            yield from self._connection.execute(statement, values)
        except (apsw.Error, UnicodeDecodeError) as error:
            raise self._explained(error) from error

    def row(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a statement."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def end(self) -> None:
        """Refuse from now on."""
        self._ended, self.head = True, None

    def _open(self) -> None:
        if self._ended:
            message = "This view of the store has ended: use it within its context, or within the work it was handed to."
            raise StoreError(message)

    def _explained(self, error: apsw.Error | UnicodeDecodeError) -> Exception:
        if isinstance(error, UnicodeDecodeError):
            return StoreCorrupt(
                f"The file {self.path} is damaged: it holds text that is not UTF-8. Run “nordkalott doctor” to learn what is hit."
            )
        # SQLite may have rolled everything back by itself: what came next would then stand alone.
        if not self._connection.in_transaction:
            self._ended = True
        return explain(error, self.path, self._connection.system_errno)


def _open(path: Path, flags: int) -> apsw.Connection:
    try:
        connection = apsw.Connection(str(path), flags=flags, statementcachesize=256)
    except apsw.Error as error:
        raise explain(error, path) from error
    connection.set_busy_timeout(BUSY_MS)
    # Else SQLite looks at what is bound to choose a plan, and makes the statement anew whenever something else is bound: for a record that
    # took six times as long as to run it. So a plan never comes from a value ("Query Planner Stability Guarantee").
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _to_wal(connection: apsw.Connection) -> None:
    # SQLite does not wait for the lock that this change needs when two processes make a store at once.
    deadline = time.monotonic() + BUSY_MS / 1_000
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchall()[0][0]
        except apsw.BusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
            continue
        if mode == "wal":
            return
        message = f"The file system of {connection.filename} does not allow SQLite's write-ahead log ({mode}). Use a local disk."
        raise StoreError(message)


def _closing(connection: apsw.Connection, error: apsw.Error, path: Path) -> Exception:
    number = connection.system_errno
    connection.close()
    return explain(error, path, number)
