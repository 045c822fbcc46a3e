"""The schedule as rows."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from msgspec import structs

from content.locales import Locale
from content.model import Standing
from content.schedule import Planned
from content.store import precondition, rows, slugs, standings
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable, to_micros, to_micros_or_none

_SMALL = """id, locale, act, at, revision, update_kind, note, expires, together, actor, via, made_at, failed_at, failure"""
_COLUMNS = f"number, {_SMALL}, seal"


class SqliteSchedule:
    """`ScheduleWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, identity: UUID, locale: Locale) -> tuple[Planned, ...]:
        return self._found("WHERE id = ? AND locale = ? ORDER BY at, number", (identity.bytes, locale))

    def together(self, planned: Planned) -> tuple[Planned, ...]:
        if not self._as_it_was((planned,)):
            return ()
        if not planned.together:
            return (planned,)
        return self._found(
            "INDEXED BY schedule_together WHERE together = ? AND failed_at IS NULL ORDER BY number",
            (planned.together,),
        )

    def due(self, now: datetime.datetime, limit: int = 100) -> tuple[Planned, ...]:
        return self._found(
            "INDEXED BY schedule_due WHERE failed_at IS NULL AND at <= ? ORDER BY at, number LIMIT ?",
            (to_micros(now), limit),
        )

    def next(self, after: datetime.datetime) -> datetime.datetime | None:
        row = self._session.row(
            "SELECT min(at) FROM schedule INDEXED BY schedule_due WHERE failed_at IS NULL AND at > ?",
            (to_micros(after),),
        )
        return from_micros(row[0]) if row and row[0] is not None else None

    def listing(self, until: datetime.datetime | None = None) -> tuple[Planned, ...]:
        return self._found(
            "WHERE ?1 IS NULL OR at <= ?1 OR failed_at IS NOT NULL ORDER BY at, number",
            (to_micros_or_none(until),),
        )

    def keep(self, planned: Sequence[Planned]) -> tuple[Planned, ...]:
        kept: list[Planned] = []
        several = len(planned) > 1
        for each in planned:
            self._session.rows(
                "DELETE FROM schedule WHERE id = ? AND locale = ? AND act = ?",
                (each.id.bytes, each.locale, each.act),
            )
            last = self._session.row("SELECT seq FROM sqlite_sequence WHERE name = 'schedule'")
            number = (last[0] if last else 0) + 1
            together = (kept[0].number if kept else number) if several else 0
            numbered = structs.replace(each, number=number, together=together)
            small = _small(numbered)
            marks = ", ".join("?" * (len(small) + 2))
            self._session.rows(
                f"INSERT INTO schedule ({_COLUMNS}) VALUES ({marks})",
                (number, *small, rows.seal(number, *small)),
            )
            kept.append(numbered)
        for each in planned:
            slugs.release(self._session, each.id, each.locale)
        return tuple(kept)

    def take(self, planned: Sequence[Planned]) -> bool:
        if not self._as_it_was(planned):
            return False
        for each in planned:
            self._session.rows("DELETE FROM schedule WHERE number = ?", (each.number,))
            slugs.release(self._session, each.id, each.locale)
        return True

    def fail(self, planned: Sequence[Planned], why: str, at: datetime.datetime) -> bool:
        if not self._as_it_was(planned):
            return False
        for each in planned:
            self.replace(structs.replace(each, failed_at=at, failure=why))
        return True

    def replace(self, planned: Planned) -> None:
        """Store it in the place of the one with its number."""
        small = _small(planned)
        changes = ", ".join(f"{name.strip()} = ?" for name in _SMALL.split(","))
        self._session.rows(
            f"UPDATE schedule SET {changes}, seal = ? WHERE number = ?",
            (*small, rows.seal(planned.number, *small), planned.number),
        )

    def mark(self, standing: Standing) -> None:
        stored = precondition.marked(standings.load(self._session, standing.id, standing.locale), standing)
        standings.keep(self._session, standing, stored, seq=None)

    def _as_it_was(self, planned: Sequence[Planned]) -> bool:
        return all(self._found("WHERE number = ?", (each.number,)) == (each,) for each in planned)

    def _found(self, where: str, values: Sequence[object]) -> tuple[Planned, ...]:
        return tuple(
            _planned(row) for row in self._session.rows(f"SELECT {_COLUMNS} FROM schedule {where}", values)
        )


def _small(each: Planned) -> tuple[object, ...]:
    return (
        each.id.bytes,
        each.locale,
        each.act,
        to_micros(each.at),
        each.revision or None,
        each.update,
        each.note,
        to_micros_or_none(each.expires),
        each.together or None,
        each.actor,
        each.via,
        to_micros(each.made_at),
        to_micros_or_none(each.failed_at),
        each.failure,
    )


@readable
def _planned(row: Row) -> Planned:
    number, *small, sealed = row
    (
        identity,
        locale,
        act,
        at,
        revision,
        update,
        note,
        expires,
        together,
        actor,
        via,
        made,
        failed,
        failure,
    ) = small
    if rows.seal(number, *small) != sealed:
        raise rows.damaged(
            f"plan {number}, of record {UUID(bytes=identity)} in {locale}", "it is not what was stored"
        )
    return Planned(
        number=number,
        id=UUID(bytes=identity),
        locale=locale,
        act=act,
        at=from_micros(at),
        revision=revision or 0,
        update=update,
        note=note,
        expires=None if expires is None else from_micros(expires),
        together=together or 0,
        actor=actor,
        via=via,
        made_at=from_micros(made),
        failed_at=None if failed is None else from_micros(failed),
        failure=failure,
    )
