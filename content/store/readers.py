"""Connections that read: as many as there are reads at once, kept for the next ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from content.errors import StoreError
from content.store import connection as connections
from content.store.connection import HEAD, Session

_KEPT = 16


class Readers:
    """A pool that grows by need, and may be used from any thread."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._lock = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._closed = False

    @contextmanager
    def session(self, *, fresh: bool = False) -> Iterator[Session]:
        """A Session on the store as it is now; later commits are not seen in it. A `fresh` one has a connection of its own, which knows
        nothing of what it read before.
        """
        connection = self._take(fresh=fresh)
        session = Session(connection, self._path)
        try:
            session.rows("BEGIN")
            # SQLite fixes the view at the first read, not at BEGIN: at what most ask for anyway.
            session.head = session.row(HEAD)
            yield session
        finally:
            session.end()
            if fresh:
                connection.close()
            else:
                self._give(connection)

    def close(self) -> None:
        """Close what is idle now, and what is in use when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self, *, fresh: bool) -> apsw.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(f"The store {self._path} is closed.")
            if self._idle and not fresh:
                return self._idle.pop()
        return connections.open_reading(self._path, read_only=self._read_only)

    def _give(self, connection: apsw.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except apsw.Error:
            connection.close()
            return
        with self._lock:
            if not self._closed and len(self._idle) < _KEPT:
                self._idle.append(connection)
                return
        connection.close()
