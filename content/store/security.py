"""The security log in SQLite."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from content.ports.security import Attempt
from content.store import rows
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable


class SqliteSecurity:
    """`SecurityWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def attempts(self, since: int = 0, limit: int = 100) -> tuple[Attempt, ...]:
        found = self._session.rows(
            """SELECT number, minute, cause, route, address, token, count FROM attempt
               WHERE number > ? ORDER BY number LIMIT ?""",
            (since, max(limit, 0)),
        )
        return tuple(attempt(row) for row in found)

    def note(self, attempts: Sequence[Attempt]) -> None:
        for each in attempts:
            self._session.rows(
                """INSERT INTO attempt (minute, cause, route, address, token, count) VALUES (?, ?, ?, ?, ?, ?)
                   ON CONFLICT (minute, cause, route, address, token) DO UPDATE SET count = count + excluded.count""",
                (rows.to_micros(each.minute), each.cause, each.route, each.address, each.token, each.count),
            )

    def forget(self, before: datetime.datetime, most: int) -> int:
        return len(
            self._session.rows(
                """DELETE FROM attempt WHERE minute < ?1
                   OR number <= (SELECT max(number) FROM attempt) - ?2 RETURNING 1""",
                (rows.to_micros(before), max(most, 0)),
            )
        )


@readable
def attempt(row: Row) -> Attempt:
    """An Attempt of its columns. Raises StoreCorrupt."""
    number, minute, cause, route, address, token, count = row
    return Attempt(
        number=number,
        minute=from_micros(minute),
        cause=cause,
        route=route,
        address=address,
        token=token,
        count=count,
    )
