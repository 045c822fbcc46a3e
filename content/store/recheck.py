"""Re-checks as rows, and what has to be looked at again because what it shows has changed."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import msgspec

from content import queries
from content.accessibility import criteria_of
from content.accessibility.criteria import CRITERIA
from content.locales import Locale
from content.model import Content, Standing
from content.ports import Change
from content.ports.recheck import Day, Pass, Place, Recheck, Share, Tally
from content.store import rows, settled
from content.store.connection import Row, Session
from content.store.rows import readable

WIDTH = 10
COLUMNS = "k.id, k.locale, k.edition, k.ruleset, k.at, k.outcome, k.failures, k.source, k.since, k.until"
_NO_ID = b""
_LIVE = """FROM standing AS s
    LEFT JOIN recheck AS k ON k.id = s.id AND k.locale = s.locale AND k.edition = s.edition
    LEFT JOIN evidence AS v ON v.id = s.id AND v.locale = s.locale AND v.edition = s.edition
    LEFT JOIN recheck_due AS d ON d.id = s.id AND d.locale = s.locale
    WHERE s.state = 'published'"""
_SEEN = "(k.ruleset IS ?1 OR (k.ruleset IS NULL AND v.ruleset IS ?1 AND v.publishable = 1))"
_FAILS = "(k.failures <> '{}' OR (k.ruleset IS NULL AND v.publishable = 0))"
# The same as these two, of what is counted already.
_SUM_SEEN = "(s.again = ?1 OR (s.again = '' AND s.ruleset = ?1 AND s.publishable = 1))"
_SUM_FAILS = "(s.again_fails = 1 OR (s.again = '' AND s.publishable = 0))"


class SqliteRechecks:
    """`RechecksWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, identity: UUID, locale: Locale) -> Recheck | None:
        row = self._session.row(
            f"SELECT {COLUMNS} FROM recheck AS k WHERE k.id = ? AND k.locale = ?", (identity.bytes, locale)
        )
        return recheck(row) if row else None

    def waiting(self, ruleset: str, after: tuple[UUID, Locale] | None, limit: int) -> tuple[Place, ...]:
        if not self._any_waits(ruleset):
            return ()
        identity, locale = (after[0].bytes, after[1]) if after else (_NO_ID, "")
        found = self._session.rows(
            f"""SELECT s.id, s.locale, s.edition {_LIVE} AND (s.id, s.locale) > (?2, ?3)
                AND (d.id IS NOT NULL OR NOT {_SEEN}) ORDER BY s.id, s.locale LIMIT ?4""",
            (ruleset, identity, locale, limit),
        )
        return tuple(place(row) for row in found)

    def _any_waits(self, ruleset: str) -> bool:
        """From what is counted: where nothing waits, that is all there is to look at."""
        return bool(
            self._session.rows(
                f"""SELECT 1 WHERE EXISTS (SELECT 1 FROM recheck_due)
                    OR EXISTS (SELECT 1 FROM checked_sum AS s WHERE s.editions > 0 AND NOT {_SUM_SEEN})""",
                (ruleset,),
            )
        )

    def count(self, ruleset: str) -> int:
        row = self._session.rows(
            f"SELECT count(*) {_LIVE} AND (d.id IS NOT NULL OR NOT {_SEEN})", (ruleset,)
        )[0]
        return int(row[0])

    def stirred(self, now: datetime.datetime, limit: int) -> tuple[Place, ...]:
        found = self._session.rows(
            """SELECT s.id, s.locale, s.edition FROM recheck_due AS d
               CROSS JOIN standing AS s ON s.id = d.id AND s.locale = d.locale AND s.state = 'published'
               UNION ALL
               SELECT s.id, s.locale, s.edition FROM recheck AS k INDEXED BY recheck_until
               CROSS JOIN standing AS s ON s.id = k.id AND s.locale = k.locale AND s.edition = k.edition
                   AND s.state = 'published'
               WHERE k.until <= ? LIMIT ?""",
            (rows.to_micros(now), limit),
        )
        return tuple(place(row) for row in found)

    def showing(self, identities: frozenset[UUID]) -> frozenset[UUID]:
        found = set[UUID]()
        for identity in identities:
            rows_of = self._session.rows(
                """SELECT id FROM pointer WHERE target = ?1
                   UNION SELECT m.id FROM live AS l CROSS JOIN membership AS m ON m.topic = l.topic_key WHERE l.id = ?1""",
                (identity.bytes,),
            )
            found.update(UUID(bytes=row[0]) for row in rows_of)
        return frozenset(found)

    def last(self, ruleset: str) -> Pass | None:
        row = self._session.row(
            "SELECT ruleset, began, ended FROM recheck_pass WHERE ruleset = ?", (ruleset,)
        )
        return passing(row) if row else None

    def tally(self, ruleset: str, now: datetime.datetime) -> Tally:
        found = self._session.rows(
            f"""SELECT s.locale, s.kind, sum(s.editions),
                    coalesce(sum(s.editions) FILTER (WHERE {_SUM_SEEN} AND (s.again = '' OR s.again_outcome <> '')), 0),
                    coalesce(sum(s.editions) FILTER (WHERE {_SUM_FAILS}), 0),
                    coalesce(sum(s.editions) FILTER (WHERE s.again <> '' AND s.again_outcome = ''), 0)
                FROM checked_sum AS s WHERE s.editions > 0 GROUP BY s.locale, s.kind ORDER BY s.locale, s.kind""",
            (ruleset,),
        )
        rules, criteria = Counter[str](), Counter[str]()
        for (failures,) in self._session.rows(
            """SELECT k.failures FROM recheck AS k INDEXED BY recheck_failing
               CROSS JOIN standing AS s ON s.id = k.id AND s.locale = k.locale AND s.edition = k.edition
                   AND s.state = 'published'
               WHERE k.failures <> '{}'"""
        ):
            failing = msgspec.json.decode(failures, type=dict[str, int])
            rules.update(failing.keys())
            criteria.update({number for rule in failing for number in criteria_of(rule)})
        attested, overridden = self._session.rows(
            """SELECT count(DISTINCT CASE WHEN a.answer <> 'overridden' THEN hex(a.id) || a.locale END),
                      count(DISTINCT CASE WHEN a.answer = 'overridden' THEN hex(a.id) || a.locale END)
               FROM attestation AS a CROSS JOIN standing AS s ON s.id = a.id AND s.locale = a.locale AND s.state = 'published'
               WHERE a.revoked_at IS NULL AND a.until > ?""",
            (rows.to_micros(now),),
        )[0]
        return Tally(
            ruleset=ruleset,
            editions=sum(row[2] for row in found),
            checked=sum(row[3] for row in found),
            failing=sum(row[4] for row in found),
            unreadable=sum(row[5] for row in found),
            attested=attested,
            overridden=overridden,
            rules=dict(sorted(rules.items())),
            criteria={each: criteria[each] for each in CRITERIA if criteria[each]},
            shares=tuple(
                Share(locale=row[0], kind=row[1], editions=row[2], checked=row[3], failing=row[4])
                for row in found
            ),
        )

    def days(self, limit: int = 400) -> tuple[Day, ...]:
        found = self._session.rows(
            "SELECT day, at, tally FROM conformance ORDER BY day DESC LIMIT ?", (limit,)
        )
        return tuple(day(row) for row in found)

    def keep(self, recheck: Recheck, seq: int) -> bool:
        key = (recheck.id.bytes, recheck.locale)
        live = self._session.row(
            "SELECT edition FROM standing WHERE id = ? AND locale = ? AND state = 'published'", key
        )
        if live is None or live[0] != recheck.edition:
            return False
        self._session.rows("DELETE FROM recheck_due WHERE id = ? AND locale = ? AND seq <= ?", (*key, seq))
        self._session.rows(
            """INSERT OR REPLACE INTO recheck (id, locale, edition, ruleset, at, outcome, failures, source, since, until)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                *key,
                recheck.edition,
                recheck.ruleset,
                rows.to_micros(recheck.at),
                recheck.outcome,
                msgspec.json.encode(recheck.failures, order="sorted").decode(),
                recheck.source,
                rows.to_micros_or_none(recheck.since),
                rows.to_micros_or_none(recheck.until),
            ),
        )
        if recheck.outcome is not None:
            settled.keep(self._session, recheck.id, recheck.locale)
        return True

    def mark(self, passing: Pass) -> None:
        self._session.rows(
            "INSERT OR REPLACE INTO recheck_pass (ruleset, began, ended) VALUES (?, ?, ?)",
            (passing.ruleset, rows.to_micros(passing.began), rows.to_micros_or_none(passing.ended)),
        )

    def note(self, day: Day) -> bool:
        newest = next(iter(self.days(1)), None)
        if newest is not None and newest.tally == day.tally:
            return False
        self._session.rows(
            "INSERT OR REPLACE INTO conformance (day, at, tally) VALUES (?, ?, ?)",
            (day.day.isoformat(), rows.to_micros(day.at), msgspec.json.encode(day.tally).decode()),
        )
        return True


def points(session: Session, standing: Standing, content: Content) -> None:
    """Note which records a live edition points to."""
    key = (standing.id.bytes, standing.locale)
    session.rows("DELETE FROM pointer WHERE id = ? AND locale = ?", key)
    for target in sorted(queries.referred(content)):
        session.rows("INSERT INTO pointer (target, id, locale) VALUES (?, ?, ?)", (target.bytes, *key))


def stir(session: Session, change: Change, topics: set[str]) -> None:
    """Note what is rendered otherwise after a change: what points to the record, its other locales, and what has a topic whose label
    moved.
    """
    values = (change.id.bytes, change.locale, change.seq)
    session.rows(
        """INSERT INTO recheck_due (id, locale, seq)
           SELECT p.id, p.locale, ?3 FROM pointer AS p CROSS JOIN standing AS s ON s.id = p.id AND s.locale = p.locale
               AND s.state = 'published' WHERE p.target = ?1
           UNION
           SELECT id, locale, ?3 FROM standing WHERE id = ?1 AND locale <> ?2 AND state = 'published'
           ON CONFLICT (id, locale) DO UPDATE SET seq = excluded.seq""",
        values,
    )
    for topic in sorted(topics):
        session.rows(
            """INSERT INTO recheck_due (id, locale, seq)
               SELECT m.id, m.locale, ?2 FROM membership AS m CROSS JOIN standing AS s ON s.id = m.id AND s.locale = m.locale
                   AND s.state = 'published' WHERE m.topic = ?1
               ON CONFLICT (id, locale) DO UPDATE SET seq = excluded.seq""",
            (topic, change.seq),
        )


def ask(session: Session, change: Change) -> None:
    """Note that an edition is to be looked at: it went out with failures, or people have answered something about it."""
    session.rows(
        """INSERT INTO recheck_due (id, locale, seq) VALUES (?, ?, ?)
           ON CONFLICT (id, locale) DO UPDATE SET seq = excluded.seq""",
        (change.id.bytes, change.locale, change.seq),
    )


def amiss(session: Session, standing: Standing, content: Content, place: str) -> Iterator[str]:
    """What is wrong with what is known of where a live edition points to."""
    noted = session.rows(
        "SELECT target FROM pointer WHERE id = ? AND locale = ?", (standing.id.bytes, standing.locale)
    )
    if {row[0] for row in noted} != {target.bytes for target in queries.referred(content)}:
        yield f"{place}: what is noted of the records that it points to is not in its live edition"


def problems(session: Session) -> Iterator[str]:
    """What cannot be read of re-checks."""
    room = SqliteRechecks(session)
    for row in session.each(f"SELECT {COLUMNS} FROM recheck AS k"):
        recheck(row)
    for (ruleset,) in session.rows("SELECT ruleset FROM recheck_pass"):
        room.last(ruleset)
    days = [each.day for each in room.days()]
    if days != sorted(set(days), reverse=True):
        yield "the days of which it is noted how it stood with accessibility are not in order"


def place(row: Row) -> Place:
    """A Place of its columns."""
    return Place(id=UUID(bytes=row[0]), locale=row[1], edition=row[2])


@readable
def recheck(row: Row) -> Recheck:
    """A Recheck of COLUMNS. Raises StoreCorrupt."""
    identity, locale, edition, ruleset, at, outcome, failures, source, since, until = row
    try:
        counted: dict[str, int] = msgspec.json.decode(failures, type=dict[str, int])
    except msgspec.DecodeError as error:
        raise rows.damaged(
            f"the re-check of record {UUID(bytes=identity)} in {locale}", str(error)
        ) from error
    return Recheck(
        id=UUID(bytes=identity),
        locale=locale,
        edition=edition,
        ruleset=ruleset,
        at=rows.from_micros(at),
        outcome=outcome,
        failures=counted,
        source=source,
        since=None if since is None else rows.from_micros(since),
        until=None if until is None else rows.from_micros(until),
    )


@readable
def passing(row: Row) -> Pass:
    """A Pass of its columns. Raises StoreCorrupt."""
    ruleset, began, ended = row
    return Pass(
        ruleset=ruleset,
        began=rows.from_micros(began),
        ended=None if ended is None else rows.from_micros(ended),
    )


@readable
def day(row: Row) -> Day:
    """A Day of its columns. Raises StoreCorrupt."""
    name, at, tally = row
    try:
        counted = msgspec.json.decode(tally, type=Tally)
    except msgspec.DecodeError as error:
        raise rows.damaged(f"how it stood with accessibility on {name}", str(error)) from error
    return Day(day=datetime.date.fromisoformat(name), at=rows.from_micros(at), tally=counted)
