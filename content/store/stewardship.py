"""Stewardships as rows, and what needs repair."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

from content.ports.stewardship import Repair
from content.recheck import most
from content.stewardship import Stewardship
from content.store import evidence, recheck, rows
from content.store.connection import Row, Session
from content.store.rows import EDITION, readable

_EDITION = "CROSS JOIN edition AS e"
_REVISION = "CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision"


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
        found = [*self._found_since(), *self._gone_out_with()]
        return tuple(sorted(found, key=lambda each: (each.edition.at, each.edition.id, each.edition.locale)))

    def _found_since(self) -> Iterable[Repair]:
        """What the last look at each of them found."""
        for row in self._session.rows(
            f"""SELECT {recheck.COLUMNS}, {EDITION} FROM recheck AS k INDEXED BY recheck_failing
                CROSS JOIN standing AS s ON s.id = k.id AND s.locale = k.locale AND s.edition = k.edition
                    AND s.state = 'published'
                {_EDITION} ON e.id = k.id AND e.locale = k.locale AND e.number = k.edition {_REVISION}
                WHERE k.failures <> '{{}}'"""
        ):
            seen = recheck.recheck(row[: recheck.WIDTH])
            yield Repair(
                outcome="failed",
                ruleset=seen.ruleset,
                failures=seen.failures,
                source=seen.source or "edition",
                since=seen.since or seen.at,
                edition=rows.edition(row[recheck.WIDTH :]),
            )

    def _gone_out_with(self) -> Iterable[Repair]:
        """What publishing found, where nobody has looked since."""
        for row in self._session.rows(
            f"""SELECT v.outcome, v.ruleset, {EDITION} FROM evidence AS v INDEXED BY evidence_failing
                CROSS JOIN standing AS s ON s.id = v.id AND s.locale = v.locale AND s.edition = v.edition
                    AND s.state = 'published'
                {_EDITION} ON e.id = v.id AND e.locale = v.locale AND e.number = v.edition {_REVISION}
                LEFT JOIN recheck AS k ON k.id = v.id AND k.locale = v.locale AND k.edition = v.edition
                WHERE v.publishable = 0 AND k.outcome IS NULL"""
        ):
            edition = rows.edition(row[2:])
            kept = evidence.load(self._session, edition.id, edition.locale, edition.number)
            yield Repair(
                outcome=row[0],
                ruleset=row[1],
                failures=most(each.report.blocking_failures for each in kept),
                source="edition",
                since=edition.at,
                edition=edition,
            )

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
