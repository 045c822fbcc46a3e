"""Sums that triggers keep, so that no question goes over everything that is live (migration 0021). What they say follows from other tables."""

# ruff: noqa: S608  # statements are put together from constants of ours

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from content.store.connection import Session

_GROUP: Final = "locale, kind, ruleset, outcome, publishable, again, again_outcome, again_fails, answered"
_AGREES: Final = " AND ".join(f"g.{each} = c.{each}" for each in _GROUP.split(", "))
# Each is a pair: what is kept, and what it follows from. The rows of either that the other lacks are wrong.
_PAIRS: Final = {
    "the sum of {1} in {0} by the outcome of the checks": (
        f"SELECT {_GROUP}, editions FROM checked_sum WHERE editions > 0",
        f"SELECT {_GROUP}, count(*) FROM checked GROUP BY {_GROUP}",
    ),
    "the sum of records of the kind {0}": (
        "SELECT kind, records FROM record_sum WHERE records > 0",
        "SELECT kind, count(DISTINCT id) FROM standing WHERE state = 'published' GROUP BY kind",
    ),
    "the sum of {2} with the topic {1} in {0}": (
        "SELECT locale, topic, kind, editions FROM topic_sum WHERE editions > 0",
        """SELECT m.locale, m.topic, m.kind, count(*) FROM membership AS m
           CROSS JOIN standing AS s ON s.id = m.id AND s.locale = m.locale AND s.state = 'published' GROUP BY 1, 2, 3""",
    ),
}


def problems(session: Session) -> Iterator[str]:
    """Sums that are not those of what is there, and live editions that are counted elsewhere, or not at all."""
    for what, (kept, wanted) in _PAIRS.items():
        found = set(session.rows(kept)) ^ set(session.rows(wanted))
        for name in sorted({what.format(*row) for row in found}):
            yield f"{name} is not what is live"
    for identity, locale in session.rows(
        f"""SELECT c.id, c.locale FROM checked AS c LEFT JOIN counted AS o ON o.id = c.id AND o.locale = c.locale
            LEFT JOIN checked_sum AS g ON g.number = o.number
            WHERE o.id IS NULL OR NOT ({_AGREES}) OR o.amiss IS NOT (c.publishable = 0 OR c.again_fails OR c.answered)
            UNION ALL
            SELECT o.id, o.locale FROM counted AS o LEFT JOIN standing AS s ON s.id = o.id AND s.locale = o.locale
            WHERE s.state IS NOT 'published'"""
    ):
        yield f"record {UUID(bytes=identity)} in {locale} is not counted as it is"
