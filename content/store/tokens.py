"""Tokens in SQLite."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import msgspec

from content.errors import StoreCorrupt
from content.store import rows
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable, to_micros
from content.tokens import Kept, Token

_COLUMNS = (
    "id, name, hash, scopes, kinds, locales, created_at, created_by, expires_at, revoked_at, replaces, seal"
)
_TOKEN = f"SELECT {', '.join(f't.{name}' for name in _COLUMNS.split(', '))}, u.at FROM token AS t LEFT JOIN token_use AS u USING (id)"


class SqliteTokens:
    """`TokensWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, identity: str) -> Kept | None:
        row = self._session.row(f"{_TOKEN} WHERE t.id = ?", (identity,))
        return kept(row) if row else None

    def meant(self, ref: str) -> tuple[Token, ...]:
        return self._all("WHERE t.id = ?1 OR t.name = ?1", (ref,))

    def all(self) -> tuple[Token, ...]:
        return self._all("", ())

    def keep(self, token: Token, digest: bytes) -> None:
        columns = _columns(token, digest)
        marks = ", ".join("?" * (len(columns) + 1))
        self._session.rows(
            f"INSERT INTO token ({_COLUMNS}) VALUES ({marks})", (*columns, rows.seal(*columns))
        )

    def end(self, token: Token) -> None:
        digest = self._session.rows("SELECT hash FROM token WHERE id = ?", (token.id,))[0][0]
        columns = _columns(token, digest)
        self._session.rows(
            "UPDATE token SET expires_at = ?, revoked_at = ?, seal = ? WHERE id = ?",
            (columns[8], columns[9], rows.seal(*columns), token.id),
        )

    def used(self, times: Mapping[str, datetime.datetime]) -> None:
        for identity, at in times.items():
            self._session.rows(
                """INSERT INTO token_use (id, at) SELECT id, ?2 FROM token WHERE id = ?1
                   ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at)""",
                (identity, to_micros(at)),
            )

    def _all(self, where: str, values: tuple[object, ...]) -> tuple[Token, ...]:
        found = self._session.rows(f"{_TOKEN} {where} ORDER BY t.name, t.created_at, t.id", values)
        return tuple(kept(row).token for row in found)


@readable
def kept(row: Row) -> Kept:
    """A Kept of the columns of a token and the time of its last use. Raises StoreCorrupt."""
    *small, sealed, used = row
    identity, name, digest, scopes, kinds, locales, created, by, expires, revoked, replaces = small
    if rows.seal(*small) != sealed:
        raise StoreCorrupt(
            f"The store is damaged at the token {identity}: it is not what was stored. "
            "Run “nordkalott doctor” to learn what else is hit, and restore it from a backup."
        )
    return Kept(
        token=Token(
            id=identity,
            name=name,
            scopes=msgspec.json.decode(scopes, type=tuple[Any, ...]),
            kinds=_list(kinds),
            locales=_list(locales),
            created_at=from_micros(created),
            created_by=by,
            expires_at=None if expires is None else from_micros(expires),
            revoked_at=None if revoked is None else from_micros(revoked),
            replaces=replaces,
            used_at=None if used is None else from_micros(used),
        ),
        hash=digest,
    )


def _list(text: str | None) -> tuple[Any, ...] | None:
    return None if text is None else msgspec.json.decode(text, type=tuple[Any, ...])


def _columns(token: Token, digest: bytes) -> tuple[object, ...]:
    """The columns of a token but the seal, in their order."""
    return (
        token.id,
        token.name,
        digest,
        _json(token.scopes),
        None if token.kinds is None else _json(token.kinds),
        None if token.locales is None else _json(token.locales),
        to_micros(token.created_at),
        token.created_by,
        rows.to_micros_or_none(token.expires_at),
        rows.to_micros_or_none(token.revoked_at),
        token.replaces,
    )


def _json(value: tuple[str, ...]) -> str:
    return msgspec.json.encode(value).decode()
