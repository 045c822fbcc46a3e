"""Questions to the store, each one statement."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from content.fragments.context import Alternate
from content.kinds import Kind
from content.locales import Locale
from content.model import Edition, Revision, Standing, State, Variant
from content.ports import Change, Counts, Entry, Evidence, Head, JournalEntry, Numbered, Selection
from content.ports.kept import LabelRow
from content.store import evidence, journal, rows, standings
from content.store.answers import SqliteAnswers
from content.store.archives import SqliteArchives
from content.store.attestations import SqliteAttestations
from content.store.audits import SqliteAudits
from content.store.connection import HEAD, Session
from content.store.deliveries import SqliteDeliveries
from content.store.desk import SqliteDesk
from content.store.fragments import SqliteFragments
from content.store.intents import SqliteIntents
from content.store.listing import ENTRY, LABELS, OF_STANDING, hexes, listing_statement
from content.store.media import SqliteMedia
from content.store.moments import SqliteMoments
from content.store.proof import SqliteProof
from content.store.public import SqlitePublic
from content.store.recheck import SqliteRechecks
from content.store.redactions import SqliteRedactions
from content.store.retention import SqliteRetention
from content.store.rows import CHANGE, EDITION, REVISION, STANDING
from content.store.schedule import SqliteSchedule
from content.store.search import SqliteSearch
from content.store.security import SqliteSecurity
from content.store.stewardship import SqliteStewardships
from content.store.subscribers import SqliteSubscribers
from content.store.tokens import SqliteTokens

_OF_EDITION = "CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision"


# What is skipped is skipped within the index.
ADDRESSES = """SELECT s.slug, s.modified_at FROM (SELECT id, updated_at FROM standing INDEXED BY standing_listed
        WHERE state = 'published' AND locale = ?1 ORDER BY updated_at, id LIMIT ?2 OFFSET ?3) AS part
    CROSS JOIN standing AS s ON s.id = part.id AND s.locale = ?1 ORDER BY part.updated_at, part.id"""


class SqliteReading:
    """`Reading` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def desk(self) -> SqliteDesk:
        return SqliteDesk(self._session)

    @property
    def archives(self) -> SqliteArchives:
        return SqliteArchives(self._session)

    @property
    def attestations(self) -> SqliteAttestations:
        return SqliteAttestations(self._session)

    @property
    def answers(self) -> SqliteAnswers:
        return SqliteAnswers(self._session)

    @property
    def proof(self) -> SqliteProof:
        return SqliteProof(self._session)

    @property
    def public(self) -> SqlitePublic:
        return SqlitePublic(self._session)

    @property
    def schedule(self) -> SqliteSchedule:
        return SqliteSchedule(self._session)

    @property
    def stewardship(self) -> SqliteStewardships:
        return SqliteStewardships(self._session)

    @property
    def subscribers(self) -> SqliteSubscribers:
        return SqliteSubscribers(self._session)

    @property
    def deliveries(self) -> SqliteDeliveries:
        return SqliteDeliveries(self._session)

    @property
    def intents(self) -> SqliteIntents:
        return SqliteIntents(self._session)

    @property
    def recheck(self) -> SqliteRechecks:
        return SqliteRechecks(self._session)

    @property
    def redactions(self) -> SqliteRedactions:
        return SqliteRedactions(self._session)

    @property
    def fragments(self) -> SqliteFragments:
        return SqliteFragments(self._session)

    @property
    def search(self) -> SqliteSearch:
        return SqliteSearch(self._session)

    @property
    def moments(self) -> SqliteMoments:
        return SqliteMoments(self._session)

    @property
    def media(self) -> SqliteMedia:
        return SqliteMedia(self._session)

    @property
    def left_out(self) -> int:
        return self._session.left_out

    def head(self) -> Head:
        epoch, seq = self._session.head or self._session.rows(HEAD)[0]
        return Head(epoch=epoch, seq=seq)

    def standing(self, identity: UUID, locale: Locale) -> Standing | None:
        return standings.load(self._session, identity, locale)

    def standings(
        self,
        identities: Sequence[UUID] | None = None,
        *,
        kind: Kind | None = None,
        locale: Locale | None = None,
        state: State | None = None,
    ) -> tuple[Standing, ...]:
        found = self._session.rows(
            *_standings_statement(identities, {"kind": kind, "locale": locale, "state": state})
        )
        return tuple(rows.standing(row) for row in found)

    def each_standing(
        self, *, kind: Kind | None = None, locale: Locale | None = None, state: State | None = None
    ) -> Iterator[Standing]:
        bounds = {"kind": kind, "locale": locale, "state": state}
        return map(rows.standing, self._session.each(*_standings_statement(None, bounds)))

    def resolve(self, locale: Locale, slug: str, *, drafts: bool = False) -> tuple[UUID, str] | None:
        # A slug that only a draft asks for is nobody's yet: the public must not hear of it.
        known = "" if drafts else "AND g.edition IS NOT NULL"
        row = self._session.row(
            f"""SELECT s.id, s.slug FROM slug AS g CROSS JOIN standing AS s ON s.id = g.id AND s.locale = g.locale
               WHERE g.locale = ? AND g.slug = ? {known}""",
            (locale, slug),
        )
        return (UUID(bytes=row[0]), row[1]) if row else None

    def revision(self, identity: UUID, locale: Locale, number: int) -> Revision | None:
        row = self._session.row(
            f"SELECT {REVISION} FROM revision AS r WHERE r.id = ? AND r.locale = ? AND r.number = ?",
            (identity.bytes, locale, number),
        )
        return rows.revision(row) if row else None

    def revisions(self, identity: UUID, locale: Locale) -> tuple[Revision, ...]:
        found = self._session.rows(
            f"SELECT {REVISION} FROM revision AS r WHERE r.id = ? AND r.locale = ? ORDER BY r.number",
            (identity.bytes, locale),
        )
        return tuple(rows.revision(row) for row in found)

    def edition(self, identity: UUID, locale: Locale, number: int) -> Edition | None:
        row = self._session.row(
            f"SELECT {EDITION} FROM edition AS e {_OF_EDITION} WHERE e.id = ? AND e.locale = ? AND e.number = ?",
            (identity.bytes, locale, number),
        )
        return rows.edition(row) if row else None

    def editions(self, identity: UUID, locale: Locale) -> tuple[Edition, ...]:
        found = self._session.rows(
            f"SELECT {EDITION} FROM edition AS e {_OF_EDITION} WHERE e.id = ? AND e.locale = ? ORDER BY e.number",
            (identity.bytes, locale),
        )
        return tuple(rows.edition(row) for row in found)

    def published_as(self, identity: UUID, locale: Locale) -> dict[int, int]:
        found = self._session.rows(
            "SELECT revision, max(number) FROM edition WHERE id = ? AND locale = ? GROUP BY revision",
            (identity.bytes, locale),
        )
        return {row[0]: row[1] for row in found}

    def evidence(self, identity: UUID, locale: Locale, edition: int) -> tuple[Evidence, ...]:
        return evidence.load(self._session, identity, locale, edition)

    def renderings(
        self, keys: Sequence[Numbered], variant: Variant, heading_level: int
    ) -> dict[Numbered, Evidence]:
        return evidence.some(self._session, keys, variant, heading_level)

    def entry(self, identity: UUID, locale: Locale) -> Entry | None:
        row = self._session.row(
            f"SELECT {ENTRY} FROM standing AS s {OF_STANDING} WHERE s.id = ? AND s.locale = ?",
            (identity.bytes, locale),
        )
        return rows.entry(row) if row else None

    def entries(self, identities: Sequence[UUID], *, sound: bool = False) -> tuple[Entry, ...]:
        found = self._session.rows(
            f"""SELECT {ENTRY} FROM standing AS s {OF_STANDING}
                WHERE s.state = 'published' AND s.id IN (SELECT unhex(value) FROM json_each(?)) ORDER BY s.id, s.locale""",
            (hexes(identities),),
        )
        return tuple(rows.sound(self._session, rows.entry, found) if sound else map(rows.entry, found))

    def listing(self, selection: Selection) -> tuple[Entry, ...]:
        return tuple(rows.sound(self._session, rows.entry, self._session.rows(*listing_statement(selection))))

    def listing_seq(self, selection: Selection) -> int:
        row = self._session.row(
            "SELECT seq FROM list_head WHERE locale = ? AND topic = ? AND kind = ?",
            (selection.locale, selection.topic or "", selection.kind or ""),
        )
        return int(row[0]) if row else 0

    def addresses(self, locale: Locale, skip: int, limit: int) -> tuple[tuple[str, datetime.datetime], ...]:
        found = self._session.rows(ADDRESSES, (locale, limit, skip))
        return tuple((slug, rows.from_micros(at)) for slug, at in found)

    def counts(self, locale: Locale) -> Counts:
        kinds: dict[Kind, int] = {}
        within: dict[str, dict[Kind, int]] = {}
        for topic, kind, count in self._session.rows(
            """SELECT '', kind, editions FROM checked_sum WHERE locale = ?1 AND editions > 0
               UNION ALL SELECT topic, kind, editions FROM topic_sum WHERE locale = ?1 AND editions > 0""",
            (locale,),
        ):
            found = within.setdefault(topic, {}) if topic else kinds
            found[kind] = found.get(kind, 0) + count
        topics = {topic: sum(each.values()) for topic, each in within.items()}
        return Counts(kinds=kinds, topics=topics, within=within)

    def published(self) -> dict[Locale, int]:
        found: dict[Locale, int] = {}
        for locale, count in self._session.rows(
            "SELECT locale, editions FROM checked_sum WHERE editions > 0"
        ):
            found[locale] = found.get(locale, 0) + count
        return found

    def alternates(self, identities: Sequence[UUID]) -> dict[UUID, tuple[Alternate, ...]]:
        found: dict[UUID, list[Alternate]] = {}
        for identity, locale, slug, title in self._session.rows(
            """SELECT s.id, s.locale, s.slug, l.title FROM standing AS s CROSS JOIN live AS l ON l.id = s.id AND l.locale = s.locale
               WHERE s.state = 'published' AND s.id IN (SELECT unhex(value) FROM json_each(?)) ORDER BY s.id, s.locale""",
            (hexes(identities),),
        ):
            found.setdefault(UUID(bytes=identity), []).append(
                Alternate(locale=locale, slug=slug, title=title)
            )
        return {identity: tuple(each) for identity, each in found.items()}

    def topic_labels(self) -> tuple[LabelRow, ...]:
        return tuple((key, locale, title) for key, locale, title in self._session.rows(LABELS))

    def topics(self) -> tuple[Entry, ...]:
        found = self._session.rows(
            f"""SELECT {ENTRY} FROM standing AS s INDEXED BY standing_topics {OF_STANDING}
                WHERE s.kind = 'topic' AND s.state = 'published' ORDER BY s.id, s.locale"""
        )
        return tuple(rows.entry(row) for row in found)

    def changes(
        self,
        since: int,
        *,
        locale: Locale | None = None,
        kind: Kind | None = None,
        limit: int = 100,
        silent: bool = False,
    ) -> tuple[Change, ...]:
        found = self._session.rows(*_changes_statement(since, locale, kind, limit, silent=silent))
        return tuple(rows.change(row) for row in found)

    def told(
        self, since: int, *, locale: Locale | None = None, kind: Kind | None = None, limit: int = 100
    ) -> tuple[tuple[Change, ...], int | None]:
        found = self._session.rows(*_changes_statement(since, locale, kind, limit + 1, silent=False))
        after = int(found[limit - 1][0]) if len(found) > limit else None
        return tuple(rows.sound(self._session, rows.change, found[:limit])), after

    def journal(
        self,
        since: int = 0,
        limit: int = 100,
        *,
        identity: UUID | None = None,
        actor: str | None = None,
        verb: str | None = None,
    ) -> tuple[JournalEntry, ...]:
        where = "number > ?"
        values: list[object] = [since]
        wanted = {"id": identity.bytes if identity else None, "actor": actor, "verb": verb}
        for column, value in wanted.items():
            if value is not None:
                where += f" AND {column} = ?"
                values.append(value)
        found = self._session.rows(
            f"SELECT {journal.COLUMNS} FROM journal WHERE {where} ORDER BY number LIMIT ?",
            [*values, max(limit, 0)],
        )
        return tuple(journal.entry(row) for row in found)

    @property
    def audits(self) -> SqliteAudits:
        return SqliteAudits(self._session)

    @property
    def tokens(self) -> SqliteTokens:
        return SqliteTokens(self._session)

    @property
    def retention(self) -> SqliteRetention:
        return SqliteRetention(self._session)

    @property
    def security(self) -> SqliteSecurity:
        return SqliteSecurity(self._session)


def _changes_statement(
    since: int, locale: Locale | None, kind: Kind | None, limit: int, *, silent: bool
) -> tuple[str, list[object]]:
    where = "seq > ?" if silent else "seq > ? AND silent = 0"
    values: list[object] = [since]
    for column, value in (("locale", locale), ("kind", kind)):
        if value is not None:
            where += f" AND {column} = ?"
            values.append(value)
    return f"SELECT {CHANGE} FROM change WHERE {where} ORDER BY seq LIMIT ?", [*values, max(limit, 0)]


def _standings_statement(
    identities: Sequence[UUID] | None, bounds: Mapping[str, str | None]
) -> tuple[str, list[object]]:
    """The standings of some records, or of all; those alone whose columns have the values that are not None."""
    wanted: list[str] = []
    values: list[object] = []
    if identities is not None:
        wanted.append("s.id IN (SELECT unhex(value) FROM json_each(?))")
        values.append(hexes(identities))
    for column, value in bounds.items():
        if value is not None:
            wanted.append(f"s.{column} = ?")
            values.append(value)
    where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
    return f"SELECT {STANDING} FROM standing AS s {where} ORDER BY s.id, s.locale", values
