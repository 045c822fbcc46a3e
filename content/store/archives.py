"""Archives as rows. Only the boundaries of pages are noted: what is in one is read from the change log."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from msgspec import structs

from content.fragments.context import Alternate
from content.locales import Locale
from content.ports import Change, Entry, Head, Selection
from content.ports.archives import PLACES, Outline, Page, Place, Told
from content.store import epochs, listing, rows
from content.store.connection import Row, Session
from content.store.listing import LABELS_AT_ONCE, ordered_statement

_CHANGE = ", ".join(f"c.{name}" for name in rows.CHANGE.split(", "))
_AS_OF = """FROM standing AS s CROSS JOIN change AS c ON c.seq = (
        SELECT max(seq) FROM change WHERE id = s.id AND locale = s.locale AND silent = 0 AND seq <= ?) AND c.op = 'upsert'
    CROSS JOIN edition AS e ON e.id = c.id AND e.locale = c.locale AND e.number = c.edition
    CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision"""
_TOLD = "iif(json_valid(CAST(r.content AS TEXT)), json_extract(CAST(r.content AS TEXT), '$.{}'), NULL)"
_TITLE = _TOLD.format("title")
_SLUG = _TOLD.format("slug")


def sequence_statement(
    selection: Selection, after: int, until: int | None, limit: int, *, newest_first: bool = False
) -> tuple[str, list[object]]:
    """The statement of the changes that have a place in a feed, oldest first, and its values. One index gives the order in every case."""
    values: list[object] = [selection.locale]
    if selection.topic is not None:
        index = "INDEXED BY change_topic_kind" if selection.kind is not None else ""
        head, start = "p", f"change_topic AS p {index} CROSS JOIN change AS c ON c.seq = p.seq"
        where = "p.locale = ? AND p.topic = ?"
        values.append(selection.topic)
    else:
        index = "change_locale_kind" if selection.kind is not None else "change_locale"
        head, start = "c", f"change AS c INDEXED BY {index}"
        where = "c.silent = 0 AND c.locale = ?"
    if selection.kind is not None:
        where += f" AND {head}.kind = ?"
        values.append(selection.kind)
    where += f" AND {head}.seq > ?"
    values.append(after)
    if until is not None:
        where += f" AND {head}.seq <= ?"
        values.append(until)
    order = f"{head}.seq{' DESC' if newest_first else ''}"
    return f"SELECT {_CHANGE} FROM {start} WHERE {where} ORDER BY {order} LIMIT ?", [*values, limit]


def taken_back_statement(selection: Selection) -> tuple[str, list[object]]:
    """The statement of what was taken back, newest first, and its values; read in the order of an index."""
    start, values = _taken_back_from(
        selection,
        """CROSS JOIN edition AS e ON e.id = s.id AND e.locale = s.locale AND e.number = s.edition
           CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision""",
    )
    return f"SELECT {rows.STANDING}, s.seq, NULL, NULL, NULL, NULL, {rows.EDITION} {start}", values


def outline_statement(selection: Selection) -> tuple[str, list[object]]:
    """The statement of an Outline, and its values: first one row of the whole, then those of what is live, and of what was taken back."""
    live, wanted = ordered_statement(structs.replace(selection, after=None), "1, s.id, s.seq, {at}, NULL")
    start, more = _taken_back_from(structs.replace(selection, after=None))
    return (
        f"""SELECT value, (SELECT coalesce(max(seq), 0) FROM change),
                coalesce((SELECT places FROM list_head WHERE locale = ? AND topic = ? AND kind = ?), 0),
                EXISTS (SELECT 1 FROM epoch), {LABELS_AT_ONCE} FROM meta WHERE name = 'epoch'
            UNION ALL SELECT * FROM ({live}) AS part
            UNION ALL SELECT * FROM (SELECT 0, s.id, s.seq, t.at, NULL {start}) AS part""",
        [*_key(selection), *wanted, *more],
    )


def _taken_back_from(selection: Selection, beside: str = "") -> tuple[str, list[object]]:
    values: list[object] = [selection.locale, selection.topic or ""]
    index, where = "", "t.locale = ? AND t.topic = ?"
    if selection.kind is not None:
        index = "INDEXED BY taken_back_kind"
        where += " AND t.kind = ?"
        values.append(selection.kind)
    if selection.after is not None:
        at, identity = selection.after
        where += " AND (t.at, t.id) < (?, ?)"
        values += [rows.to_micros(at), identity.bytes]
    return (
        f"""FROM taken_back AS t {index} CROSS JOIN standing AS s ON s.id = t.id AND s.locale = t.locale {beside}
            WHERE {where} ORDER BY t.at DESC, t.id DESC LIMIT ?""",
        [*values, max(selection.limit, 0)],
    )


class SqliteArchives:
    """`Archives` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, selection: Selection) -> tuple[int, str]:
        places, restored = self._session.rows(
            """SELECT coalesce((SELECT places FROM list_head WHERE locale = ? AND topic = ? AND kind = ?), 0),
               EXISTS (SELECT 1 FROM epoch)""",
            _key(selection),
        )[0]
        return places, self._epoch(selection) if restored and places else ""

    def outline(self, selection: Selection) -> Outline:
        (epoch, seq, places, restored, labels), *listed = self._session.rows(*outline_statement(selection))
        told = sorted((_told(row) for row in listed), key=lambda each: (each.at, each.id), reverse=True)
        return Outline(
            head=Head(epoch=epoch, seq=seq),
            labels=listing.labels(labels),
            places=places,
            epoch=self._epoch(selection) if restored and places else "",
            told=tuple(told[: selection.limit]),
        )

    def _epoch(self, selection: Selection) -> str:
        """That of the newest place."""
        found = self._session.rows(*sequence_statement(selection, 0, None, 1, newest_first=True))
        (epoch,) = epochs.of(self._session, found[0][0])
        return epoch

    def page(self, selection: Selection, number: int, count: int | None = None) -> Page | None:
        bounds = {
            row[0]: row[1:]
            for row in self._session.rows(
                "SELECT number, last_seq, latest FROM archive WHERE locale = ? AND topic = ? AND kind = ? AND number IN (?, ?)",
                (*_key(selection), number - 1, number),
            )
        }
        after, before = bounds.get(number - 1, (0, None))
        if number < 1 or (number > 1 and before is None):
            return None
        until = bounds[number][0] if number in bounds else None
        limit = PLACES if count is None else count
        found = self._session.rows(*sequence_statement(selection, after, until, limit))
        if count is not None and len(found) != count:
            return None
        changes = [*rows.sound(self._session, rows.change, found)]
        times = [rows.to_micros(each.at) for each in changes] + ([] if before is None else [before])
        seq = found[-1][0] if found else 0
        epoch, past = epochs.of(self._session, seq, after)
        return Page(
            number=number,
            count=len(found),
            full=len(found) == PLACES,
            seq=seq,
            epoch=epoch,
            before=past,
            latest=rows.from_micros(max(times)) if times else None,
            places=self._opened(selection, {(each.id, each.locale): each for each in changes}.values()),
        )

    def taken_back(self, selection: Selection) -> tuple[Entry, ...]:
        return tuple(
            rows.sound(self._session, rows.entry, self._session.rows(*taken_back_statement(selection)))
        )

    def alternates(self, identities: Iterable[UUID], seq: int) -> dict[UUID, tuple[Alternate, ...]]:
        found: dict[UUID, list[Alternate]] = {}
        told = self._session.rows(
            f"""SELECT s.id, s.locale, {_SLUG}, {_TITLE} {_AS_OF}
                WHERE s.id IN (SELECT unhex(value) FROM json_each(?)) AND s.state <> 'gone' ORDER BY s.id, s.locale""",
            (seq, listing.hexes(identities)),
        )
        for identity, locale, slug, title in rows.sound(self._session, _legible, told):
            found.setdefault(UUID(bytes=identity), []).append(
                Alternate(locale=locale, slug=slug, title=title)
            )
        return {identity: tuple(each) for identity, each in found.items()}

    def labels(self, keys: Iterable[str], seq: int) -> dict[str, dict[Locale, str]]:
        found: dict[str, dict[Locale, str]] = {}
        told = self._session.rows(
            f"""SELECT k.key, s.locale, {_TITLE} FROM topic_key AS k CROSS JOIN {_AS_OF.removeprefix("FROM ")}
                WHERE k.key IN (SELECT value FROM json_each(?)) AND s.id = k.id AND s.state <> 'gone' ORDER BY k.key, s.locale""",
            (seq, listing.listed(keys)),
        )
        for key, locale, title in rows.sound(self._session, _legible, told):
            found.setdefault(key, {})[locale] = title
        return found

    def topics(self, keys: Iterable[str]) -> tuple[UUID, ...]:
        found = self._session.rows(
            "SELECT id FROM topic_key WHERE key IN (SELECT value FROM json_each(?))",
            (listing.listed(keys),),
        )
        return tuple(UUID(bytes=identity) for (identity,) in sorted(found))

    def _opened(self, selection: Selection, changes: Iterable[Change]) -> tuple[Place, ...]:
        """The places of these changes, newest first: one question opens all their editions."""
        newest = sorted(changes, key=lambda each: each.seq, reverse=True)
        told = {each.seq: each for each in newest}

        def place(row: Row) -> Place:
            seq, within, *columns = row
            return Place(
                change=told[seq],
                within=bool(within),
                standing=rows.standing(tuple(columns[: rows.STANDING_WIDTH])),
                edition=rows.edition(tuple(columns[rows.STANDING_WIDTH :])),
            )

        opened = {
            each.change.seq: each
            for each in rows.sound(
                self._session,
                place,
                self._session.rows(
                    f"""SELECT c.seq, s.state = 'published' AND (? = '' OR EXISTS (
                            SELECT 1 FROM membership AS m WHERE m.id = s.id AND m.locale = s.locale AND m.topic = ?)),
                        {rows.STANDING}, {rows.EDITION}
                    FROM json_each(?) AS w CROSS JOIN change AS c ON c.seq = w.value
                    CROSS JOIN standing AS s ON s.id = c.id AND s.locale = c.locale
                    CROSS JOIN edition AS e ON e.id = c.id AND e.locale = c.locale AND e.number = c.edition
                    CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision""",
                    (
                        selection.topic or "",
                        selection.topic or "",
                        listing.listed([each.seq for each in newest]),
                    ),
                ),
            )
        }
        return tuple(opened[each.seq] for each in newest if each.seq in opened)


def _legible(row: Row) -> Row:
    """Columns of a text. Raises StoreCorrupt where it cannot be read."""
    if None in row:
        raise rows.damaged(f"an edition with the columns {row[:2]}", "its text cannot be read")
    return row


@rows.readable
def _told(row: Row) -> Told:
    live, identity, seq, at, _ = row
    return Told(rows.from_micros(at), UUID(bytes=identity), seq, bool(live))


def _key(selection: Selection) -> tuple[str, str, str]:
    return selection.locale, selection.topic or "", selection.kind or ""
