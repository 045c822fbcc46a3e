"""Deliveries as rows, and the outbox."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from uuid import UUID

import msgspec

from content.delivery import Delivery, Event, Happening, Source, State, Wants, wanted
from content.errors import NotFound
from content.ports.deliveries import LONGEST, Summary
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable, to_micros, to_micros_or_none

_COLUMNS = "d.subscriber, d.source, d.number, d.event, d.state, d.attempts, d.made_at, d.due_at, d.tried_at, d.status, d.error"
_INSERT = """INSERT INTO delivery (subscriber, source, number, event, state, attempts, made_at, due_at, error)
    SELECT unhex(value), ?, ?, ?, 'waiting', 0, ?, ?, '' FROM json_each(?)
    WHERE true ON CONFLICT DO NOTHING RETURNING 1"""

# By the index of each subscriber: left to itself, SQLite looks at all that waits, for everybody.
SUPERSEDE = """UPDATE delivery INDEXED BY delivery_waiting SET state = 'superseded'
    WHERE state = 'waiting' AND source = ? AND number < ? AND subscriber IN (
        SELECT s.id FROM json_each(?) AS j CROSS JOIN subscriber AS s ON s.id = unhex(j.value) WHERE s.sort = 'websub')"""
_OLD = "FROM delivery INDEXED BY delivery_made WHERE made_at < ? AND state <> 'waiting'"


class SqliteDeliveries:
    """`DeliveriesWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def position(self, source: Source) -> int:
        row = self._session.row("SELECT position FROM outbox WHERE source = ?", (source,))
        return int(row[0]) if row else 0

    def next(self, now: datetime.datetime) -> datetime.datetime | None:
        row = self._session.row(
            # Two questions, each answered by one end of the index; as one it would be read from end to end.
            """SELECT (SELECT min(due_at) FROM delivery INDEXED BY delivery_due WHERE state = 'waiting'),
               (SELECT max(due_at) FROM delivery INDEXED BY delivery_due WHERE state = 'waiting') > ?""",
            (to_micros(now + LONGEST),),
        )
        if row is None or row[0] is None:
            return None
        return now if row[1] else from_micros(row[0])

    def due(
        self, now: datetime.datetime, limit: int, *, troubled: bool | None = None
    ) -> tuple[Delivery, ...]:
        return tuple(
            delivery(row)
            for row in self._session.rows(
                f"""SELECT {_COLUMNS} FROM subscriber AS s
                    CROSS JOIN delivery AS d ON d.subscriber = s.id AND (d.source, d.number) = (
                        SELECT * FROM (
                            SELECT source, number FROM delivery INDEXED BY delivery_waiting
                            WHERE subscriber = s.id AND state = 'waiting' AND due_at <= ?1
                            ORDER BY due_at, source, number LIMIT 1)
                        UNION ALL SELECT * FROM (
                            SELECT source, number FROM delivery INDEXED BY delivery_waiting
                            WHERE subscriber = s.id AND state = 'waiting' AND due_at > ?2
                            ORDER BY due_at, source, number LIMIT 1)
                        LIMIT 1)
                    WHERE s.state = 'active' AND (?4 IS NULL OR (s.failures > 0) = ?4)
                    ORDER BY s.failures, d.due_at, d.subscriber LIMIT ?3""",
                (to_micros(now), to_micros(now + LONGEST), limit, troubled),
            )
        )

    def one(self, subscriber: UUID, source: Source, number: int) -> Delivery | None:
        row = self._session.row(
            f"SELECT {_COLUMNS} FROM delivery AS d WHERE subscriber = ? AND source = ? AND number = ?",
            (subscriber.bytes, source, number),
        )
        return delivery(row) if row else None

    def some(
        self, *, subscriber: UUID | None = None, states: Sequence[State] = (), limit: int = 100
    ) -> tuple[Delivery, ...]:
        where, values = ["true"], []
        if subscriber is not None:
            where.append("d.subscriber = ?")
            values.append(subscriber.bytes)
        if states:
            where.append(f"d.state IN ({', '.join('?' * len(states))})")
            values.extend(states)  # type: ignore[arg-type]  # values of several types are bound
        return tuple(
            delivery(row)
            for row in self._session.rows(
                f"""SELECT {_COLUMNS} FROM delivery AS d WHERE {" AND ".join(where)}
                    ORDER BY d.made_at DESC, d.subscriber DESC, d.source DESC, d.number DESC LIMIT ?""",
                (*values, limit),
            )
        )

    def summary(self) -> Summary:
        states: dict[State, int] = {"waiting": 0, "delivered": 0, "superseded": 0, "failed": 0}
        states.update(self._session.rows("SELECT state, count(*) FROM delivery GROUP BY state"))
        oldest = self._session.row("SELECT min(made_at) FROM delivery WHERE state = 'waiting'")
        return Summary(
            states=states, oldest=from_micros(oldest[0]) if oldest and oldest[0] is not None else None
        )

    def late(self, before: datetime.datetime) -> int:
        found = self._session.rows(
            """SELECT count(*) FROM delivery AS d INDEXED BY delivery_due JOIN subscriber AS s ON s.id = d.subscriber
               WHERE d.state = 'waiting' AND d.due_at < ? AND s.failures = 0""",
            (to_micros(before),),
        )
        return int(found[0][0])

    def forgettable(self, before: datetime.datetime) -> bool:
        return bool(self._session.row(f"SELECT 1 {_OLD} LIMIT 1", (to_micros(before),)))

    def follow(self, source: Source, upto: int, happened: Sequence[Happening], at: datetime.datetime) -> int:
        made = 0
        if happened:
            told = self._session.rows(
                f"SELECT lower(hex(id)), sort, wants, since_{'change' if source == 'change' else 'journal'} FROM subscriber "
                "WHERE state = 'active' AND (lease_until IS NULL OR lease_until > ?)",
                (to_micros(at),),
            )
            for each in happened:
                ids = [
                    identity
                    for identity, sort, wants, since in told
                    if since < each.number and wanted(_wants(wants), each, sort)
                ]
                if ids:
                    made += self._insert(ids, each.source, each.number, each.event, at)
                    self._supersede(ids, each.source, each.number)
        self._session.rows(
            "UPDATE outbox SET position = ? WHERE source = ? AND position < ?", (upto, source, upto)
        )
        return made

    def test(self, subscriber: UUID, event: Event, at: datetime.datetime) -> Delivery:
        number = to_micros(at)
        while self.one(subscriber, "test", number):
            number += 1
        if not self._session.row(
            "SELECT 1 FROM subscriber WHERE id = ? AND state = 'active'", (subscriber.bytes,)
        ):
            raise NotFound(f"There is no subscriber {subscriber}, or it has ended.")
        self._insert([subscriber.hex], "test", number, event, at)
        return Delivery(
            subscriber=subscriber, source="test", number=number, event=event, made_at=at, due_at=at
        )

    def keep(self, deliveries: Sequence[Delivery]) -> None:
        for each in deliveries:
            kept = self._session.rows(
                """UPDATE delivery SET state = ?, attempts = ?, due_at = ?, tried_at = ?, status = ?, error = ?
                   WHERE subscriber = ? AND source = ? AND number = ?
                     AND (state = 'waiting' OR state = 'superseded' AND ? = 'delivered') RETURNING 1""",
                (
                    each.state,
                    each.attempts,
                    to_micros(each.due_at),
                    to_micros_or_none(each.tried_at),
                    each.status,
                    each.error,
                    each.subscriber.bytes,
                    each.source,
                    each.number,
                    each.state,
                ),
            )
            if not kept or each.state == "superseded":
                continue
            if each.state == "delivered":
                self._session.rows(
                    "UPDATE subscriber SET failures = 0 WHERE id = ? AND failures <> 0",
                    (each.subscriber.bytes,),
                )
            else:
                self._session.rows(
                    "UPDATE subscriber SET failures = failures + 1 WHERE id = ?", (each.subscriber.bytes,)
                )

    def claim(
        self, deliveries: Sequence[Delivery], now: datetime.datetime, until: datetime.datetime
    ) -> tuple[Delivery, ...]:
        claimed = []
        for each in deliveries:
            found = self._session.rows(
                f"""UPDATE delivery AS d SET attempts = attempts + 1, tried_at = ?, due_at = ?
                    WHERE subscriber = ? AND source = ? AND number = ? AND state = 'waiting' AND attempts = ? AND due_at = ?
                    RETURNING {_COLUMNS.replace("d.", "")}""",
                (
                    *(to_micros(now), to_micros(until), each.subscriber.bytes, each.source, each.number),
                    *(each.attempts, to_micros(each.due_at)),
                ),
            )
            claimed += [delivery(row) for row in found]
        return tuple(claimed)

    def put_off(self, subscriber: UUID, until: datetime.datetime) -> int:
        return len(
            self._session.rows(
                """UPDATE delivery SET due_at = ?1 WHERE subscriber = ?2 AND state = 'waiting' AND due_at < ?1 RETURNING 1""",
                (to_micros(until), subscriber.bytes),
            )
        )

    def hasten(self, now: datetime.datetime) -> int:
        return len(
            self._session.rows(
                """UPDATE delivery SET due_at = ?1 WHERE state = 'waiting' AND due_at > ?1
                   AND (made_at > ?1 OR tried_at > ?1) RETURNING 1""",
                (to_micros(now),),
            )
        )

    def replay(self, deliveries: Sequence[Delivery], at: datetime.datetime) -> int:
        done = 0
        for each in deliveries:
            done += len(
                self._session.rows(
                    """UPDATE delivery SET state = 'waiting', attempts = 0, due_at = ?1, error = ''
                       WHERE subscriber = ?2 AND source = ?3 AND number = ?4
                         AND EXISTS (SELECT 1 FROM subscriber WHERE id = ?2 AND state = 'active') RETURNING 1""",
                    (to_micros(at), each.subscriber.bytes, each.source, each.number),
                )
            )
        return done

    def forget(self, before: datetime.datetime, limit: int) -> int:
        return len(
            self._session.rows(
                f"""DELETE FROM delivery WHERE (subscriber, source, number) IN (
                       SELECT subscriber, source, number {_OLD} ORDER BY made_at LIMIT ?) RETURNING 1""",
                (to_micros(before), limit),
            )
        )

    def _supersede(self, ids: Sequence[str], source: Source, before: int) -> None:
        """What waits of these with lower numbers, where each message carries a whole feed."""
        self._session.rows(
            SUPERSEDE,
            (source, before, msgspec.json.encode(ids).decode()),
        )

    def _insert(
        self, ids: Sequence[str], source: Source, number: int, event: Event, at: datetime.datetime
    ) -> int:
        made = to_micros(at)
        return len(
            self._session.rows(
                _INSERT, (source, number, event, made, made, msgspec.json.encode(ids).decode())
            )
        )


@functools.lru_cache(maxsize=1024)
def _wants(data: str) -> Wants:
    return msgspec.json.decode(data, type=Wants)


@readable
def delivery(row: Row) -> Delivery:
    """A Delivery of its columns. Raises StoreCorrupt."""
    identity, source, number, event, state, attempts, made_at, due_at, tried_at, status, error = row
    return Delivery(
        subscriber=UUID(bytes=identity),
        source=source,
        number=number,
        event=event,
        state=state,
        attempts=attempts,
        made_at=from_micros(made_at),
        due_at=from_micros(due_at),
        tried_at=None if tried_at is None else from_micros(tried_at),
        status=status,
        error=error,
    )
