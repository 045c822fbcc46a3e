"""Read everything, believe nothing: what is wrong with a store, as sentences that name the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

from content.errors import NordkalottError
from content.journal import PRUNED, Chain, Link
from content.locales import Locale
from content.model import Standing, digest_bytes
from content.store import (
    attestations,
    audits,
    desk,
    differing,
    evidence,
    fragments,
    intents,
    lists,
    media,
    moments,
    places,
    recheck,
    rows,
    searchable,
    settled,
    subscribers,
    sums,
)
from content.store.connection import Session
from content.store.migrate import expected_schema
from content.store.reading import SqliteReading
from content.store.redactions import SqliteRedactions

_BATCH = 500


def problems(session: Session) -> Iterator[str]:
    """Everything wrong: schema, pages, references, digests and seals, standings and what lists hold of them, both logs."""
    for check in (
        _schema,
        _pages,
        _revisions,
        _editions,
        _slugs,
        _keys,
        _standings,
        _schedule,
        searchable.problems,
        _changes,
        places.problems,
        moments.problems,
        _journal,
        _tokens,
        _redactions,
        media.problems,
        recheck.problems,
        fragments.problems,
        sums.problems,
        audits.problems,
        attestations.problems,
        intents.problems,
        subscribers.problems,
    ):
        yield from _tried(check.__name__.removeprefix("_"), partial(check, session))


def _tried(place: str, check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What `check` finds; where it cannot go on, why, and the place."""
    try:
        yield from check()
    except NordkalottError as error:
        yield str(error) if place in str(error) else f"{place}: {error}"
    except (TypeError, ValueError) as error:
        yield f"{place}: a column is not of the right type ({error})"


