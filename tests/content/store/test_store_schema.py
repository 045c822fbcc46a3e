"""The schema: what it refuses by itself, how lists are found, and other programs' files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from content.errors import StoreError
from content.ports import Selection
from content.store import SqliteStore, open_store
from content.store.listing import listing_statement
from content.store.migrate import migrations
from tests.contract import build

BIG = {"standing", "revision", "edition", "membership", "live", "change", "journal", "evidence", "slug"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "nordkalott.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A store with two records and a draft of a topic."""
    store = open_store(path)
    build.publish(store, 1, build.news("en", topics=("barents",)), checked=build.evidence(ruleset="1"))
    build.publish(store, 2, build.news("to"), checked=build.evidence(ruleset="2", outcome="failed"))
    build.save(store, 2, build.news("to", "Utkast"), minutes=1)
    build.save(store, 3, build.topic("barents", "Barents", slug="utkast"), minutes=1)
    build.keep_token(
        store, 1, kinds=("news",), locales=("nb",), expires_at=build.at(9), revoked_at=build.at(5)
    )
    for number in (4, 5):  # one redaction is written, the next was the last
        build.publish(store, number, build.news(f"sak-{number}", "Kari Nordmann"))
        build.redact(store, number, "Kari Nordmann")
    assert store.erase()
    yield store
    store.close()


@pytest.fixture
def database(store: SqliteStore) -> Iterator[apsw.Connection]:
    """The same file, past the store."""
    connection = apsw.Connection(str(store.path))
    connection.execute("PRAGMA foreign_keys=ON")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET note = 'x'",
        "DELETE FROM revision",
        "UPDATE edition SET note = 'x'",
        "DELETE FROM edition",
        "UPDATE evidence SET ruleset = 'x'",
        "DELETE FROM evidence",
        "UPDATE change SET op = 'delete'",
        "DELETE FROM change",
        "UPDATE journal SET actor = 'x'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE number = 1",
        "INSERT INTO journal_start VALUES (1, 1, printf('%064d', 0))",
        "INSERT INTO journal_start SELECT 1, max(number), hash FROM journal",
        "DELETE FROM token",
        "UPDATE token SET scopes = '[\"admin\"]'",
        "UPDATE token SET kinds = NULL",
        "UPDATE token SET locales = '[\"nn\"]'",
        "UPDATE token SET hash = zeroblob(32)",
        "UPDATE token SET expires_at = expires_at + 1",
        "UPDATE token SET expires_at = NULL",
        "UPDATE token SET revoked_at = NULL",
        "UPDATE record SET kind = 'page'",
        "DELETE FROM record",
        "DELETE FROM slug",
        "DELETE FROM slug WHERE slug = 'utkast'",
        "UPDATE topic_key SET key = 'arktis'",
        "DELETE FROM topic_key",
        "INSERT INTO topic_key (key, id) SELECT 'arktis', id FROM topic_key",
        "INSERT INTO topic_key (key, id) SELECT key, (SELECT min(id) FROM record) FROM topic_key",
        """INSERT INTO revision SELECT id, 'nn', 1, at, author, note, digest, seal,
           CAST(replace(CAST(content AS TEXT), 'barents', 'arktis') AS BLOB), policy, redacted, original FROM revision WHERE id = (SELECT id FROM topic_key)""",
        "UPDATE slug SET id = (SELECT max(id) FROM record) WHERE slug = 'en'",
        "DELETE FROM standing",
        "UPDATE standing SET revision = 1 WHERE slug = 'to'",
        "UPDATE standing SET edition = NULL, live_revision = NULL",
        "UPDATE standing SET live_revision = 2 WHERE slug = 'to'",
        "UPDATE standing SET slug = 'en' WHERE slug = 'to'",
        "UPDATE standing SET kind = 'page'",
        "UPDATE standing SET state = 'draft', published_at = NULL",
        "UPDATE standing SET redirect_to = '/x'",
        "INSERT INTO standing SELECT * FROM standing",
        "INSERT OR REPLACE INTO revision SELECT * FROM revision",
        "INSERT INTO slug (locale, slug, id) SELECT locale, slug, randomblob(16) FROM slug",
        "INSERT INTO journal (at, actor, verb, detail, previous, hash) SELECT at, actor, verb, detail, previous, hash FROM journal",
        "INSERT INTO revision SELECT id, locale, number + 2, at, author, note, digest, seal, content, policy, redacted, original FROM revision",
        "UPDATE revision SET content = x'00', redacted = 1, original = digest",
        "UPDATE journal SET detail = '{}'",
        "UPDATE evidence SET packed = x'00'",
        "UPDATE change SET tags = '[]'",
        "DELETE FROM redaction",
        "UPDATE redaction SET reason = 'x'",
        "INSERT INTO redacting (one, number) VALUES (1, 1)",
        "INSERT INTO redacting (one, number) VALUES (2, 2)",
    ],
)
def test_the_database_itself_refuses(database: apsw.Connection, store: SqliteStore, statement: str) -> None:
    with pytest.raises(apsw.ConstraintError):
        database.execute(statement)
    assert store.verify() == ()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(locale="nb", kind=kind, topic=topic, after=after)
        for kind in (None, "news")
        for topic in (None, "barents")
        for after in (None, (build.at(1), build.identity(1)))
    ],
    ids=str,
)
def test_lists_are_found_by_an_index_and_never_sorted(
    database: apsw.Connection, selection: Selection
) -> None:
    statement, values = listing_statement(selection)
    plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + statement, values)]
    assert plan
    assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan


