"""Where the journal begins, in SQLite."""

from __future__ import annotations

import datetime

from content.ports.retention import Start
from content.store import rows
from content.store.connection import Session


class SqliteRetention:
    """`RetentionWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def start(self) -> Start | None:
        row = self._session.row("SELECT number, hash FROM journal_start")
        return Start(number=row[0], hash=row[1]) if row else None

    def due(self, before: datetime.datetime, most: int) -> Start | None:
        # Oldest first, up to the first that must stay: what is read is what is dropped, and a clock that was set back drops less.
        row = self._session.row(
            """WITH oldest AS (SELECT number, at FROM journal ORDER BY number LIMIT ?2),
                    kept AS (SELECT min(number) AS number FROM oldest WHERE at >= ?1)
               SELECT number, hash FROM journal
               WHERE number <= coalesce((SELECT number FROM kept) - 1, (SELECT max(number) FROM oldest))
                 AND number < (SELECT max(number) FROM journal)
               ORDER BY number DESC LIMIT 1""",
            (rows.to_micros(before), max(most, 0)),
        )
        return Start(number=row[0], hash=row[1]) if row else None

    def drop(self, start: Start) -> int:
        self._session.rows(
            """INSERT INTO journal_start (only, number, hash) VALUES (1, ?, ?)
               ON CONFLICT (only) DO UPDATE SET number = excluded.number, hash = excluded.hash""",
            (start.number, start.hash),
        )
        return len(self._session.rows("DELETE FROM journal WHERE number <= ? RETURNING 1", (start.number,)))
