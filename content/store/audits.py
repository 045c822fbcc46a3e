"""Audits as rows: columns to ask by, and all of it as one compressed blob under a seal."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec

from content.accessibility.audit import Audit
from content.errors import StoreCorrupt
from content.model import Edition
from content.ports.audits import Sighted
from content.ports.proof import Scope
from content.store import rows
from content.store.connection import Session
from content.store.proof import bounds

if TYPE_CHECKING:
    from content.store.writing import SqliteWriting

_COLUMNS: Final = "path, edition, id, locale, digest, setup, at, outcome"
_DECODER: Final = msgspec.msgpack.Decoder(Audit)
_NEWEST: Final = f"SELECT {_COLUMNS}, seal, packed FROM audit"
_MISSED: Final = "could_not_audit"


class SqliteAudits:
    """`Audits` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, path: str) -> Audit | None:
        row = self._session.row(f"{_NEWEST} WHERE path = ? ORDER BY edition DESC LIMIT 1", (path,))
        return _audit(row) if row else None

    def known(self, path: str, digest: str, setup: str) -> bool:
        row = self._session.row(
            "SELECT digest, setup, outcome FROM audit WHERE path = ? ORDER BY edition DESC LIMIT 1", (path,)
        )
        return row is not None and row[:2] == (rows.raw(digest), rows.raw(setup)) and row[2] != _MISSED

    def amiss(self) -> tuple[Audit, ...]:
        found = self._session.rows(
            f"""{_NEWEST} WHERE outcome <> 'no_failures_found'
                AND edition = (SELECT max(edition) FROM audit AS newer WHERE newer.path = audit.path) ORDER BY path"""
        )
        return tuple(map(_audit, found))

    def live(self, scope: Scope, limit: int, *, failed: bool = False) -> tuple[Sighted, ...]:
        where, values = bounds(scope)
        # A page that is no record's belongs to the service as a whole.
        shown = (
            f"s.state = 'published'{where}" if scope != Scope() else "(s.state = 'published' OR a.id IS NULL)"
        )
        found = self._session.rows(
            f"""SELECT {", ".join(f"a.{each}" for each in _COLUMNS.split(", "))}, a.seal, a.packed, s.slug,
                    (SELECT title FROM live AS l WHERE l.id = s.id AND l.locale = s.locale)
                FROM audit AS a LEFT JOIN standing AS s ON s.id = a.id AND s.locale = a.locale AND s.edition = a.edition
                WHERE a.outcome {"= 'failed'" if failed else f"<> '{_MISSED}'"} AND {shown} ORDER BY a.path LIMIT ?""",
            (*values, limit),
        )
        return tuple(
            Sighted(audit=_audit(row), slug=slug or "", title=title or slug or "")
            for *row, slug, title in found
        )


class SqliteAuditsWriting(SqliteAudits):
    """`AuditsWriting` within the transaction of a SqliteWriting."""

    def __init__(self, session: Session, writing: SqliteWriting) -> None:
        super().__init__(session)
        self._writing = writing

    def keep(self, audits: Sequence[Audit], at: datetime.datetime) -> None:
        for audit in audits:
            packed = zlib.compress(msgspec.msgpack.encode(audit))
            columns = _columns(audit)
            self._session.rows(
                f"INSERT OR REPLACE INTO audit ({_COLUMNS}, seal, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*columns, rows.seal(*columns, packed), packed),
            )
        for identity, locale in {(each.id, each.locale): None for each in audits}:
            if identity is not None and locale is not None:
                self._writing.audited(identity, locale, at)


def lose(session: Session, identity: UUID, editions: Sequence[Edition]) -> None:
    """Within a redaction: drop those of its record, of editions that said the words, and of pages that are no record's.

    Their paths may have a slug that goes, and their digests could tell what a short text said.
    """
    session.rows("DELETE FROM audit WHERE id IS NULL OR id = ?", (identity.bytes,))
    for edition in editions:
        session.rows(
            "DELETE FROM audit WHERE id = ? AND locale = ? AND edition = ?",
            (edition.id.bytes, edition.locale, edition.number),
        )


def problems(session: Session) -> Iterator[str]:
    """What is wrong with audits."""
    for row in session.each(f"{_NEWEST} ORDER BY path, edition"):
        try:
            _audit(row)
        except StoreCorrupt as error:
            yield str(error)


def _columns(audit: Audit) -> tuple[object, ...]:
    return (
        audit.path,
        audit.edition,
        audit.id.bytes if audit.id else None,
        audit.locale,
        rows.raw(audit.digest),
        rows.raw(audit.setup),
        rows.to_micros(audit.at),
        audit.outcome,
    )


def _audit(row: Sequence[Any]) -> Audit:
    """Raises StoreCorrupt where the blob is not what was kept, or the columns are not what is in it."""
    *columns, seal, packed = row
    place = f"the audit of {columns[0]}"
    if rows.seal(*columns, packed) != seal:
        raise rows.damaged(place, "it does not match its digest")
    try:
        return _DECODER.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.DecodeError) as error:
        raise rows.damaged(place, f"it cannot be read ({error})") from error
