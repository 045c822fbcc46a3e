"""The task of retention: once a day, nothing written where nothing is old, and the journal only where somebody has said so."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from content.commands import Commands
from content.ports.security import Attempt
from content.store import SqliteStore, open_store
from service import retention
from service.links import PublicLinks
from service.retention import PERIOD, WHO, Retention
from service.worker import Task

NOW = datetime.datetime(2026, 3, 1, 8, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    assert opened.verify() == ()
    opened.close()


def task(store: SqliteStore, journal_days: int = 30) -> Task:
    commands = Commands(store, lambda: NOW, PublicLinks("https://example.org"))
    return Retention(store, commands, lambda: NOW, journal_days=journal_days, security_days=90)


def fill(store: SqliteStore, age: datetime.timedelta) -> None:
    attempt = Attempt(
        minute=NOW - age, cause="missing", route="GET /v1/drafts", address="192.0.2.7", token="", count=1
    )
    store.write(lambda writing: writing.record("kari", "note", NOW - age, {}))
    store.write(lambda writing: writing.security.note((attempt,)))


def kept(store: SqliteStore) -> tuple[list[str], int]:
    with store.read() as reading:
        return [entry.actor for entry in reading.journal()], len(reading.security.attempts())


def test_what_is_old_goes(store: SqliteStore) -> None:
    for days in (100, 40, 10):
        fill(store, days * DAY)
    task(store).run()
    assert kept(store) == (["kari", WHO], 2)


def test_the_journal_is_kept_for_ever_unless_somebody_has_said_otherwise(store: SqliteStore) -> None:
    for days in (10_000, 10):
        fill(store, days * DAY)
    task(store, journal_days=0).run()
    assert kept(store) == (["kari", "kari"], 1)


def test_nothing_is_written_where_nothing_is_old(store: SqliteStore) -> None:
    fill(store, DAY)
    before = store.commits
    task(store).run()
    assert store.commits == before


def test_once_a_day_and_not_at_the_start(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = 1000.0
    monkeypatch.setattr(retention, "time", SimpleNamespace(monotonic=lambda: seconds))
    made = task(store)
    assert made.due() == retention.FIRST
    seconds += retention.FIRST
    assert made.due() == 0
    made.run()
    assert made.due() == PERIOD
