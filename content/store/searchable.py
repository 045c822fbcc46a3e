"""The index of search: what a live edition says, kept in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from content import search
from content.errors import StoreCorrupt
from content.locales import Locale
from content.model import Content, Standing
from content.store.connection import Session
from content.store.search import token

COLUMNS: Final = "title, lead, body, about"
NEWS: Final = """SELECT max(seq) FROM change INDEXED BY change_record
    WHERE id = ? AND locale = ? AND op = 'upsert' AND update_kind = 'major'"""


def columns(standing: Standing, content: Content) -> tuple[str, str, str, str]:
    """The COLUMNS of a live edition."""
    found, locale = search.searchable(content, standing.locale), standing.locale
    title, lead, body = (
        " ".join(each if each == search.BREAK else token(locale, each) for each in stems)
        for stems in (found.title, found.lead, found.body)
    )
    about = [token(locale, "kind", standing.kind), *(token(locale, "topic", key) for key in content.topics)]
    return title, lead, body, " ".join(about)


def keep(session: Session, standing: Standing, content: Content) -> None:
    """Make the index know this content of a published record, and forget the one before; what was its alone is gone."""
    key = (standing.id.bytes, standing.locale)
    before = _take_out(session, key)
    seq = session.rows(NEWS, key)[0][0]
    session.rows("INSERT INTO search_record (id, locale, seq) VALUES (?, ?, ?)", (*key, seq))
    kept = columns(standing, content)
    session.rows(
        f"INSERT INTO search_text (rowid, {COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608  # our own column names
        (seq, *kept),
    )
    after = stems(kept, standing.locale)
    _learn(session, standing.locale, after - before)
    _unlearn(session, standing.locale, before - after)


def forget(session: Session, standing: Standing) -> None:
    """Take a record that is not published any more out of the index."""
    _unlearn(session, standing.locale, _take_out(session, (standing.id.bytes, standing.locale)))


def stems(kept: Iterable[object], locale: Locale) -> frozenset[str]:
    """The stems in the COLUMNS of a record. Raises StoreCorrupt where these are no text."""
    prefix = token(locale, "")
    title, lead, body, _ = kept
    if not (isinstance(title, str) and isinstance(lead, str) and isinstance(body, str)):
        raise StoreCorrupt("The index of search is damaged: it holds something else than text.")
    tokens = {each for column in (title, lead, body) for each in column.split(" ")}
    return frozenset(each.removeprefix(prefix) for each in tokens - {"", search.BREAK})


def _take_out(session: Session, key: tuple[bytes, Locale]) -> frozenset[str]:
    """Remove a record's row, and return the stems that were in it."""
    row = session.row("SELECT seq FROM search_record WHERE id = ? AND locale = ?", key)
    if row is None:
        return frozenset()
    kept = session.row(f"SELECT {COLUMNS} FROM search_text WHERE rowid = ?", row)  # noqa: S608  # our own column names
    session.rows("DELETE FROM search_text WHERE rowid = ?", row)
    session.rows("DELETE FROM search_record WHERE id = ? AND locale = ?", key)
    return stems(kept, key[1]) if kept else frozenset()


def _learn(session: Session, locale: Locale, found: frozenset[str]) -> None:
    """Add the stems that no other record has."""
    new = session.rows(
        """SELECT n.value FROM json_each(?) AS n
           WHERE NOT EXISTS (SELECT 1 FROM search_word AS w WHERE w.locale = ? AND w.stem = n.value)""",
        (msgspec.json.encode(sorted(found)).decode(), locale),
    )
    for (stem,) in new:
        number = session.rows(
            "INSERT INTO search_word (locale, stem) VALUES (?, ?) RETURNING number", (locale, stem)
        )[0][0]
        session.rows(
            "INSERT INTO search_part (rowid, locale, plain) VALUES (?, ?, ?)",
            (number, *parts(locale, stem)),
        )


def _unlearn(session: Session, locale: Locale, lost: frozenset[str]) -> None:
    """Remove the stems that no record has any more."""
    for stem in sorted(lost):
        phrase = f'"{token(locale, stem)}"'
        if session.row("SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT 1", (phrase,)) is None:
            row = session.rows(
                "DELETE FROM search_word WHERE locale = ? AND stem = ? RETURNING number", (locale, stem)
            )
            session.rows("DELETE FROM search_part WHERE rowid = ?", row[0] if row else (None,))


def parts(locale: Locale, stem: str) -> tuple[str, str]:
    """How `search_part` holds a stem: its locale and its plain form, each between markers that no word has."""
    return f"={locale}=", f"={search.plain(stem, locale)}="


def amiss(session: Session, standing: Standing, content: Content, place: str) -> Iterator[str]:
    """Where the index does not hold what a live edition says, in the order of the news; or holds what is not published."""
    key = (standing.id.bytes, standing.locale)
    found = session.row(
        f"""SELECT r.seq, {COLUMNS} FROM search_record AS r LEFT JOIN search_text AS t ON t.rowid = r.seq
            WHERE r.id = ? AND r.locale = ?""",  # noqa: S608  # our own column names
        key,
    )
    wanted = (session.rows(NEWS, key)[0][0], *columns(standing, content))
    if found != (wanted if standing.state == "published" else None):
        yield f"{place}: what the index of search knows of it is not what its live edition says"


def problems(session: Session) -> Iterator[str]:
    """Where a row of the index has no record, or a record no row, and where the list of stems is not that of the rows."""
    # Two sorted lists: a full join looks through all texts for each record.
    for number, text in session.rows(
        """SELECT number, 1 FROM (SELECT rowid AS number FROM search_text EXCEPT SELECT seq FROM search_record)
           UNION ALL SELECT number, 0 FROM (SELECT seq AS number FROM search_record EXCEPT SELECT rowid FROM search_text)
           ORDER BY 1"""
    ):
        yield f"the index of search has {'a text without a record' if text else 'a record without its text'} at {number}"
    there: set[tuple[Locale, str]] = set()
    for locale, *kept in session.each(
        f"SELECT r.locale, {COLUMNS} FROM search_record AS r CROSS JOIN search_text AS t ON t.rowid = r.seq"  # noqa: S608
    ):
        there |= {(locale, stem) for stem in stems(kept, locale)}
    for locale, stem, *kept in session.each(
        "SELECT w.locale, w.stem, p.locale, p.plain FROM search_word AS w LEFT JOIN search_part AS p ON p.rowid = w.number"
    ):
        if (locale, stem) not in there:
            yield f"the stem “{stem}” in {locale} is not noted as the index of search has it"
        elif tuple(kept) != parts(locale, stem):
            yield f"the trigrams of the stem “{stem}” in {locale} are not those of the index of search"
        there.discard((locale, stem))
    for locale, stem in sorted(there):
        yield f"the stem “{stem}” in {locale} is not noted as the index of search has it"
    words, parts_of_words = session.rows(
        "SELECT (SELECT count(*) FROM search_word), (SELECT count(*) FROM search_part)"
    )[0]
    if words != parts_of_words:
        yield "the trigrams of the index of search are of more stems than it has"
