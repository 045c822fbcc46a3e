"""What lists of drafts know of each newest revision, kept in the transaction that saves it."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET

from content import translations
from content.locales import Locale
from content.model import Revision
from content.ports.desk import Line, Wanted
from content.store import rows
from content.store.connection import Session
from content.store.rows import STANDING, STANDING_WIDTH

Known = tuple[int, str, str, str | None, int | None]


def known(revision: Revision) -> Known:
    """What lists know of a newest revision: time, author, title, and the locale and revision that it was translated from."""
    translation = revision.content.translation
    source = (
        (None, None)
        if translation is UNSET
        else (translation.source_locale, translation.source_revision or None)
    )
    return (rows.to_micros(revision.at), revision.author, revision.content.title, *source)


def read(session: Session, identity: UUID, locale: Locale) -> Known | None:
    """What lists know now."""
    found = session.row(
        "SELECT at, author, title, source, source_revision FROM draft WHERE id = ? AND locale = ?",
        (identity.bytes, locale),
    )
    return (found[0], found[1], found[2], found[3], found[4]) if found else None


def keep(session: Session, revision: Revision) -> None:
    """Make the lists know this revision in the place of the one before."""
    session.rows(
        """INSERT INTO draft (id, locale, at, author, title, source, source_revision) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id, locale) DO UPDATE SET at = excluded.at, author = excluded.author, title = excluded.title,
               source = excluded.source, source_revision = excluded.source_revision""",
        (revision.id.bytes, revision.locale, *known(revision)),
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
        if wanted.behind:
            where.append("d.source_revision < o.revision")
        index = "draft_author" if wanted.author is not None else "draft_newest"
        found = self._session.rows(
            f"""SELECT {STANDING}, d.at, d.author, d.title, d.source_revision, o.revision FROM draft AS d INDEXED BY {index}
                CROSS JOIN standing AS s ON s.id = d.id AND s.locale = d.locale
                LEFT JOIN standing AS o ON o.id = d.id AND o.locale = d.source
                WHERE {" AND ".join(where)} ORDER BY d.at DESC, d.id DESC, d.locale DESC LIMIT ?""",
            [*values, max(wanted.limit, 0)],
        )
        return tuple(
            Line(
                standing=rows.standing(row[:STANDING_WIDTH]),
                at=rows.from_micros(row[STANDING_WIDTH]),
                author=row[STANDING_WIDTH + 1],
                title=row[STANDING_WIDTH + 2],
                behind_source=translations.behind_newest(row[STANDING_WIDTH + 3], row[STANDING_WIDTH + 4]),
            )
            for row in found
        )
