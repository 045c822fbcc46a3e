"""The one thread that writes. It commits works that wait together in one transaction, and acknowledges after COMMIT returned.

One fsync serves a whole group, so that many writers at once cost little more than one. Each work runs in a SAVEPOINT: what it
raises undoes it alone. A COMMIT that fails fails the whole group.

The log is written back to the file (a checkpoint: two fsyncs and thousands of pages) between groups, when all who waited have their
answers, and while nobody waits; only where writers never leave a gap, some have to wait for it.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar, cast

import apsw

from content.errors import NordkalottError, StoreBusy, StoreError
from content.ports import Head, Writing
from content.store import moments
from content.store.connection import CHECKPOINT_PAGES, Session
from content.store.failure import explain
from content.store.reading import SqliteReading
from content.store.stamp import Stamp
from content.store.turns import Turns
from content.store.unanswered import Span, Unanswered
from content.store.writing import SqliteWriting

T = TypeVar("T")
Work = Callable[[Any], Any]
_LONG_LOG = 8 * CHECKPOINT_PAGES
"""Pages of the log with which it is written back though somebody waits."""
_LONGEST_GROUP = 0.05
"""Seconds after which a group takes in no more: the first of it is waiting."""


class _Job:
    __slots__ = ("alone", "error", "future", "moves", "result", "span", "work")

    def __init__(self, work: Work, *, alone: bool = False) -> None:
        self.work = work
        self.alone = alone
        self.future: Future[Any] = Future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.moves = False
        self.span: Span | None = None


class _RolledBackError(Exception):
    """SQLite undid the whole transaction while one work ran."""


class Writer:
    """Owns the connection that writes. `commits` counts the transactions that were kept; of those that moved tags, `stamp` tells."""

    def __init__(
        self, connection: apsw.Connection, path: Path, stamp: Stamp, *, group: int, patience: float
    ) -> None:
        self._connection = connection
        self._path = path
        self._stamp = stamp
        self._group = group
        self._patience = patience
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._last_seen = False
        self._held: _Job | None = None
        self.unanswered = Unanswered()
        self.commits = 0
        self._logged = 0
        self._turns = Turns(path)
        connection.set_wal_hook(self._committed)
        connection.set_busy_handler(self._turns.wait)
        self._thread = threading.Thread(target=self._run, name="nordkalott-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Writing], T]) -> T:
        """Run `work` in the writer's thread; its result once it is durable. Raises what `work` raises, and StoreError.

        Waits `patience` seconds for its turn, then StoreBusy; what has begun is waited for.
        """
        if threading.current_thread() is self._thread:
            message = "A work is running already: do all of it through the Writing that it was handed."
            raise RuntimeError(message)
        job = _Job(work)
        try:
            return cast("T", self._wait(job))
        finally:
            if job.span:
                self.unanswered.end(job.span)

    def between(self, work: Callable[[apsw.Connection], T]) -> T:
        """Run `work` on the connection in the writer's thread, outside any transaction. Raises what `work` raises, and StoreError."""
        return cast("T", self._wait(_Job(work, alone=True)))

    def _wait(self, job: _Job) -> Any:
        with self._door:
            if self._closed:
                raise StoreError(f"The store {self._path} is closed.")
            self._jobs.put(job)
        try:
            job.future.exception(self._patience)
        except TimeoutError:
            if job.future.cancel():
                raise StoreBusy(
                    f"Another write held up the store {self._path} for more than {self._patience:g} seconds. "
                    "Nothing of this write was kept. Try again."
                ) from None
        return job.future.result()

    def close(self) -> None:
        """Finish what was taken in, then close the connection. Raises StoreBusy where a work does not end."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join(2 * self._patience)
        if self._thread.is_alive():
            raise StoreBusy(f"A write to the store {self._path} does not end; it is left behind.")
        self._connection.close()

    def _run(self) -> None:
        while self._held or not self._last_seen:
            first, self._held = self._held or self._jobs.get(), None
            if first is None:
                return
            if first.alone:
                self._apart(first)
            else:
                self._transact(first)
                self._write_back()

    def _committed(self, _connection: apsw.Connection, _database: str, pages: int) -> int:
        self._logged = pages
        return apsw.SQLITE_OK

    def _write_back(self) -> None:
        """Checkpoint, where the log has grown. What readers of older views hold up is done the next time."""
        if self._logged < CHECKPOINT_PAGES or (self._logged < _LONG_LOG and not self._jobs.empty()):
            return
        self._logged = 0
        # Where it fails nothing is lost: the log holds it all, and the next commit says how long that is.
        with contextlib.suppress(apsw.Error):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _apart(self, job: _Job) -> None:
        if not job.future.set_running_or_notify_cancel():
            return
        try:
            result = job.work(self._connection)
        except apsw.Error as error:
            job.future.set_exception(explain(error, self._path, self._connection.system_errno))
        except BaseException as error:  # noqa: BLE001  # it belongs to the caller, who gets it
            job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _waiting(self, first: _Job) -> Iterator[_Job]:
        yield first
        end = time.monotonic() + _LONGEST_GROUP
        for _ in range(self._group - 1):
            if time.monotonic() > end:
                return
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is None:
                self._last_seen = True
                return
            if job.alone:
                self._held = job
                return
            yield job

    def _transact(self, first: _Job) -> None:
        taken: list[_Job] = []
        moved: set[str] = set()
        span: Span | None = None
        try:
            self._turns.give_way()
            self._connection.execute("BEGIN IMMEDIATE")
            self._turns.taken()
            before = SqliteReading(Session(self._connection, self._path)).head()
            for job in self._waiting(first):
                if job.future.set_running_or_notify_cancel():
                    taken.append(job)
                    moved = self._attempt(job, moved)
            head = self._noted(moved) if moved else None
            if head and (moving := [job for job in taken if job.moves]):
                span = self.unanswered.begin(before.seq, head.seq, len(moving))
            self._connection.execute("COMMIT")
            for job in moving if span else ():
                job.span = span
            span = None
            self.commits += 1
            if head:
                self._stamp.announce(head)
        except BaseException as error:  # noqa: BLE001  # whatever it is, the writers wait for an answer and the thread lives on
            if span:
                self.unanswered.withdraw(span)
            self._fail(taken or [first], error)
        else:
            for job in taken:
                if job.error is None:
                    job.future.set_result(job.result)
                else:
                    job.future.set_exception(job.error)
        # The last group's works hold on to whatever their callers gave them.
        taken.clear()

    def _noted(self, moved: set[str]) -> Head:
        """Give these tags their time. Returns where the change log ends."""
        session = Session(self._connection, self._path)
        moments.note(session, sorted(moved))
        return SqliteReading(session).head()

    def _attempt(self, job: _Job, moved: set[str]) -> set[str]:
        """Do a work after others of its transaction, which moved these tags. Returns those that are moved now; the same where it failed."""
        session = Session(self._connection, self._path, moved)
        self._connection.execute("SAVEPOINT work")
        try:
            job.result = job.work(SqliteWriting(session))
        except BaseException as error:  # it belongs to the caller, who gets it
            job.error = error
            if not self._connection.in_transaction:
                raise _RolledBackError from error
            self._connection.execute("ROLLBACK TO work")
            session.moved = moved
        finally:
            session.end()
        self._connection.execute("RELEASE work")
        job.moves = session.changed
        return session.moved

    def _fail(self, jobs: list[_Job], error: BaseException) -> None:
        number = self._connection.system_errno
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except apsw.Error as second:
                error.add_note(f"ROLLBACK failed too: {second}")
        for job in jobs:
            if job.future.cancelled():
                continue
            if not job.future.running() and not job.future.set_running_or_notify_cancel():
                continue
            job.future.set_exception(job.error or self._cause(error, number))

    def _cause(self, error: BaseException, number: int) -> NordkalottError:
        """A new exception for each waiting thread: a traceback belongs to one."""
        cause: BaseException = (error.__cause__ or error) if isinstance(error, _RolledBackError) else error
        if isinstance(cause, apsw.Error):
            explained = explain(cause, self._path, number)
        elif isinstance(cause, StoreError):
            explained = type(cause)(str(cause))
        else:
            explained = StoreError(
                f"The write to {self._path} was rolled back with its neighbours: {cause!r}."
            )
        explained.__cause__ = cause
        return explained
