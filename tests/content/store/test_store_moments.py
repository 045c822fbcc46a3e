"""When tags were moved, in a store of an earlier release, and held against the change log by `doctor`."""

from __future__ import annotations

import datetime
from pathlib import Path

import apsw
import pytest

from content import tags
from content.store import migrate, open_store
from tests.contract import build

FAR = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)


def _filled(path: Path, *statements: str) -> None:
    store = open_store(path)
    build.publish(store, 1, build.news("en", topics=("barents",)))
    build.withdraw(store, 1, minutes=5)
    build.publish(store, 2, build.news("to"), minutes=3)
    store.close()
    connection = apsw.Connection(str(path))
    for statement in statements:
        connection.execute(statement).fetchall()
    connection.close()


def test_a_store_of_an_earlier_release_takes_the_times_from_its_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nordkalott.db"
    known = migrate.migrations()
    number = next(number for number, text in known if "CREATE TABLE tag_head" in text)
    _filled(path, "DROP TABLE tag_head", "DROP TABLE tag_clock", f"PRAGMA user_version={number - 1}")
    monkeypatch.setattr(migrate, "migrations", lambda: known[:number])
    store = open_store(path)
    with store.read() as reading:
        newest = [
            reading.moments.newest([tag], FAR)
            for tag in (tags.record(build.identity(1)), "kind:nb:news", "slug:nb:to", "slug:nb:x")
        ]
    assert newest == [build.at(5), build.at(5), build.at(3), None]
    assert store.verify() == ()
    store.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM tag_head WHERE tag = 'slug:nb:en'", "not noted when the tag slug:nb:en"),
        (
            "INSERT INTO tag_head VALUES ('slug:nb:fri', 1)",
            "when the tag slug:nb:fri was moved, and no change",
        ),
        (
            "UPDATE tag_head SET at = at + 1000000000 WHERE tag = 'slug:nb:to'",
            "tag slug:nb:to was moved later",
        ),
        ("DELETE FROM tag_clock", "the clock of the tags is not there"),
    ],
)
def test_doctor_finds_what_is_not_as_it_was_noted(tmp_path: Path, statement: str, said: str) -> None:
    path = tmp_path / "nordkalott.db"
    _filled(path, statement)
    store = open_store(path)
    assert any(said in each for each in store.verify())
    store.close()
