"""What lists know of a translation: found again in an older store, and held to the revision by the doctor."""

from __future__ import annotations

from pathlib import Path

import apsw

from content.ports.desk import Wanted
from content.store import open_store
from content.store.migrate import migrations
from tests.contract import build
from tests.contract.test_desk import translated

_TRANSLATIONS = 8


def _store(path: Path) -> None:
    """A store with one translation that is behind its source."""
    store = open_store(path)
    build.save(store, 1, build.news("mote"))
    build.save(store, 1, translated("a", 1), locale="en")
    build.save(store, 1, build.news("mote", "Møtet"), minutes=1)
    store.close()


def _behind(path: Path) -> list[str]:
    store = open_store(path)
    with store.read() as reading:
        found = [each.standing.locale for each in reading.desk.lines(Wanted(behind=True))]
    store.close()
    return found


def _change(path: Path, statement: str) -> None:
    connection = apsw.Connection(str(path))
    connection.execute(statement)
    connection.close()


def test_the_migration_finds_what_earlier_revisions_say(tmp_path: Path) -> None:
    path = tmp_path / "nordkalott.db"
    _store(path)
    _change(path, "UPDATE draft SET source = NULL, source_revision = NULL")
    assert _behind(path) == []
    statements = dict(migrations())[_TRANSLATIONS]
    _change(path, statements[statements.index("UPDATE draft") :])
    assert _behind(path) == ["en"]
    store = open_store(path)
    assert store.verify() == ()
    store.close()


def test_what_is_not_in_the_revision_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nordkalott.db"
    _store(path)
    _change(path, "UPDATE draft SET source_revision = 2 WHERE locale = 'en'")
    store = open_store(path)
    problems = store.verify()
    store.close()
    assert [line for line in problems if "in en" in line and "lists of drafts" in line], problems
