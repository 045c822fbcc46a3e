"""Standings as rows: one for each record and locale."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from uuid import UUID

from content.locales import Locale
from content.model import Standing
from content.store import rows
from content.store.connection import Session


def load(session: Session, identity: UUID, locale: Locale) -> Standing | None:
    """Where a record is in a locale. Raises StoreCorrupt."""
    row = session.row(
        f"SELECT {rows.STANDING} FROM standing AS s WHERE s.id = ? AND s.locale = ?", (identity.bytes, locale)
    )
    return rows.standing(row) if row else None


def keep(session: Session, standing: Standing, stored: Standing | None, seq: int | None) -> None:
    """Store it in the place of the `stored` one. `seq` is the change that moved it, None where the public sees none."""
    columns = rows.from_standing(standing)
    values = {**columns, "seal": rows.seal(*columns.values())}
    if stored is None:
        values["seq"] = 0
        marks = ", ".join("?" * len(values))
        session.rows(f"INSERT INTO standing ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
        return
    if seq is not None:
        values["seq"] = seq
    key = (values.pop("id"), values.pop("locale"))
    changes = ", ".join(f"{name} = ?" for name in values)
    session.rows(f"UPDATE standing SET {changes} WHERE id = ? AND locale = ?", (*values.values(), *key))
