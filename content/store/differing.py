"""Where two statements differ: SQLite compares them, so that memory holds neither."""

# ruff: noqa: S608  # statements are put together from constants of ours

from __future__ import annotations

from collections.abc import Iterator

from content.store.connection import Row, Session


def rows(session: Session, first: str, second: str) -> Iterator[Row]:
    """The rows of either that the other lacks, each once, in the order of their columns."""
    return session.each(
        f"""WITH one AS ({first}), other AS ({second})
            SELECT * FROM (SELECT * FROM one EXCEPT SELECT * FROM other)
            UNION SELECT * FROM (SELECT * FROM other EXCEPT SELECT * FROM one) ORDER BY 1, 2"""
    )