def test_editions_checked_with_an_older_rule_set_are_a_search(database: apsw.Connection) -> None:
    statement = """SELECT e.id, e.outcome FROM evidence AS e CROSS JOIN standing AS s
        ON s.id = e.id AND s.locale = e.locale AND s.edition = e.edition WHERE e.ruleset < ?"""
    assert database.execute(statement, ("2",)).fetchall() == [(build.identity(1).bytes, "no_failures_found")]
    plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + statement, ("2",))]
    assert not [step for step in plan if "SCAN" in step], plan


def test_the_store_writes_as_durably_as_it_says(store: SqliteStore, path: Path) -> None:
    database = apsw.Connection(str(path))
    assert database.pragma("journal_mode") == "wal"
    assert database.pragma("application_id") == 0x4E6B6C74
    database.close()
    pragmas = store.write(
        lambda writing: {
            name: writing._session.row(f"PRAGMA {name}")  # type: ignore[attr-defined]  # no other way in
            for name in (
                "synchronous",
                "foreign_keys",
                "trusted_schema",
                "cell_size_check",
                "wal_autocheckpoint",
            )
        }
    )
    assert pragmas == {
        "synchronous": (2,), "foreign_keys": (1,), "trusted_schema": (0,), "cell_size_check": (1,), "wal_autocheckpoint": (0,),  # the writer does it
    }  # fmt: skip
    with store.read() as reading:
        session = reading._session  # type: ignore[attr-defined]  # no other way in
        assert [session.row(f"PRAGMA {name}") for name in ("query_only", "wal_autocheckpoint")] == [
            (1,),
            (0,),
        ]


def test_only_what_can_be_made_again_is_written_in_a_hurry(path: Path) -> None:
    store = open_store(path, hurried=True)
    pragmas = store.write(
        lambda writing: [
            writing._session.row(f"PRAGMA {name}")  # type: ignore[attr-defined]  # no other way in
            for name in ("synchronous", "journal_mode", "foreign_keys", "cache_size")
        ]
    )
    store.close()
    assert pragmas == [(0,), ("wal",), (1,), (-1024 * 1024,)]


def test_records_of_a_store_made_before_get_an_owner_and_a_date_of_review(path: Path) -> None:
    store = open_store(path)
    build.save(store, 1, build.news("meeting"), locale="en", minutes=5)
    build.save(store, 1, build.news("mote"), minutes=6)
    build.save(store, 2, build.news("to"), minutes=60 * 24 * 366)
    store.close()
    database = apsw.Connection(str(path))
    for kind, name in (
        ("TRIGGER", "record_is_looked_after"),
        ("TABLE", "schedule"),
        ("TABLE", "lease"),
        ("TABLE", "stewardship"),
        ("INDEX", "evidence_failing"),
    ):
        database.execute(f"DROP {kind} {name}")
    statements = dict(migrations())[4]
    database.execute(statements)
    database.close()
    store = open_store(path)
    with store.read() as reading:
        found = [reading.stewardship.of(build.identity(number)) for number in (1, 2)]
    assert [(each.owner, str(each.review_by)) for each in found if each] == [
        (build.AUTHOR, "2027-03-01"),
        (build.AUTHOR, "2028-03-02"),
    ]
    assert store.verify() == ()
    store.close()


def test_fragments_of_a_store_made_before_wait_to_be_kept(path: Path) -> None:
    store = open_store(path)
    build.publish(store, 1, build.news("en"))
    build.publish(store, 1, build.news("ein"), locale="nn")
    build.publish(store, 2, build.news("to"))
    build.withdraw(store, 2)
    build.save(store, 3, build.news("tre"))
    store.close()
    database = apsw.Connection(str(path))
    database.execute("DROP TABLE fragment")
    for _, text in migrations():
        if "CREATE TABLE fragment" in text or "ALTER TABLE fragment" in text:
            database.execute(text)
    database.close()
    store = open_store(path)
    with store.read() as reading:
        assert set(reading.fragments.waiting(b"m" * 32, 9)) == {
            (build.identity(1), "nb", 1),
            (build.identity(1), "nn", 1),
        }
    assert store.verify() == ()
    store.close()


def test_a_newer_schema_is_refused(path: Path) -> None:
    open_store(path).close()
    database = apsw.Connection(str(path))
    database.execute("PRAGMA user_version=999")
    database.close()
    with pytest.raises(StoreError, match="newer Nordkalott: it has schema 999"):
        open_store(path)
    with pytest.raises(StoreError, match="newer Nordkalott"):
        open_store(path, read_only=True)


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    database = apsw.Connection(str(path))
    database.execute("CREATE TABLE other (x)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_no_store_is_made_where_none_is_asked_for(path: Path) -> None:
    for wanted in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="There is no store"):
            open_store(path, **wanted)
    with pytest.raises(StoreError, match="There is no store"):
        open_store(path.parent / "nowhere" / "nordkalott.db")
    assert list(path.parent.iterdir()) == []


def test_two_may_make_the_same_store_at_once(path: Path) -> None:
    barrier = threading.Barrier(6)
    stores: list[SqliteStore] = []

    def make() -> None:
        barrier.wait(10)
        stores.append(open_store(path))

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    epochs = set()
    for store in stores:
        with store.read() as reading:
            epochs.add(reading.head().epoch)
    for store in stores:
        store.close()
    assert len(stores) == 6
    assert len(epochs) == 1
