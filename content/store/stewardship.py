"""Stewardships as rows, and what needs repair."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from uuid import UUID

from content.ports.stewardship import Repair
from content.stewardship import Stewardship
from content.store import rows
from content.store.connection import Row, Session
from content.store.rows import EDITION, readable


class SqliteStewardships:
    """`StewardshipsWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, identity: UUID) -> Stewardship | None:
        row = self._session.row(
            "SELECT id, owner, review_by FROM stewardship WHERE id = ?", (identity.bytes,)
        )
        return stewardship(row) if row else None

    def due(self, until: datetime.date) -> tuple[Stewardship, ...]:
        found = self._session.rows(
            """SELECT id, owner, review_by FROM stewardship AS w WHERE review_by <= ? AND EXISTS (
                   SELECT 1 FROM standing AS s WHERE s.id = w.id AND s.state IN ('draft', 'scheduled', 'published'))
               ORDER BY review_by, id""",
            (until.isoformat(),),
        )
        return tuple(stewardship(row) for row in found)

    def repairs(self) -> tuple[Repair, ...]:
        found = self._session.rows(
            f"""SELECT v.outcome, v.ruleset, {EDITION} FROM evidence AS v INDEXED BY evidence_failing
                CROSS JOIN standing AS s ON s.id = v.id AND s.locale = v.locale AND s.edition = v.edition
                    AND s.state = 'published'
                CROSS JOIN edition AS e ON e.id = v.id AND e.locale = v.locale AND e.number = v.edition
                CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision
                WHERE v.publishable = 0 ORDER BY e.at, e.id, e.locale"""
        )
        return tuple(Repair(outcome=row[0], ruleset=row[1], edition=rows.edition(row[2:])) for row in found)

    def keep(self, stewardship: Stewardship) -> None:
        self._session.rows(
            "INSERT OR REPLACE INTO stewardship (id, owner, review_by) VALUES (?, ?, ?)",
            (stewardship.id.bytes, stewardship.owner, stewardship.review_by.isoformat()),
        )


@readable
def stewardship(row: Row) -> Stewardship:
    """A Stewardship of its columns. Raises StoreCorrupt."""
    identity, owner, review_by = row
    return Stewardship(id=UUID(bytes=identity), owner=owner, review_by=datetime.date.fromisoformat(review_by))
