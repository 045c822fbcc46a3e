"""Sums in SQLite: of a store made before there were any, wrong ones, and that no question goes over what is live."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from content.ports.proof import Scope
from content.ports.recheck import Recheck
from content.store import open_store
from content.store.connection import Session
from content.store.lists import FORGET
from content.store.migrate import migrations
from content.store.reading import SqliteReading
from content.store.sqlite import SqliteStore
from tests.contract import build
from tests.contract.build import at, identity

TOPICS = next(text for name, text in migrations() if "DROP TRIGGER standing_counts_topics" in text)
SUMS = next(text for _, text in migrations() if "CREATE TABLE checked_sum" in text)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Records that are live, withdrawn and drafts, with failures, a re-check, and a question that somebody answered."""
    store = open_store(tmp_path / "nordkalott.db")
    build.publish(store, 1, build.news("en", topics=("barents",)), checked=build.evidence(ruleset="1"))
    build.publish(store, 1, build.news("ein"), locale="nn", checked=build.evidence(ruleset="1"))
    failed = build.evidence(ruleset="2", outcome="failed")
    build.publish(store, 2, build.news("to", topics=("barents", "klima")), checked=failed)
    build.publish(store, 3, build.news("tre", topics=("klima",)))
    build.withdraw(store, 3)
    build.save(store, 4, build.news("fire"))
    found = Recheck(
        id=identity(1), locale="nb", edition=1, ruleset="2", at=at(5), outcome="failed", failures={"a": 1}, source="rules", since=at(5)
    )  # fmt: skip
    store.write(lambda writing: writing.recheck.keep(found, 9))
    yield store
    store.close()


def test_a_store_made_before_is_counted_when_it_is_opened(store: SqliteStore) -> None:
    assert store.verify() == ()
    with store.read() as reading:
        before = reading.recheck.tally("2", at(9)), reading.proof.sums(Scope(), at(9)), reading.counts("nb")
    store.close()
    database = apsw.Connection(str(store.path))
    for (name,) in database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (name LIKE '%count%')"
    ).fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute("DROP VIEW recount; DROP VIEW checked")
    for table in ("counted", "checked_sum", "record_sum", "topic_sum"):
        database.execute(f"DROP TABLE {table}")
    database.execute(SUMS)
    database.execute(TOPICS)
    database.close()
    again = open_store(store.path)
    assert again.verify() == ()
    with again.read() as reading:
        assert before == (
            reading.recheck.tally("2", at(9)),
            reading.proof.sums(Scope(), at(9)),
            reading.counts("nb"),
        )
    again.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE checked_sum SET editions = editions + 1 WHERE kind = 'news'", "the sum of news in nb by"),
        ("UPDATE record_sum SET records = 7", "the sum of records of the kind news"),
        (
            "UPDATE topic_sum SET editions = 0 WHERE topic = 'klima'",
            "the sum of news with the topic klima in nb",
        ),
        ("UPDATE counted SET amiss = 1 - amiss", "is not counted as it is"),
        (
            "DROP TRIGGER counted_out; DELETE FROM counted WHERE locale = 'nn'",
            "in nn is not counted as it is",
        ),
    ],
)
def test_what_is_wrong_is_named(store: SqliteStore, statement: str, said: str) -> None:
    database = apsw.Connection(str(store.path))
    database.execute(statement)
    database.close()
    assert any(said in each for each in store.verify()), store.verify()


@pytest.mark.parametrize(
    "ask",
    [
        lambda reading: reading.recheck.tally("2", at(9)),
        lambda reading: reading.proof.sums(Scope(), at(9)),
        lambda reading: reading.proof.sums(Scope(locale="nb", kind="news"), at(9)),
        lambda reading: reading.proof.failing(Scope(), at(9), 500),
        lambda reading: reading.counts("nb"),
    ],
)
def test_no_question_goes_over_what_is_live(
    store: SqliteStore, ask: Callable[[SqliteReading], object]
) -> None:
    """Neither by a scan nor by a sort: small tables, and those rows alone that may be amiss or that people answered about."""
    connection = apsw.Connection(str(store.path))
    asked: list[tuple[str, object]] = []

    def note(_: apsw.Cursor, statement: str, values: object) -> bool:
        asked.append((statement, values))
        return True

    connection.exec_trace = note
    ask(SqliteReading(Session(connection, store.path)))
    connection.exec_trace = None
    for statement, values in asked:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]  # type: ignore[arg-type]
        large = [
            each
            for each in plan
            if each.startswith("SCAN ")
            and each.split()[1] in {"s", "standing", "evidence", "v", "c", "counted", "membership", "m"}
            and "checked_sum" not in statement
            and "counted_amiss" not in each
        ]
        assert not large, (statement, plan)
    connection.close()


def test_what_a_record_is_in_is_found_by_the_record(store: SqliteStore) -> None:
    """Both when it is published again and when its state changes: what a locale has is not gone over."""
    connection = apsw.Connection(str(store.path))
    triggers = [
        row[0]
        for row in connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name LIKE 'standing_counts_topics%'"
        )
    ]
    wanted = [re.findall(r"SELECT [^()]* FROM membership WHERE [^()\n;]*", each)[0] for each in triggers]
    statements = [re.sub(r"NEW\.\w+", "?", each).removesuffix(" ON CONFLICT") for each in wanted]
    assert len(statements) == 2
    for statement in (*statements, FORGET):
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", (b"", ""))]
        assert any("membership_of_record (id=?" in each for each in plan), (statement, plan)
    connection.close()
