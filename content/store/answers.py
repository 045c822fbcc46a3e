"""Answers under their Idempotency-Key, as rows."""

from __future__ import annotations

import datetime
import zlib

import msgspec

from content.ports.answers import FORGOTTEN, KeptAnswer
from content.store import rows
from content.store.connection import Session

_HEADERS: msgspec.json.Decoder[tuple[tuple[str, str], ...]] = msgspec.json.Decoder(
    tuple[tuple[str, str], ...]
)


class SqliteAnswers:
    """`AnswersWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, token: str, key: str) -> KeptAnswer | None:
        row = self._session.row(
            "SELECT at, fingerprint, status, headers, body FROM answer WHERE token = ? AND key = ?",
            (token, key),
        )
        if row is None:
            return None
        at, fingerprint, status, headers, body = row
        return KeptAnswer(
            at=rows.from_micros(at),
            fingerprint=fingerprint,
            status=status,
            headers=_HEADERS.decode(headers) if headers else (),
            body=zlib.decompress(body) if body is not None else b"",
        )

    def begin(self, token: str, key: str, fingerprint: bytes, at: datetime.datetime) -> None:
        self._session.rows(
            "INSERT OR REPLACE INTO answer (token, key, at, fingerprint) VALUES (?, ?, ?, ?)",
            (token, key, rows.to_micros(at), fingerprint),
        )

    def finish(
        self, token: str, key: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes
    ) -> None:
        self._session.rows(
            "UPDATE answer SET status = ?, headers = ?, body = ? WHERE token = ? AND key = ?",
            (status, msgspec.json.encode(headers).decode(), zlib.compress(body), token, key),
        )

    def lose(self) -> None:
        self._session.rows(
            "UPDATE answer SET fingerprint = ?, status = NULL, headers = NULL, body = NULL", (FORGOTTEN,)
        )

    def forget(self, before: datetime.datetime) -> int:
        return len(
            self._session.rows("DELETE FROM answer WHERE at < ? RETURNING 1", (rows.to_micros(before),))
        )
