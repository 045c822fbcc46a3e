"""Subscribers as rows."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec

from content.delivery import Secret, Sort, Subscriber, Wants
from content.model import Digest
from content.store import rows
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable, to_micros, to_micros_or_none

_SMALL = """id, sort, name, url, topic, wants, secrets, state, created_at, created_by, lease_until, ended_at, ended_why"""
_COLUMNS = f"{_SMALL}, seal, failures"
_LAPSED = """FROM subscriber INDEXED BY subscriber_lease
    WHERE state = 'active' AND lease_until IS NOT NULL AND lease_until <= ?"""
_SECRETS = msgspec.json.Decoder(tuple[Secret, ...])
_WANTS = msgspec.json.Decoder(Wants)


class SqliteSubscribers:
    """`SubscribersWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def one(self, identity: UUID) -> Subscriber | None:
        return next(iter(self._found("WHERE id = ?", (identity.bytes,))), None)

    def find(self, url: str, topic: str) -> Subscriber | None:
        found = self._found("WHERE sort = 'websub' AND url = ? AND topic = ?", (url, topic))
        return next(iter(found), None)

    def some(
        self, *, sort: Sort | None = None, active: bool = False, after: UUID | None = None, limit: int = 1000
    ) -> tuple[Subscriber, ...]:
        where, values = ["id > ?"], [after.bytes if after else b""]
        if sort is not None:
            where.append("sort = ?")
            values.append(sort)  # type: ignore[arg-type]  # values of several types are bound
        if active:
            where.append("state = 'active'")
        return self._found(f"WHERE {' AND '.join(where)} ORDER BY id LIMIT ?", (*values, limit))

    def hosted(self, host: str) -> int:
        found = self._session.rows(
            """SELECT count(*) FROM subscriber INDEXED BY subscriber_host
               WHERE sort = 'websub' AND state = 'active' AND name = ?""",
            (host,),
        )
        return int(found[0][0])

    def taken(self, identity: UUID) -> Digest | None:
        row = self._session.row("SELECT digest FROM taken WHERE subscriber = ?", (identity.bytes,))
        return f"sha256:{row[0].hex()}" if row else None

    def note_taken(self, identity: UUID, digest: Digest | None) -> None:
        if digest is None:
            self._session.rows("DELETE FROM taken WHERE subscriber = ?", (identity.bytes,))
            return
        self._session.rows(
            """INSERT INTO taken (subscriber, digest) SELECT id, ? FROM subscriber WHERE id = ?
               ON CONFLICT (subscriber) DO UPDATE SET digest = excluded.digest""",
            (rows.raw(digest), identity.bytes),
        )

    def forget(self, before: datetime.datetime, limit: int) -> int:
        over = self._session.rows(
            """SELECT id FROM subscriber INDEXED BY subscriber_ended
               WHERE sort = 'websub' AND state = 'ended' AND ended_at < ? LIMIT ?""",
            (to_micros(before), limit),
        )
        return sum(self.remove(UUID(bytes=identity)) for (identity,) in over)

    def lapsed(self, now: datetime.datetime) -> bool:
        return bool(self._session.row(f"SELECT 1 {_LAPSED} LIMIT 1", (to_micros(now),)))

    def troubled(self, least: int, limit: int = 100) -> tuple[Subscriber, ...]:
        return self._found(
            "WHERE state = 'active' AND failures >= ? ORDER BY failures DESC, id LIMIT ?", (least, limit)
        )

    def counts(self) -> dict[Sort, int]:
        found: dict[Sort, int] = {"websub": 0, "webhook": 0}
        found.update(
            self._session.rows("SELECT sort, count(*) FROM subscriber WHERE state = 'active' GROUP BY sort")
        )
        return found

    def keep(self, subscriber: Subscriber) -> None:
        small = _small(subscriber)
        marks = ", ".join("?" * (len(small) + 2))
        changed = ", ".join(f"{each.strip()} = excluded.{each.strip()}" for each in _COLUMNS.split(",")[1:])
        # Whoever was not told hears of nothing that happened in between.
        since = (
            """(SELECT coalesce(max(seq), 0) FROM change), (SELECT coalesce(max(number), 0) FROM journal)"""
        )
        back = "subscriber.state = 'ended' AND excluded.state = 'active'"
        self._session.rows(
            f"""INSERT INTO subscriber ({_COLUMNS}, since_change, since_journal) VALUES ({marks}, {since})
                ON CONFLICT (id) DO UPDATE SET {changed},
                since_change = CASE WHEN {back} THEN excluded.since_change ELSE subscriber.since_change END,
                since_journal = CASE WHEN {back} THEN excluded.since_journal ELSE subscriber.since_journal END""",
            (*small, rows.seal(*small), subscriber.failures),
        )

    def end(self, identity: UUID, at: datetime.datetime, why: str) -> bool:
        subscriber = self.one(identity)
        if subscriber is None or subscriber.state == "ended":
            return False
        self.keep(msgspec.structs.replace(subscriber, state="ended", ended_at=at, ended_why=why))
        self._session.rows(
            "UPDATE delivery SET state = 'failed', error = ? WHERE subscriber = ? AND state = 'waiting'",
            (why, identity.bytes),
        )
        return True

    def lapse(self, now: datetime.datetime) -> int:
        over = self._session.rows(f"SELECT id {_LAPSED} LIMIT 100", (to_micros(now),))
        return sum(self.end(UUID(bytes=identity), now, "the lease is over") for (identity,) in over)

    def remove(self, identity: UUID) -> bool:
        # Not left to ON DELETE CASCADE alone: it holds only where foreign keys are enforced.
        for table in ("delivery", "taken"):
            self._session.rows(f"DELETE FROM {table} WHERE subscriber = ?", (identity.bytes,))
        return bool(self._session.rows("DELETE FROM subscriber WHERE id = ? RETURNING 1", (identity.bytes,)))

    def _found(self, where: str, values: Sequence[object]) -> tuple[Subscriber, ...]:
        return tuple(
            subscriber(row)
            for row in self._session.rows(f"SELECT {_COLUMNS} FROM subscriber {where}", values)
        )


def problems(session: Session) -> Iterator[str]:
    """What cannot be read of subscribers, and where the outbox stands beyond a log."""
    for row in session.rows(f"SELECT {_COLUMNS} FROM subscriber"):
        subscriber(row)
    for source, position, end in session.rows(
        """SELECT source, position, CASE source
               WHEN 'change' THEN (SELECT coalesce(max(seq), 0) FROM change)
               ELSE (SELECT coalesce(max(number), 0) FROM journal) END AS last
           FROM outbox WHERE position > last"""
    ):
        yield f"the outbox has read the {source} log up to {position}, and it ends at {end}"


@readable
def subscriber(row: Row) -> Subscriber:
    """A Subscriber of its columns. Raises StoreCorrupt."""
    *small, sealed, failures = row
    (
        identity,
        sort,
        name,
        url,
        topic,
        wants,
        secrets,
        state,
        created_at,
        created_by,
        lease,
        ended_at,
        why,
    ) = small
    if rows.seal(*small) != sealed:
        raise rows.damaged(f"the subscriber {UUID(bytes=identity)}", "it is not what was stored")
    return Subscriber(
        id=UUID(bytes=identity),
        sort=sort,
        name=name,
        url=url,
        topic=topic,
        wants=_WANTS.decode(wants),
        secrets=_SECRETS.decode(secrets),
        state=state,
        created_at=from_micros(created_at),
        created_by=created_by,
        lease_until=None if lease is None else from_micros(lease),
        ended_at=None if ended_at is None else from_micros(ended_at),
        ended_why=why,
        failures=failures,
    )


def _small(subscriber: Subscriber) -> tuple[object, ...]:
    return (
        subscriber.id.bytes,
        subscriber.sort,
        subscriber.name,
        subscriber.url,
        subscriber.topic,
        msgspec.json.encode(subscriber.wants).decode(),
        msgspec.json.encode(subscriber.secrets).decode(),
        subscriber.state,
        to_micros(subscriber.created_at),
        subscriber.created_by,
        to_micros_or_none(subscriber.lease_until),
        to_micros_or_none(subscriber.ended_at),
        subscriber.ended_why,
    )
