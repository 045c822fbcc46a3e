"""What lists of drafts know of each newest revision, kept in the transaction that saves it."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from content.model import Revision
from content.ports.desk import Line, Wanted
from content.store import rows
from content.store.connection import Session
from content.store.rows import STANDING, STANDING_WIDTH


def keep(session: Session, revision: Revision) -> None:
    """Make the lists know this revision in the place of the one before."""
    session.rows(
        """INSERT INTO draft (id, locale, at, author, title) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id, locale) DO UPDATE SET at = excluded.at, author = excluded.author, title = excluded.title""",
        (
            revision.id.bytes,
            revision.locale,
            rows.to_micros(revision.at),
            revision.author,
            revision.content.title,
        ),
    )


class SqliteDesk:
    """`Desk` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lines(self, wanted: Wanted) -> tuple[Line, ...]:
        where, values = ["1"], list[object]()
        if wanted.author is not None:
            where.append("d.author = ?")
            values.append(wanted.author)
        if wanted.after is not None:
            at, identity, locale = wanted.after
            where.append("(d.at, d.id, d.locale) < (?, ?, ?)")
            values += [rows.to_micros(at), identity.bytes, locale]
        for column in ("kind", "locale", "state"):
            if (value := getattr(wanted, column)) is not None:
                where.append(f"s.{column} = ?")
                values.append(value)
        for column, allowed in (("kind", wanted.kinds), ("locale", wanted.locales)):
            if allowed is not None:
                where.append(f"s.{column} IN ({', '.join('?' * len(allowed))})")
                values += sorted(allowed)
        index = "draft_author" if wanted.author is not None else "draft_newest"
        found = self._session.rows(
            f"""SELECT {STANDING}, d.at, d.author, d.title FROM draft AS d INDEXED BY {index}
                CROSS JOIN standing AS s ON s.id = d.id AND s.locale = d.locale
                WHERE {" AND ".join(where)} ORDER BY d.at DESC, d.id DESC, d.locale DESC LIMIT ?""",
            [*values, max(wanted.limit, 0)],
        )
        return tuple(
            Line(
                standing=rows.standing(row[:STANDING_WIDTH]),
                at=rows.from_micros(row[STANDING_WIDTH]),
                author=row[STANDING_WIDTH + 1],
                title=row[STANDING_WIDTH + 2],
            )
            for row in found
        )
