"""The store over one SQLite file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from content.errors import StoreError, StoreReadOnly
from content.ports import Reading, Writing
from content.store import connection as connections
from content.store import erasing, integrity, secret
from content.store.migrate import check, migrate, recognise
from content.store.readers import Readers
from content.store.reading import SqliteReading
from content.store.reindexing import bring_up_to_date
from content.store.stamp import Stamp
from content.store.writer import Writer

T = TypeVar("T")


class SqliteStore:
    """`Store` over one SQLite file. May be used from any thread; other processes may use the same file."""

    def __init__(self, path: Path, readers: Readers, stamp: Stamp, writer: Writer | None) -> None:
        self.path = path
        self._readers = readers
        self._stamp = stamp
        self._writer = writer
        self.stamp: Final = stamp.number

    @property
    def commits(self) -> int:
        """How many transactions this store has committed: fewer than writes, where writes waited together."""
        return self._writer.commits if self._writer else 0

    @contextmanager
    def read(self) -> Iterator[Reading]:
        with self._readers.session() as session:
            yield SqliteReading(session)

    def write(self, work: Callable[[Writing], T]) -> T:
        if self._writer is None:
            raise StoreReadOnly(f"The store {self.path} was opened to be read only.")
        return self._writer.write(work)

    def follow(self, hook: Callable[[], None]) -> None:
        if self._writer:
            self._writer.unanswered.follow(hook)

    def unanswered(self, seq: int) -> bool:
        return self._writer is not None and self._writer.unanswered.holds(seq)

    def verify(self) -> tuple[str, ...]:
        try:
            # FTS5 checks an index by what its connection knew of it, be that of before a write: it would find damage where there is none.
            with self._readers.session(fresh=True) as session:
                return tuple(integrity.problems(session))
        except StoreError as error:
            return (str(error),)

    def copy(self, target: Path) -> None:
        connections.copy(self.path, target)

    def secret(self) -> bytes:
        return secret.get(self.path.parent)

    def erase(self) -> bool:
        if self._writer is None:
            raise StoreReadOnly(f"The store {self.path} was opened to be read only.")
        return self._writer.between(erasing.erase)

    def close(self) -> None:
        self._readers.close()
        self._stamp.close()
        if self._writer:
            self._writer.close()


def open_store(
    path: Path | str,
    *,
    read_only: bool = False,
    create: bool = True,
    group: int = 64,
    patience: float = 30.0,
    hurried: bool = False,
) -> SqliteStore:
    """The store in the SQLite file at `path`, brought to the newest schema; made where there is none, unless `create` is False.

    `group` is how many works one transaction may hold, `patience` for how many seconds a work waits for its turn.
    `hurried` is for a store that can be made again: it gets much memory, and does not outlast a machine that stops.
    Raises StoreError, StoreReadOnly, StoreBusy, StoreFull, StoreCorrupt.
    """
    path = Path(path)
    readers = Readers(path, read_only=read_only)
    if read_only:
        connection = connections.open_reading(path, read_only=True)
        try:
            check(connection, path)
        finally:
            connection.close()
        return SqliteStore(path, readers, Stamp(path, read_only=True), None)
    connection = connections.open_writing(path, create=create)
    try:
        recognise(connection, path)
        connections.make_durable(connection, path, hurried=hurried)
        migrate(connection, path)
        bring_up_to_date(connection, path)
        erasing.erase(connection)
    except BaseException:
        connection.close()
        raise
    stamp = Stamp(path, read_only=False)
    return SqliteStore(path, readers, stamp, Writer(connection, path, stamp, group=group, patience=patience))
