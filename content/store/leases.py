"""Leases as rows."""

from __future__ import annotations

import datetime

from content.store import rows
from content.store.connection import Session


class SqliteLeases:
    """`LeasesWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, name: str, holder: str, now: datetime.datetime, length: datetime.timedelta) -> bool:
        row = self._session.row("SELECT holder, until FROM lease WHERE name = ?", (name,))
        if row is not None and row[0] != holder and now < rows.from_micros(row[1]) <= now + length:
            return False
        self._session.rows(
            "INSERT OR REPLACE INTO lease (name, holder, until) VALUES (?, ?, ?)",
            (name, holder, rows.to_micros(now + length)),
        )
        return True

    def release(self, name: str, holder: str) -> None:
        self._session.rows("DELETE FROM lease WHERE name = ? AND holder = ?", (name, holder))
