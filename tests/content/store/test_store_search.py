"""The index of search in the file: how it is asked, what it leaves behind, how damage is named, and how it is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from content import search
from content.ports import Store
from content.ports.search import Wanted
from content.search import parse
from content.store import SqliteStore, open_store
from content.store import search as statements
from tests.contract import build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "nordkalott.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A store with some records, one of them corrected, one withdrawn."""
    store = open_store(path)
    for number in range(1, 5):
        build.publish(
            store, number, build.news(f"sak-{number}", f"Fisk {number}", text="Rekefiske."), minutes=number
        )
    build.publish(store, 1, build.news("sak-1", "Sel", text="Hval."), minutes=6, update="minor")
    build.withdraw(store, 2, minutes=7)
    build.publish(store, 5, build.topic("barents", "Barents"), minutes=8)
    yield store
    store.close()


def found(store: Store, text: str) -> list[int]:
    with store.read() as reading:
        hits = reading.search.find(Wanted(query=parse(text, "nb"))).hits
    return [hit.id.int & 0xFFFF for hit in hits]


def past(path: Path, *wanted: str) -> None:
    """Run statements past the store."""
    database = apsw.Connection(str(path))
    for statement in wanted:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (statements.FIND, ('{title lead} : ("nb.fisk") AND "nb.kind.news"', 2**40, 20)),
        (statements.FIND, ('("nb.fisk" OR "nb.sel") NOT "nb.hval"', 3, 1)),
        (statements.WORDS, ('locale : "=nb=" AND plain : "isk"', 20)),
    ],
)
def test_the_index_is_asked_in_its_own_order_and_nothing_is_sorted(
    store: SqliteStore, statement: str, values: tuple[object, ...]
) -> None:
    database = apsw.Connection(str(store.path))
    plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + statement, values)]
    assert database.execute(statement, values).fetchall() is not None
    database.close()
    # What SQLite calls a scan of a virtual table is a search where it names an index with a MATCH, and ">" an order of its own.
    assert [step for step in plan if step.startswith("SCAN")] == [plan[0]]
    assert "VIRTUAL TABLE INDEX" in plan[0]
    assert "M" in plan[0].rpartition(":")[2]
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
    assert [step for step in plan[1:] if not step.startswith("SEARCH")] == []


def test_labels_of_topics_are_read_by_their_own_index(store: SqliteStore) -> None:
    database = apsw.Connection(str(store.path))
    plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + statements.LABELS, ("nb",))]
    database.close()
    assert "standing_topics" in plan[0]
    assert plan[1].startswith("SEARCH")
    assert len(plan) == 2


def test_a_word_that_is_gone_has_left_the_file(path: Path) -> None:
    store = open_store(path)
    build.publish(
        store, 1, build.news("en", "Ibsenhemmelighet", text="Bjørnehi. " + "Ord om alt mulig. " * 50)
    )
    build.publish(store, 2, build.news("to", "Noe annet", text="Ord."), minutes=1)
    build.publish(
        store, 1, build.news("en", "Offentlig", text="Ord om alt mulig. " * 50), minutes=2, update="minor"
    )
    store.close()
    database = apsw.Connection(str(path))
    for table in (
        "search_text_data",
        "search_text_content",
        "search_part_data",
        "search_part_content",
        "search_word",
    ):
        for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608  # our own names
            held = b" ".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
            assert b"ibsen" not in held, table
            assert "bjørnehi".encode() not in held, table
    database.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DELETE FROM search_text WHERE rowid = 3", "what the index of search knows of it"),
        ("UPDATE search_text SET title = 'nb.annet' WHERE rowid = 3", "what the index of search knows of it"),
        ("UPDATE search_text SET about = '' WHERE rowid = 3", "what the index of search knows of it"),
        ("DELETE FROM search_record WHERE seq = 3", "what the index of search knows of it"),
        ("DELETE FROM search_record WHERE seq = 3", "a text without a record at 3"),
        ("DELETE FROM search_text WHERE rowid = 3", "a record without its text at 3"),
        ("UPDATE search_record SET seq = 5 WHERE seq = 3", "what the index of search knows of it"),
        (
            "INSERT INTO search_record SELECT id, locale, 2 FROM standing WHERE state = 'withdrawn'",
            "standing of record",
        ),
        ("DELETE FROM search_word WHERE stem = 'rekefisk'", "the stem “rekefisk” in nb"),
        ("INSERT INTO search_word (locale, stem) VALUES ('nb', 'ukjent')", "the stem “ukjent” in nb"),
        (
            "UPDATE search_part SET plain = '=x=' WHERE rowid = (SELECT max(number) FROM search_word)",
            "the trigrams of the stem",
        ),
        ("INSERT INTO search_part (locale, plain) VALUES ('=nb=', '=x=')", "more stems than it has"),
        ("UPDATE search_text_content SET c0 = 'nb.annet' WHERE id = 3", "search_text"),
        ("DELETE FROM search_text_data WHERE id > 1000", "search_text"),
    ],
)
def test_what_does_not_follow_from_the_editions_is_named(
    store: SqliteStore, statement: str, named: str
) -> None:
    assert store.verify() == ()
    past(store.path, "PRAGMA foreign_keys=OFF", statement)
    problems = store.verify()
    assert any(named in line for line in problems), problems


