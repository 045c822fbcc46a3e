"""Live editions as rows whose contents are not opened."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from content.locales import Locale
from content.ports import Selection
from content.ports.kept import ClosedEntry
from content.ports.public import Led, Shown
from content.store import fragments, rows
from content.store.connection import Row, Session

ENTRY: Final = f"{rows.STANDING}, s.seq, v.outcome, v.publishable, v.ruleset, w.spans, {rows.EDITION}"
"""The columns of an Entry."""
OF_STANDING: Final = """
    CROSS JOIN edition AS e ON e.id = s.id AND e.locale = s.locale AND e.number = s.edition
    CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision
    LEFT JOIN evidence AS v ON v.id = e.id AND v.locale = e.locale AND v.edition = e.number
    LEFT JOIN settled AS w ON w.id = e.id AND w.locale = e.locale AND w.edition = e.number"""
"""What they are of, beside a standing `s`."""
_CLOSED: Final = f"{ENTRY}, {rows.AROUND}"
_WIDTH_OF_CLOSED: Final = rows.STANDING_WIDTH + 5 + rows.EDITION_WIDTH + 1
_WIDTH: Final = 1 + _WIDTH_OF_CLOSED
_ASKED: Final = rows.EDITION.replace("e.", "x.").replace("r.content", "y.content")
_OF_ASKED: Final = """
    LEFT JOIN edition AS x ON x.id = s.id AND x.locale = s.locale AND x.number = ?
    LEFT JOIN revision AS y ON y.id = x.id AND y.locale = x.locale AND y.number = x.revision"""
ENTRIES: Final = f"""SELECT {_CLOSED} FROM standing AS s {OF_STANDING}
    WHERE s.state = 'published' AND s.id IN (SELECT unhex(value) FROM json_each(?)) ORDER BY s.id, s.locale"""
SHOWN: Final = f"""SELECT {_CLOSED}, EXISTS (
        SELECT 1 FROM attestation AS a WHERE a.id = s.id AND a.locale = s.locale AND a.revoked_at IS NULL), {fragments.COLUMNS}
    FROM json_each(?) AS part CROSS JOIN standing AS s ON s.id = unhex(part.value) AND s.locale = ? {OF_STANDING}
    LEFT JOIN fragment AS f ON f.id = s.id AND f.locale = s.locale AND f.edition = s.edition AND f.mark = ? AND f.html IS NOT NULL"""
ENTRIES_IN: Final = f"{ENTRIES.partition(' ORDER')[0]} AND s.locale = ? ORDER BY s.id"


def listing_statement(selection: Selection, *, closed: bool = False) -> tuple[str, list[object]]:
    """The statement of a listing, and its values."""
    return ordered_statement(selection, _CLOSED if closed else ENTRY, OF_STANDING)


def ordered_statement(selection: Selection, columns: str, beside: str = "") -> tuple[str, list[object]]:
    """The statement of columns of what a selection wants, standings `s` with what stands `beside`, and its values. `{at}` in the columns is
    what it is ordered by. One index gives the order in every case: nothing is sorted.
    """
    values: list[object] = [selection.locale]
    if selection.topic is not None:
        index = "INDEXED BY membership_kind" if selection.kind is not None else ""
        head = "m"
        start = f"""FROM membership AS m {index}
            CROSS JOIN standing AS s ON s.id = m.id AND s.locale = m.locale AND s.state = 'published'"""
        where = "m.locale = ? AND m.topic = ?"
        values.append(selection.topic)
    else:
        index = "standing_listed_kind" if selection.kind is not None else "standing_listed"
        head = "s"
        start = f"FROM standing AS s INDEXED BY {index}"
        where = "s.state = 'published' AND s.locale = ?"
    if selection.kind is not None:
        where += f" AND {head}.kind = ?"
        values.append(selection.kind)
    if selection.after is not None:
        at, identity = selection.after
        where += f" AND ({head}.updated_at, {head}.id) < (?, ?)"
        values += [rows.to_micros(at), identity.bytes]
    values.append(max(selection.limit, 0))
    told = columns.replace("{at}", f"{head}.updated_at")
    return (
        f"SELECT {told} {start} {beside} WHERE {where} ORDER BY {head}.updated_at DESC, {head}.id DESC LIMIT ?",
        values,
    )


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
    return f"SELECT {via}, {_CLOSED}{asked} FROM {start} {OF_STANDING}{of_asked} WHERE {where}", values


class SqlitePublic:
    """`Public` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def under(self, ref: UUID | str, order: Sequence[Locale], number: int | None = None) -> tuple[Led, ...]:
        found = self._session.rows(*under_statement(ref, order, number))
        return tuple(map(_led, found))

    def listing(self, selection: Selection) -> tuple[ClosedEntry, ...]:
        found = self._session.rows(*listing_statement(selection, closed=True))
        return tuple(rows.sound(self._session, rows.closed_entry, found))

    def entries(self, identities: Sequence[UUID], locale: Locale | None = None) -> tuple[ClosedEntry, ...]:
        among = msgspec.json.encode([identity.hex for identity in identities]).decode()
        statement, values = (ENTRIES, [among]) if locale is None else (ENTRIES_IN, [among, locale])
        return tuple(rows.sound(self._session, rows.closed_entry, self._session.rows(statement, values)))

    def shown(self, identities: Sequence[UUID], locale: Locale, mark: bytes) -> tuple[Shown, ...]:
        among = msgspec.json.encode([identity.hex for identity in identities]).decode()
        found = self._session.rows(SHOWN, (among, locale, mark))
        return tuple(rows.sound(self._session, rows.readable(self._shown), found))

    def _shown(self, row: Row) -> Shown:
        *columns, around, answered = row[: _WIDTH_OF_CLOSED + 1]
        kept = row[_WIDTH_OF_CLOSED + 1 :]
        # One that is damaged can be made again: it takes nothing else away.
        whole = rows.sound(self._session, fragments.kept, [kept] if kept[0] is not None else [])
        return Shown(
            entry=rows.entry(tuple(columns)),
            around=rows.around(around),
            answered=bool(answered),
            kept=next((fragment for _, fragment in whole), None),
        )


def _led(row: Row) -> Led:
    asked = row[_WIDTH:]
    return Led(
        via=row[0],
        entry=rows.closed_entry(row[1:_WIDTH]),
        asked=rows.closed_edition(asked) if asked and asked[0] is not None else None,
    )
