"""What the store notes of feeds: found by indices, made for stores of earlier releases, and held against the change log by `doctor`."""

# ruff: noqa: S608  # table names are constants of ours

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from content.ports import Selection
from content.ports.archives import PLACES
from content.store import open_store
from content.store.archives import sequence_statement, taken_back_statement
from content.store.migrate import migrations
from tests.contract import build

SELECTIONS = [
    Selection(locale="nb", kind=kind, topic=topic)
    for kind in (None, "news")
    for topic in (None, "barents", "andre")
]


def _number() -> int:
    return next(number for number, text in migrations() if "CREATE TABLE archive (" in text)


def _store(path: Path) -> None:
    store = open_store(path)
    build.publish(store, 500, build.topic("barents", "Barents"))
    build.publish(store, 501, build.topic("eget", "Om emner"))
    for number in range(1, PLACES + 3):
        build.publish(
            store, number, build.news(f"sak-{number}", topics=("barents",)), minutes=(number * 37) % 60
        )
    build.publish(store, 1, build.news("sak-1", topics=("andre",)), minutes=70, update="minor")
    build.publish(store, 1, build.news("one", topics=("barents",)), locale="en", minutes=71)
    build.withdraw(store, 2, minutes=72)
    build.withdraw(store, 500, minutes=73)
    store.close()


def _change(path: Path, *statements: str) -> None:
    connection = apsw.Connection(str(path))
    for statement in statements:
        connection.execute(statement).fetchall()
    connection.close()


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_any_page_is_found_by_an_index_and_nothing_is_sorted(tmp_path: Path, selection: Selection) -> None:
    path = tmp_path / "nordkalott.db"
    open_store(path).close()
    connection = apsw.Connection(str(path))
    for statement, values in (
        sequence_statement(selection, 100_000, None, PLACES),
        sequence_statement(selection, 100_000, 100_050, PLACES),
        sequence_statement(selection, 0, None, 1, newest_first=True),
        taken_back_statement(selection),
    ):
        plan = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + statement, values)]
        assert plan
        assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan
        first = next(step for step in plan if "SEARCH" in step)
        assert "locale=?" in first, plan
    connection.close()


def test_the_migration_finds_what_an_earlier_release_did_not_note(tmp_path: Path) -> None:
    path = tmp_path / "nordkalott.db"
    _store(path)
    tables = ("change_topic", "archive", "taken_back", "list_head")
    connection = apsw.Connection(str(path))
    before = {table: set(connection.execute(f"SELECT * FROM {table}")) for table in tables}
    connection.close()
    assert {row[3:4] for row in before["archive"]} == {(1,)}
    assert {row[1] for row in before["taken_back"]} == {"", "barents"}
    statements = dict(migrations())[_number()]
    _change(
        path,
        "DELETE FROM change_topic",
        "DELETE FROM archive",
        "DELETE FROM taken_back",
        "UPDATE list_head SET places = 0, latest = 0",
        statements[statements.index("INSERT INTO change_topic") :],
    )
    connection = apsw.Connection(str(path))
    assert {table: set(connection.execute(f"SELECT * FROM {table}")) for table in tables} == before
    connection.close()
    store = open_store(path)
    assert store.verify() == ()
    store.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM change_topic WHERE seq = 5", "change 5 tells of the topics"),
        ("INSERT INTO change_topic VALUES ('nb', 'nytt', 5, 'news')", "change 5 tells of the topics"),
        ("UPDATE change_topic SET kind = 'page' WHERE seq = 5", "is not of this change"),
        ("UPDATE list_head SET places = places + 1 WHERE topic = ''", "the feed of the list"),
        ("UPDATE list_head SET latest = latest + 1 WHERE topic = 'barents'", "the feed of the list"),
        ("DELETE FROM archive", "page 1 of the feed of the list"),
        ("UPDATE archive SET last_seq = last_seq - 1", "page 1 of the feed of the list"),
        ("DELETE FROM taken_back WHERE topic = 'barents'", "not noted among what was taken back"),
        ("UPDATE taken_back SET at = at + 1", "not noted among what was taken back"),
        ("INSERT INTO epoch (name, after) VALUES ('x', 1)", "the epoch of the store is not the last one"),
        (
            "INSERT INTO epoch (name, after) SELECT value, 1000 FROM meta WHERE name = 'epoch'",
            "does not begin where",
        ),
    ],
)
def test_what_does_not_follow_from_the_change_log_is_named(tmp_path: Path, statement: str, said: str) -> None:
    path = tmp_path / "nordkalott.db"
    _store(path)
    _change(path, statement)
    store = open_store(path)
    problems = store.verify()
    store.close()
    assert [line for line in problems if said in line], problems