def test_a_store_from_before_the_index_gets_it_when_it_is_opened(store: SqliteStore) -> None:
    before = [found(store, text) for text in ("fisk", "sel", "hval", "barents")]
    store.close()
    past(
        store.path,
        "DELETE FROM search_record; DELETE FROM search_text; DELETE FROM search_word; DELETE FROM search_part",
        "DELETE FROM meta WHERE name = 'search'",
    )
    again = open_store(store.path)
    assert [found(again, text) for text in ("fisk", "sel", "hval", "barents")] == before
    assert before == [[4, 3], [1], [1], [5]]
    assert again.verify() == ()
    again.close()


def test_other_rules_of_stems_make_the_index_anew(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(search, "analysis", lambda: "2 other rules")
    past(store.path, "UPDATE search_text SET title = 'nb.gammelt'")
    again = open_store(store.path)
    assert found(again, "gammelt") == []
    assert found(again, "fisk") == [4, 3]
    assert again.verify() == ()
    again.close()
    past(store.path, "UPDATE search_text SET title = 'nb.gammelt' WHERE rowid = 4")
    kept = open_store(store.path)
    assert found(kept, "gammelt") == [4]
    kept.close()


def test_making_the_index_goes_on_where_it_was_interrupted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("content.store.reindexing._STEP", 2)
    store = open_store(path)
    for number in range(1, 8):
        build.publish(store, number, build.news(f"sak-{number}", f"Fisk {number}"), minutes=number)
    store.close()
    noted = f"building {search.analysis()} from 4"
    statement = f"INSERT OR REPLACE INTO meta VALUES ('search', '{noted}')"  # noqa: S608  # our own words
    past(
        path, statement, "DELETE FROM search_record WHERE seq > 4", "DELETE FROM search_text WHERE rowid > 4"
    )
    past(path, "UPDATE search_text SET title = 'nb.kjent' WHERE rowid = 2")
    again = open_store(path)
    # What was done before is not done again.
    assert found(again, "kjent") == [2]
    assert found(again, "fisk") == [7, 6, 5, 4, 3, 1]
    again.close()


def test_a_damaged_record_keeps_no_other_from_the_index(store: SqliteStore) -> None:
    store.close()
    past(
        store.path,
        "DROP TRIGGER revision_kept",
        "UPDATE revision SET note = 'x' WHERE id = (SELECT id FROM standing WHERE slug = 'sak-3')",
        "UPDATE meta SET value = 'older' WHERE name = 'search'",
    )
    again = open_store(store.path)
    assert found(again, "fisk") == [4, 3]
    past(
        store.path,
        "UPDATE revision SET content = CAST('{}' AS BLOB) WHERE id = (SELECT id FROM standing WHERE slug = 'sak-3')",
        "UPDATE meta SET value = 'older' WHERE name = 'search'",
    )
    again.close()
    last = open_store(store.path)
    assert found(last, "fisk") == [4]
    assert any("what the index" in line or "revision 1" in line for line in last.verify())
    last.close()
