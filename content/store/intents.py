"""Intents as rows."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from msgspec import structs

from content.errors import TooMany
from content.ports.intents import LONGEST, Bounds, Intent
from content.store import rows
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable, to_micros

_COLUMNS = "id, act, callback, topic, host, lease, secret, reason, address, made_at, due_at, attempts, seal"
_RETRY = 60
"""Seconds after which whoever met a bound may ask again."""


class SqliteIntents:
    """`IntentsWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self, now: datetime.datetime) -> datetime.datetime | None:
        row = self._session.row(
            "SELECT min(due_at), max(due_at) > ? FROM intent INDEXED BY intent_due",
            (to_micros(now + LONGEST),),
        )
        if row is None or row[0] is None:
            return None
        return now if row[1] else from_micros(row[0])

    def due(self, now: datetime.datetime, limit: int) -> tuple[Intent, ...]:
        return self._found(
            "WHERE due_at <= ? OR due_at > ? ORDER BY due_at, id LIMIT ?",
            (to_micros(now), to_micros(now + LONGEST), limit),
        )

    def count(self) -> int:
        return int(self._session.rows("SELECT count(*) FROM intent")[0][0])

    def keep(self, intent: Intent, bounds: Bounds | None = None) -> None:
        self._session.rows(
            "DELETE FROM intent WHERE callback = ? AND topic = ?", (intent.callback, intent.topic)
        )
        if bounds is not None:
            self._demand(intent, bounds)
        small = _small(intent)
        marks = ", ".join("?" * (len(small) + 1))
        self._session.rows(f"INSERT INTO intent ({_COLUMNS}) VALUES ({marks})", (*small, rows.seal(*small)))

    def put_off(self, intent: Intent, until: datetime.datetime, *, attempts: int) -> bool:
        later = structs.replace(intent, due_at=until, attempts=attempts)
        changed = self._session.rows(
            "UPDATE intent SET act = ?, reason = ?, due_at = ?, attempts = ?, seal = ? WHERE id = ? AND due_at = ? AND attempts = ? RETURNING 1",
            (
                intent.act,
                intent.reason,
                to_micros(until),
                attempts,
                rows.seal(*_small(later)),
                intent.id.bytes,
                to_micros(intent.due_at),
                intent.attempts,
            ),
        )
        return bool(changed)

    def take(self, intent: Intent) -> bool:
        return bool(self._session.rows("DELETE FROM intent WHERE id = ? RETURNING 1", (intent.id.bytes,)))

    def _demand(self, intent: Intent, bounds: Bounds) -> None:
        """Raise TooMany where a bound is reached. Whoever meets the one of a host learns no more than that."""
        waiting = self._session.rows(
            """SELECT (SELECT count(*) FROM intent WHERE host = ?), (SELECT count(*) FROM intent WHERE address = ?),
               (SELECT count(*) FROM intent)""",
            (intent.host, intent.address),
        )[0]
        for count, bound in zip(waiting, (bounds.host, bounds.address, bounds.all), strict=True):
            if count >= bound:
                raise TooMany(
                    f"Too many requests wait for their callbacks to answer. Try again in {_RETRY} s.", _RETRY
                )

    def _found(self, where: str, values: Sequence[object]) -> tuple[Intent, ...]:
        return tuple(
            intent(row) for row in self._session.rows(f"SELECT {_COLUMNS} FROM intent {where}", values)
        )


def problems(session: Session) -> Iterator[str]:
    """What cannot be read of intents."""
    for row in session.rows(f"SELECT {_COLUMNS} FROM intent"):
        intent(row)
    yield from ()


@readable
def intent(row: Row) -> Intent:
    """An Intent of its columns. Raises StoreCorrupt."""
    *small, sealed = row
    identity, act, callback, topic, host, lease, secret, reason, address, made_at, due_at, attempts = small
    if rows.seal(*small) != sealed:
        raise rows.damaged(f"the intent {UUID(bytes=identity)}", "it is not what was stored")
    return Intent(
        id=UUID(bytes=identity),
        act=act,
        callback=callback,
        topic=topic,
        host=host,
        lease=lease,
        secret=secret,
        reason=reason,
        address=address,
        made_at=from_micros(made_at),
        due_at=from_micros(due_at),
        attempts=attempts,
    )


def _small(intent: Intent) -> tuple[object, ...]:
    return (
        intent.id.bytes,
        intent.act,
        intent.callback,
        intent.topic,
        intent.host,
        intent.lease,
        intent.secret,
        intent.reason,
        intent.address,
        to_micros(intent.made_at),
        to_micros(intent.due_at),
        intent.attempts,
    )
