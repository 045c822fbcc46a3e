"""A change log for tests: as much of a store as snapshots ask for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from content.errors import StoreError
from content.ports import Change, Head, Operation, Store
from service.snapshots import Slot, Snapshot, Snapshots
from service.snapshots.slots import Maker

ID = UUID("01a20900-0000-7000-8000-000000000001")
AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass
class Log:
    """The changes so far, `pending` those of writes that have not returned; `reads` counts the views that were opened. It says nothing but StoreError while it is `broken`."""

    epoch: str = "one"
    changes_made: list[Change] = field(default_factory=list)
    reads: int = 0
    broken: bool = False
    redacted: int = 0
    pending: set[int] = field(default_factory=set)

    def touch(self, *tags: str, op: Operation = "upsert", silent: bool = False) -> int:
        """One more change; its seq."""
        seq = len(self.changes_made) + 1
        self.changes_made.append(
            Change(
                seq=seq,
                op=op,
                id=ID,
                locale="nb",
                kind="news",
                edition=1,
                update="major",
                at=AT,
                tags=tags,
                silent=silent,
            )
        )
        return seq

    def stamp(self) -> int:
        """As `Store` says."""
        self._demand()
        return hash((self.epoch, len(self.changes_made)))

    @contextmanager
    def read(self) -> Iterator[Log]:
        """The log itself: nothing is changed while a test follows it."""
        self._demand()
        self.reads += 1
        yield self

    def head(self) -> Head:
        """As `Reading` says."""
        return Head(epoch=self.epoch, seq=len(self.changes_made))

    def changes(self, since: int, limit: int = 100, *, silent: bool = False) -> tuple[Change, ...]:
        """As `Reading` says."""
        found = self.changes_made[since : since + limit]
        return tuple(each for each in found if silent or not each.silent)

    def unanswered(self, seq: int) -> bool:
        """As `Store` says."""
        return seq in self.pending

    @property
    def redactions(self) -> Log:
        """As `Reading` says."""
        return self

    def last(self) -> int:
        """As `Redactions` says."""
        return self.redacted

    def _demand(self) -> None:
        if self.broken:
            raise StoreError("The disk is gone.")


def shelf(log: Log, budget: int = 10**6) -> Snapshots:
    """Snapshots that follow a log."""
    return Snapshots(cast("Store", log), budget)


def snapshot(*tags: str, size: int = 10, until: float | None = None, status: int = 200) -> Snapshot:
    """An answer of `size` bytes."""
    return Snapshot(
        status=status, headers=(), body=b"x" * size, etag='"e"', tags=frozenset(tags), valid_until=until
    )


def put(
    snapshots: Snapshots, log: Log, key: str, found: Snapshot, *, now: float = 0.0, maker: Maker | None = None
) -> Slot | None:
    """Keep an answer that was made just now."""
    snapshots.catch_up()
    return snapshots.admit(key, found, log.head(), now, maker)
