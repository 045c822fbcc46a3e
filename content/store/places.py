"""What is noted of feeds as changes come: their places, the ends of pages, and what was taken back; and whether it follows from the log."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from content import tags
from content.model import Standing
from content.ports import Change
from content.ports.archives import PLACES
from content.store import differing, epochs, rows
from content.store.connection import Row, Session

_TAKEN_BACK = "('withdrawn', 'redirected', 'gone')"

Key = tuple[str, str, str]
"""Locale, topic and kind of a list, "" for all."""


def take(session: Session, change: Change, topics: Iterable[str]) -> None:
    """Give a change its place in the feed of each of these topics of its record."""
    for topic in topics:
        session.rows(
            "INSERT INTO change_topic (locale, topic, seq, kind) VALUES (?, ?, ?, ?)",
            (change.locale, topic, change.seq, change.kind),
        )


def fill(session: Session, key: Key, change: Change, places: int, latest: int) -> None:
    """Note the end of the page that this change has filled, if it has."""
    if places % PLACES == 0:
        session.rows(
            "INSERT INTO archive (locale, topic, kind, number, last_seq, latest) VALUES (?, ?, ?, ?, ?, ?)",
            (*key, places // PLACES, change.seq, latest),
        )


def leave(session: Session, standing: Standing, topics: Iterable[str]) -> None:
    """Note a record as taken back, in the place of what was noted before."""
    back(session, standing)
    for topic in ("", *topics):
        session.rows(
            "INSERT INTO taken_back (locale, topic, at, id, kind) VALUES (?, ?, ?, ?, ?)",
            (standing.locale, topic, rows.to_micros(standing.changed_at), standing.id.bytes, standing.kind),
        )


def back(session: Session, standing: Standing) -> None:
    """Forget that a record was taken back."""
    session.rows("DELETE FROM taken_back WHERE id = ? AND locale = ?", (standing.id.bytes, standing.locale))


def problems(session: Session) -> Iterator[str]:
    """What is noted of feeds, and does not follow from the change log and the standings."""
    yield from _topics(session)
    yield from _pages(session)
    yield from _taken_back(session)
    yield from epochs.problems(session)


def _topics(session: Session) -> Iterator[str]:
    for (seq,) in session.each(
        """SELECT p.seq FROM change_topic AS p LEFT JOIN change AS c ON c.seq = p.seq
           WHERE c.seq IS NULL OR c.silent = 1 OR p.locale <> c.locale OR p.kind <> c.kind"""
    ):
        yield f"change {seq}: what is noted of its topics is not of this change"
    for seq, locale, own, said, noted in session.each(
        """SELECT c.seq, c.locale, k.key, c.tags, p.topics FROM change AS c LEFT JOIN topic_key AS k ON k.id = c.id
           LEFT JOIN (SELECT seq, json_group_array(topic) AS topics FROM change_topic GROUP BY seq) AS p ON p.seq = c.seq
           WHERE c.silent = 0 ORDER BY c.seq"""
    ):
        prefix = tags.topic(locale, "")
        told = {tag.removeprefix(prefix) for tag in msgspec.json.decode(said) if tag.startswith(prefix)}
        there = set(msgspec.json.decode(noted or "[]"))
        if not told - {own} <= there <= told:
            yield f"change {seq} tells of the topics {sorted(told)}, and has a place in the feeds of {sorted(there)}"


def _pages(session: Session) -> Iterator[str]:
    counted: dict[Key, tuple[int, int]] = {}
    ends: set[Row] = set()
    for locale, topic, kind, seq, at in session.each(
        """SELECT locale, '', kind, seq, at FROM change WHERE silent = 0
           UNION ALL SELECT p.locale, p.topic, p.kind, p.seq, c.at FROM change_topic AS p JOIN change AS c ON c.seq = p.seq ORDER BY 4"""
    ):
        for key in ((locale, topic, ""), (locale, topic, kind)):
            places, latest = counted.get(key, (0, at))
            counted[key] = places, latest = places + 1, max(latest, at)
            if places % PLACES == 0:
                ends.add((*key, places // PLACES, seq, latest))
    noted = {
        (row[0], row[1], row[2]): (row[3], row[4])
        for row in session.rows("SELECT locale, topic, kind, places, latest FROM list_head")
    }
    for key in sorted(counted.keys() | noted.keys()):
        if counted.get(key, (0, 0)) != noted.get(key, (0, 0)):
            yield f"the feed of the list {key} is noted with {noted.get(key)}, and has {counted.get(key)}"
    kept = set(session.rows("SELECT locale, topic, kind, number, last_seq, latest FROM archive"))
    for row in sorted(ends ^ kept, key=repr):
        yield f"page {row[3]} of the feed of the list {row[:3]} does not end as the change log says"


def _taken_back(session: Session) -> Iterator[str]:
    for row in differing.rows(
        session,
        f"""SELECT locale, '', changed_at, id, kind FROM standing WHERE state IN {_TAKEN_BACK}
            UNION ALL SELECT m.locale, m.topic, s.changed_at, m.id, s.kind FROM membership AS m
            JOIN standing AS s ON s.id = m.id AND s.locale = m.locale WHERE s.state IN {_TAKEN_BACK}""",
        "SELECT locale, topic, at, id, kind FROM taken_back",
    ):
        yield f"record {UUID(bytes=row[3])} in {row[0]} is not noted among what was taken back as its standing says"
