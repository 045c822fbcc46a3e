"""Statements of lists: what is live, in the order of one index, with what stands beside it."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from content.kinds import KINDS
from content.locales import Locale
from content.ports import Selection
from content.ports.kept import LabelRow
from content.store import rows

ENTRY: Final = f"{rows.STANDING}, s.seq, v.outcome, v.publishable, v.ruleset, w.spans, {rows.EDITION}"
"""The columns of an Entry."""
OF_STANDING: Final = """
    CROSS JOIN edition AS e ON e.id = s.id AND e.locale = s.locale AND e.number = s.edition
    CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision
    LEFT JOIN evidence AS v ON v.id = e.id AND v.locale = e.locale AND v.edition = e.number
    LEFT JOIN settled AS w ON w.id = e.id AND w.locale = e.locale AND w.edition = e.number"""
"""What they are of, beside a standing `s`."""
CLOSED: Final = f"{ENTRY}, {rows.AROUND}"
"""Those of a ClosedEntry."""
WIDTH: Final = rows.STANDING_WIDTH + 5 + rows.EDITION_WIDTH + 1
"""How many columns those are."""
ANSWERED: Final = """EXISTS (SELECT 1 FROM attestation AS a WHERE a.id = s.id AND a.locale = s.locale AND a.revoked_at IS NULL)"""
"""Whether people have answered something about the record of a standing `s`, in its locale."""
_LABELS_OF: Final = """FROM standing AS t INDEXED BY standing_topics CROSS JOIN live AS l ON l.id = t.id AND l.locale = t.locale
    WHERE t.kind = 'topic' AND t.state = 'published' AND l.topic_key IS NOT NULL"""
LABELS: Final = f"SELECT l.topic_key, t.locale, l.title {_LABELS_OF} ORDER BY t.id, t.locale"
LABELS_AT_ONCE: Final = f"(SELECT json_group_array(json_array(l.topic_key, t.locale, l.title)) {_LABELS_OF})"
"""The same in one column."""
_LABELS: msgspec.json.Decoder[tuple[LabelRow, ...]] = msgspec.json.Decoder(tuple[LabelRow, ...])


def listing_statement(selection: Selection, *, closed: bool = False) -> tuple[str, list[object]]:
    """The statement of a listing, and its values."""
    return ordered_statement(selection, CLOSED if closed else ENTRY, OF_STANDING)


def listed_statement(selection: Selection, *, labels: bool) -> tuple[str, list[object]]:
    """The statement of a Listed, and its values: first one row of the whole, then one for each entry."""
    listing, wanted = ordered_statement(selection, f"NULL, NULL, {ANSWERED}, {CLOSED}", OF_STANDING)
    return (
        f"""SELECT (SELECT seq FROM list_head WHERE locale = ? AND topic = ? AND kind = ?), {LABELS_AT_ONCE if labels else "NULL"},
                {", ".join(["NULL"] * (1 + WIDTH))}
            UNION ALL SELECT * FROM ({listing}) AS part""",
        [selection.locale, selection.topic or "", selection.kind or "", *wanted],
    )


def latest_statement(
    locale: Locale, limit: int, topics: Sequence[str], each: int
) -> tuple[str, list[object]]:
    """The statement of what is newest of all, of each kind, and of each of some topics, and its values; by the list that it is in, in no order."""
    newest = "ORDER BY x.updated_at DESC, x.id DESC LIMIT ?"
    return (
        f"""SELECT '', '', {CLOSED} FROM standing AS s {OF_STANDING} WHERE s.locale = ? AND s.id IN (
                SELECT x.id FROM standing AS x INDEXED BY standing_listed WHERE x.state = 'published' AND x.locale = ? {newest})
            UNION ALL SELECT '', part.value, {CLOSED} FROM json_each(?) AS part CROSS JOIN standing AS s {OF_STANDING}
                WHERE s.locale = ? AND s.id IN (
                    SELECT x.id FROM standing AS x INDEXED BY standing_listed_kind
                    WHERE x.state = 'published' AND x.locale = ? AND x.kind = part.value {newest})
            UNION ALL SELECT part.value, '', {CLOSED} FROM json_each(?) AS part CROSS JOIN standing AS s {OF_STANDING}
                WHERE s.locale = ? AND s.id IN (
                    SELECT x.id FROM membership AS x
                    CROSS JOIN standing AS y ON y.id = x.id AND y.locale = x.locale AND y.state = 'published'
                    WHERE x.locale = ? AND x.topic = part.value {newest})""",
        [
            *(locale, locale, limit),
            *(listed(KINDS), locale, locale, each),
            *(listed(topics), locale, locale, each),
        ],
    )


def labels(told: str) -> tuple[LabelRow, ...]:
    """What LABELS_AT_ONCE gives."""
    return _LABELS.decode(told)


def listed(values: Iterable[object]) -> str:
    """For `json_each`."""
    return msgspec.json.encode(list(values)).decode()


def hexes(identities: Iterable[UUID]) -> str:
    """Ids for `json_each`, which `unhex` makes bytes again."""
    return listed(each.hex for each in identities)


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
