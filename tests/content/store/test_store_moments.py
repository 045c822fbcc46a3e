"""When tags were moved, in a store of an earlier release, and held against the change log by `doctor`."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from content import tags
from content.store import migrate, open_store, rows
from tests.contract import build


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
    # Of the tables that later migrations changed, it rightly says that this one did not make them.
    assert not [each for each in store.verify() if "tag" in each]
    store.close()
    connection = apsw.Connection(str(path))
    noted = connection.execute("SELECT tag, at FROM tag_head").fetchall()
    connection.close()
    assert {tag: rows.from_micros(int(str(at))) for tag, at in noted} == {
        tags.record(build.identity(1)): build.at(5),
        tags.record(build.identity(2)): build.at(3),
        "kind:nb:news": build.at(5),
        "slug:nb:en": build.at(5),
        "slug:nb:to": build.at(3),
        "topic:nb:barents": build.at(5),
    }


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
