"""Live editions as rows whose contents are not opened."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from content.locales import Locale
from content.ports import Selection
from content.ports.kept import ClosedEntry
from content.ports.public import Latest, Led, Listed, Shown
from content.store import fragments, listing, rows
from content.store.connection import Row, Session
from content.store.listing import ANSWERED, CLOSED, OF_STANDING, WIDTH

_WIDTH: Final = 1 + WIDTH
_ASKED: Final = rows.EDITION.replace("e.", "x.").replace("r.content", "y.content")
_OF_ASKED: Final = """
    LEFT JOIN edition AS x ON x.id = s.id AND x.locale = s.locale AND x.number = ?
    LEFT JOIN revision AS y ON y.id = x.id AND y.locale = x.locale AND y.number = x.revision"""
ENTRIES: Final = f"""SELECT {CLOSED} FROM standing AS s {OF_STANDING}
    WHERE s.state = 'published' AND s.id IN (SELECT unhex(value) FROM json_each(?)) ORDER BY s.id, s.locale"""
SHOWN: Final = f"""SELECT {CLOSED}, {ANSWERED}, {fragments.COLUMNS}
    FROM json_each(?) AS part CROSS JOIN standing AS s ON s.id = unhex(part.value) AND s.locale = ? {OF_STANDING}
    LEFT JOIN fragment AS f ON f.id = s.id AND f.locale = s.locale AND f.edition = s.edition AND f.mark = ? AND f.html IS NOT NULL"""
ENTRIES_IN: Final = f"{ENTRIES.partition(' ORDER')[0]} AND s.locale = ? ORDER BY s.id"


def under_statement(ref: UUID | str, order: Sequence[Locale], number: int | None) -> tuple[str, list[object]]:
    """The statement of what is under a ref, and its values. Locales are bound one by one: a table of them costs more than the record."""
    asked, of_asked = (f", {_ASKED}", _OF_ASKED) if number is not None else ("", "")
    values: list[object] = [] if number is None else [number]
    if isinstance(ref, UUID):
        via, start, where = "NULL", "standing AS s", "s.id = ?"
        values.append(ref.bytes)
    else:
        via, start = "g.locale", "slug AS g CROSS JOIN standing AS s ON s.id = g.id"
        where = f"g.slug = ? AND g.edition IS NOT NULL AND g.locale IN ({', '.join('?' * len(order))})"
        values += [ref, *order]
    return f"SELECT {via}, {CLOSED}{asked} FROM {start} {OF_STANDING}{of_asked} WHERE {where}", values


class SqlitePublic:
    """`Public` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def under(self, ref: UUID | str, order: Sequence[Locale], number: int | None = None) -> tuple[Led, ...]:
        found = self._session.rows(*under_statement(ref, order, number))
        return tuple(map(_led, found))

    def listing(self, selection: Selection) -> tuple[ClosedEntry, ...]:
        found = self._session.rows(*listing.listing_statement(selection, closed=True))
        return tuple(rows.sound(self._session, rows.closed_entry, found))

    def listed(self, selection: Selection, *, labels: bool = False) -> Listed:
        (seq, told, *_), *found = self._session.rows(*listing.listed_statement(selection, labels=labels))
        entries = tuple(rows.sound(self._session, rows.closed_entry, (row[3:] for row in found)))
        answered = {row[3] for row in found if row[2]}
        return Listed(
            seq=seq or 0,
            labels=listing.labels(told) if told is not None else None,
            entries=tuple(sorted(entries, key=_newest, reverse=True)),
            answered=frozenset(each.standing.id for each in entries if each.standing.id.bytes in answered),
        )

    def latest(self, locale: Locale, limit: int, topics: Sequence[str], each: int) -> Latest:
        found = self._session.rows(*listing.latest_statement(locale, limit, topics, each))
        lists: dict[tuple[str, str], list[ClosedEntry]] = {}
        for row in found:
            for entry in rows.sound(self._session, rows.closed_entry, [row[2:]]):
                lists.setdefault((row[0], row[1]), []).append(entry)
        ordered = {key: tuple(sorted(some, key=_newest, reverse=True)) for key, some in lists.items()}
        return Latest(
            all=ordered.pop(("", ""), ()),
            kinds={kind: some for (_, kind), some in ordered.items() if kind},
            topics={topic: some for (topic, _), some in ordered.items() if topic},
        )

    def entries(self, identities: Sequence[UUID], locale: Locale | None = None) -> tuple[ClosedEntry, ...]:
        among = listing.hexes(identities)
        statement, values = (ENTRIES, [among]) if locale is None else (ENTRIES_IN, [among, locale])
        return tuple(rows.sound(self._session, rows.closed_entry, self._session.rows(statement, values)))

    def shown(self, identities: Sequence[UUID], locale: Locale, mark: bytes) -> tuple[Shown, ...]:
        among = listing.hexes(identities)
        found = self._session.rows(SHOWN, (among, locale, mark))
        return tuple(rows.sound(self._session, rows.readable(self._shown), found))

    def _shown(self, row: Row) -> Shown:
        *columns, around, answered = row[: WIDTH + 1]
        kept = row[WIDTH + 1 :]
        # One that is damaged can be made again: it takes nothing else away.
        whole = rows.sound(self._session, fragments.kept, [kept] if kept[0] is not None else [])
        return Shown(
            entry=rows.entry(tuple(columns)),
            around=rows.around(around),
            answered=bool(answered),
            kept=next((fragment for _, fragment in whole), None),
        )


def _newest(entry: ClosedEntry) -> tuple[datetime.datetime, UUID]:
    return entry.edition.updated_at, entry.standing.id


def _led(row: Row) -> Led:
    asked = row[_WIDTH:]
    return Led(
        via=row[0],
        entry=rows.closed_entry(row[1:_WIDTH]),
        asked=rows.closed_edition(asked) if asked and asked[0] is not None else None,
    )
