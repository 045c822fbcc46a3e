"""What people answered about findings, as rows."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from msgspec import structs

from content.accessibility.answers import Answers
from content.attestations import Said, answers
from content.errors import NotFound, WrongState
from content.locales import Locale
from content.ports.attestations import Asked
from content.store import rows
from content.store.connection import Row, Session
from content.store.rows import from_micros, to_micros, to_micros_or_none

if TYPE_CHECKING:
    from content.store.writing import SqliteWriting

_NAMES = "number, id, locale, rule, subject, answer, reason, said_by, at, until, revoked_at, revoked_by, revoked_reason, seal"
_COLUMNS = ", ".join(f"a.{name}" for name in _NAMES.split(", "))
FORGOTTEN = "sha256:" + "0" * 64
"""The subject of an answer about something that was redacted: a short text could be guessed from its digest."""


class SqliteAttestations:
    """`Attestations` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def answers(self, *keys: tuple[UUID, Locale]) -> Answers:
        return answers(self._of(keys))

    def each(self, keys: Iterable[tuple[UUID, Locale]]) -> dict[tuple[UUID, Locale], Answers]:
        found: dict[tuple[UUID, Locale], list[Said]] = {}
        for said in self._of(keys):
            found.setdefault((said.id, said.locale), []).append(said)
        return {key: answers(given) for key, given in found.items()}

    def _of(self, keys: Iterable[tuple[UUID, Locale]]) -> tuple[Said, ...]:
        wanted = [(identity.hex, locale) for identity, locale in keys]
        found = self._found(
            """WHERE (a.id, a.locale) IN (SELECT unhex(value ->> 0), value ->> 1 FROM json_each(?))
               AND a.revoked_at IS NULL""",
            (msgspec.json.encode(wanted).decode(),),
        )
        return tuple(sorted(found, key=lambda said: said.number))

    def get(self, number: int) -> Said | None:
        return next(iter(self._found("WHERE a.number = ?", (number,))), None)

    def listing(self, asked: Asked) -> tuple[Said, ...]:
        wanted, values = ["1"], list[object]()
        for clause, value in (
            ("a.id = ?", asked.id.bytes if asked.id else None),
            ("a.locale = ?", asked.locale),
            ("a.rule = ?", asked.rule),
            ("(a.answer = 'overridden') = ?", None if asked.override is None else int(asked.override)),
            ("a.until <= ?", to_micros_or_none(asked.until)),
            ("a.number < ?", asked.after),
        ):
            if value is not None:
                wanted.append(clause)
                values.append(value)
        if asked.living:
            wanted.append("a.revoked_at IS NULL")
        return self._found(
            f"WHERE {' AND '.join(wanted)} ORDER BY a.number DESC LIMIT ?", (*values, max(asked.limit, 0))
        )

    def failed(self, now: datetime.datetime) -> tuple[Said, ...]:
        return self._found(
            """CROSS JOIN standing AS s ON s.id = a.id AND s.locale = a.locale AND s.state = 'published'
               WHERE a.answer = 'failed' AND a.revoked_at IS NULL AND a.until > ? ORDER BY a.number""",
            (to_micros(now),),
        )

    def of(self, identity: UUID) -> tuple[Said, ...]:
        """All about a record, for redaction."""
        return self._found("WHERE a.id = ? ORDER BY a.number", (identity.bytes,))

    def replace(self, after: Said) -> None:
        """Put another in the place of a row; but for its end, only within a redaction."""
        small = _small(after)
        self._session.rows(
            """UPDATE attestation SET subject = ?, reason = ?, said_by = ?, revoked_at = ?, revoked_by = ?, revoked_reason = ?, seal = ?
               WHERE number = ?""",
            (small[4], small[6], small[7], *small[10:], rows.seal(*small), after.number),
        )

    def _found(self, rest: str, values: tuple[object, ...]) -> tuple[Said, ...]:
        return tuple(
            said(row) for row in self._session.rows(f"SELECT {_COLUMNS} FROM attestation AS a {rest}", values)
        )


class SqliteAttestationsWriting(SqliteAttestations):
    """`AttestationsWriting` within the transaction of a SqliteWriting."""

    def __init__(self, session: Session, writing: SqliteWriting) -> None:
        super().__init__(session)
        self._writing = writing

    def keep(self, members: dict[str, Any]) -> Said:
        last = self._session.row("SELECT seq FROM sqlite_sequence WHERE name = 'attestation'")
        new = Said(number=(last[0] if last else 0) + 1, **members)
        for before in self._found(
            """WHERE a.id = ? AND a.locale = ? AND a.rule = ? AND a.subject = ? AND a.revoked_at IS NULL
               AND (a.answer = 'overridden') = ?""",
            (new.id.bytes, new.locale, new.rule, new.subject, int(new.answer == "overridden")),
        ):
            self.replace(
                structs.replace(
                    before, revoked_at=new.at, revoked_by=new.by, revoked_reason=f"replaced by {new.number}"
                )
            )
        small = _small(new)
        marks = ", ".join("?" * (len(small) + 1))
        self._session.rows(
            f"INSERT INTO attestation ({_NAMES}) VALUES ({marks})", (*small, rows.seal(*small))
        )
        self._writing.touch(new.id, new.locale, new.at)
        return new

    def revoke(self, number: int, *, at: datetime.datetime, by: str, reason: str) -> Said:
        before = self.get(number)
        if before is None:
            raise NotFound(f"There is no attestation {number}.")
        if before.revoked_at is not None:
            raise WrongState(f"Attestation {number} was taken back by {before.revoked_by} already.")
        after = structs.replace(before, revoked_at=at, revoked_by=by, revoked_reason=reason)
        self.replace(after)
        self._writing.touch(after.id, after.locale, at)
        return after


@rows.readable
def said(row: Row) -> Said:
    """A Said of its columns. Raises StoreCorrupt."""
    *small, sealed = row
    number, identity, locale, rule, subject, answer, reason, by, at, until, *revoked = small
    if rows.seal(*small) != sealed:
        raise rows.damaged(f"attestation {number}", "it is not what was stored")
    revoked_at, revoked_by, revoked_reason = revoked
    return Said(
        number=number,
        id=UUID(bytes=identity),
        locale=locale,
        rule=rule,
        subject=subject,
        answer=answer,
        reason=reason,
        by=by,
        at=from_micros(at),
        until=from_micros(until),
        revoked_at=None if revoked_at is None else from_micros(revoked_at),
        revoked_by=revoked_by,
        revoked_reason=revoked_reason,
    )


def _small(kept: Said) -> tuple[object, ...]:
    return (
        kept.number,
        kept.id.bytes,
        kept.locale,
        kept.rule,
        kept.subject,
        kept.answer,
        kept.reason,
        kept.by,
        to_micros(kept.at),
        to_micros(kept.until),
        to_micros_or_none(kept.revoked_at),
        kept.revoked_by,
        kept.revoked_reason,
    )


def problems(session: Session) -> Iterator[str]:
    """What is wrong with the rows: each is read, which looks at its seal."""
    room = SqliteAttestations(session)
    expected = 0
    for (number,) in session.rows("SELECT number FROM attestation ORDER BY number"):
        expected = number
        if room.get(number) is None:
            yield f"attestation {number} cannot be found by its number"
    row = session.row("SELECT seq FROM sqlite_sequence WHERE name = 'attestation'")
    if (row[0] if row else 0) < expected:
        yield f"attestation {expected} is there, but fewer were written"