def _schema(session: Session) -> Iterator[str]:
    there = set(session.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
    for kind, name, table, sql in expected_schema():
        if (kind, name, table, sql) not in there:
            yield f"{session.path}: the {kind} {name} of {table} is not what this version made"


def _pages(session: Session) -> Iterator[str]:
    for (line,) in session.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield f"{session.path}: {line}"
    for table, _, parent, _ in session.rows("PRAGMA foreign_key_check"):
        yield f"{session.path}: a row of {table} refers to a {parent} that is not there"


def _revisions(session: Session) -> Iterator[str]:
    def read(identity: UUID, locale: Locale, number: int) -> Iterator[str]:
        revision = SqliteReading(session).revision(identity, locale, number)
        if revision is None:
            yield f"revision {number} of record {identity} in {locale} cannot be found by its key"

    for identity, locale, number in session.each(
        "SELECT id, locale, number FROM revision ORDER BY id, locale, number"
    ):
        place = f"revision {number} of record {UUID(bytes=identity)} in {locale}"
        yield from _tried(place, partial(read, UUID(bytes=identity), locale, number))


def _editions(session: Session) -> Iterator[str]:
    def read(identity: UUID, locale: Locale, number: int) -> Iterator[str]:
        place = f"edition {number} of record {identity} in {locale}"
        if SqliteReading(session).edition(identity, locale, number) is None:
            yield f"{place} cannot be found by its key"
        kept = evidence.load(session, identity, locale, number)
        if kept and not evidence.summed(session, identity, locale, number, kept):
            yield f"{place}: what is noted of its evidence is not in it"
        for each in kept:
            if digest_bytes(each.html.encode()) != each.digest:
                yield f"{place}: the {each.variant} fragment at level {each.heading_level} does not match its digest"

    for identity, locale, number in session.each(
        "SELECT id, locale, number FROM edition ORDER BY id, locale, number"
    ):
        place = f"edition {number} of record {UUID(bytes=identity)} in {locale}"
        yield from _tried(place, partial(read, UUID(bytes=identity), locale, number))


def _slugs(session: Session) -> Iterator[str]:
    """Who had a slug in public, and since which edition, and which the newest draft or a plan asks for: each is said twice."""
    for locale, slug, identity, _ in differing.rows(
        session,
        """SELECT r.locale, json_extract(CAST(r.content AS TEXT), '$.slug'), r.id, min(e.number)
           FROM revision AS r LEFT JOIN edition AS e ON e.id = r.id AND e.locale = r.locale AND e.revision = r.number
           WHERE json_valid(CAST(r.content AS TEXT)) AND (e.number IS NOT NULL
               OR r.number = (SELECT max(number) FROM revision WHERE id = r.id AND locale = r.locale)
               OR r.number = (SELECT revision FROM schedule WHERE id = r.id AND locale = r.locale AND act = 'publish'))
           GROUP BY 1, 2, 3""",
        "SELECT locale, slug, id, edition FROM slug",
    ):
        yield f"the slug “{slug}” in {locale} of record {UUID(bytes=identity)} is not reserved as its revisions say"


def _keys(session: Session) -> Iterator[str]:
    """Which key is whose: said in every revision of a topic too."""
    wanted = session.rows(
        """SELECT DISTINCT json_extract(CAST(r.content AS TEXT), '$.fields.key'), r.id
           FROM revision AS r CROSS JOIN record AS o ON o.id = r.id
           WHERE o.kind = 'topic' AND json_valid(CAST(r.content AS TEXT))"""
    )
    for key, identity in sorted(set(wanted) ^ set(session.rows("SELECT key, id FROM topic_key")), key=repr):
        yield f"the key “{key}” of topic {UUID(bytes=identity)} is not kept as its revisions say"


def _standings(session: Session) -> Iterator[str]:
    for row in session.each(f"SELECT {rows.STANDING} FROM standing AS s ORDER BY s.id, s.locale"):  # noqa: S608  # our own column names
        standing = rows.standing(row)
        place = f"the standing of record {standing.id} in {standing.locale}"
        yield from _tried(place, partial(_standing, session, standing, place))


def _standing(session: Session, standing: Standing, place: str) -> Iterator[str]:
    key = (standing.id.bytes, standing.locale)
    newest = session.rows(
        """SELECT (SELECT max(number) FROM revision WHERE id = ?1 AND locale = ?2),
                  (SELECT max(number) FROM edition WHERE id = ?1 AND locale = ?2),
                  (SELECT max(seq) FROM change WHERE id = ?1 AND locale = ?2 AND silent = 0),
                  (SELECT seq FROM standing WHERE id = ?1 AND locale = ?2)""",
        key,
    )[0]
    if (standing.revision, standing.edition) != (newest[0], newest[1] or 0):
        yield f"{place} does not name the newest revision and edition"
    if (newest[2] or 0) != newest[3]:
        yield f"{place} does not name its last change"
    revision = SqliteReading(session).revision(standing.id, standing.locale, standing.revision)
    if revision and desk.read(session, revision.id, revision.locale) != desk.known(revision):
        yield f"{place}: what lists of drafts know of its newest revision is not in it"
    entry = SqliteReading(session).entry(standing.id, standing.locale)
    if entry is None:
        return
    edition, content = entry.edition, entry.edition.content
    if (edition.published_at, edition.updated_at, edition.at, edition.revision, content.slug) != (
        standing.published_at,
        standing.updated_at,
        standing.modified_at,
        standing.live_revision,
        standing.slug,
    ):
        yield f"{place} does not follow from its live edition"
    listed = session.row("SELECT title, topic_key FROM live WHERE id = ? AND locale = ?", key)
    if listed != lists.shown(content):
        yield f"{place}: what lists know of its title is not in its live edition"
    members = session.rows(
        "SELECT topic, updated_at, kind FROM membership INDEXED BY membership_of_record WHERE id = ? AND locale = ?",
        key,
    )
    updated_at = rows.to_micros(edition.updated_at)
    if set(members) != {(topic, updated_at, standing.kind) for topic in content.topics}:
        yield f"{place}: what lists know of its topics is not in its live edition"
    if settled.amiss(session, standing.id, standing.locale):
        yield f"{place}: what is noted of what people answered does not follow from their answers"
    yield from recheck.amiss(session, standing, content, place)
    yield from searchable.amiss(session, standing, content, place)


def _schedule(session: Session) -> Iterator[str]:
    """What is planned; that exactly what waits for its first publication is `scheduled`, and that every record has its steward."""
    planned = SqliteReading(session).schedule.listing()
    waiting = {
        (each.id.bytes, each.locale) for each in planned if each.act == "publish" and not each.failed_at
    }
    unseen = session.rows("SELECT id, locale, state FROM standing WHERE edition IS NULL")
    for identity, locale, state in unseen:
        if ((identity, locale) in waiting) != (state == "scheduled"):
            yield f"record {UUID(bytes=identity)} in {locale} is {state}, which is not what the schedule says"
    for (identity,) in session.each(
        "SELECT id FROM record WHERE id NOT IN (SELECT id FROM stewardship) ORDER BY id"
    ):
        yield f"record {UUID(bytes=identity)} has no owner and no date of review"


def _changes(session: Session) -> Iterator[str]:
    expected = 1
    heads: dict[tuple[str, str, str], int] = {}
    while batch := SqliteReading(session).changes(expected - 1, limit=_BATCH, silent=True):
        for change in batch:
            if change.seq != expected:
                yield f"the change log has no {expected}: {change.seq} follows {expected - 1}"
            expected = change.seq + 1
            if not change.silent:
                heads |= dict.fromkeys(lists.touched(change), change.seq)
    yield from _ends(session, "change", expected - 1, "the change log")
    noted = {
        (row[0], row[1], row[2]): row[3]
        for row in session.rows("SELECT locale, topic, kind, seq FROM list_head")
    }
    for key in sorted(heads.keys() | noted.keys()):
        if heads.get(key) != noted.get(key):
            yield f"the last change of the list {key} is noted as {noted.get(key)}, and is {heads.get(key)}"


def _journal(session: Session) -> Iterator[str]:
    reading = SqliteReading(session)
    start = reading.retention.start()
    chain = Chain(Link(number=start.number, hash=start.hash) if start else Link())
    said: dict[str, str | int] = {}
    while batch := reading.journal(chain.last.number, _BATCH):
        for entry in batch:
            yield from chain.faults(entry)
            said = entry.detail if entry.verb == PRUNED else said
    yield from chain.end()
    yield from _ends(session, "journal", chain.last.number, "the journal")
    if start and (said.get("through"), said.get("hash")) != (start.number, start.hash):
        yield f"the journal starts after entry {start.number}, and does not say so itself"


def _tokens(session: Session) -> Iterator[str]:
    for (identity,) in session.rows("SELECT id FROM token ORDER BY id"):
        place = f"the token {identity}"
        yield from _tried(place, partial(_token, session, identity, place))


def _token(session: Session, identity: str, place: str) -> Iterator[str]:
    if SqliteReading(session).tokens.find(identity) is None:
        yield f"{place} cannot be found by its id"


def _ends(session: Session, table: str, last: int, what: str) -> Iterator[str]:
    row = session.row("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    issued = row[0] if row else 0
    if issued != last:
        yield f"{what} ends at {last}, but {issued} were written"


def _redactions(session: Session) -> Iterator[str]:
    """The ledger, that no redaction was left open, and that what was removed is erased."""
    room = SqliteRedactions(session)
    lines = room.ledger()
    if session.rows("SELECT 1 FROM redacting"):
        yield "a redaction was left open: rows that are immutable can be changed"
    for expected, line in enumerate(lines, 1):
        if line.number != expected:
            yield f"the ledger of redactions has no {expected}"
            break
    yield from _ends(session, "redaction", len(lines), "the ledger of redactions")
    if waiting := room.unerased():
        yield (
            f"what redaction {', '.join(map(str, waiting))} removed may still lie in free parts of the file or its log: "
            "it is erased as soon as nobody reads an older view and there is room for a copy; “nordkalott doctor” tries it first"
        )
