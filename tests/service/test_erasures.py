"""What could not be erased at once is erased by the worker, as soon as nobody is in the way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.store import SqliteStore, open_store
from service.erasures import Erasures
from tests.contract import build


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "test.db")
    build.publish(opened, 1, build.news("a", "Kari Nordmann"))
    yield opened
    opened.close()


def raw(store: SqliteStore) -> bytes:
    return b"".join(each.read_bytes() for each in store.path.parent.iterdir())


def test_nothing_is_due_where_nothing_was_redacted(store: SqliteStore) -> None:
    assert Erasures(store).due() is None


def test_a_reader_in_the_way_is_waited_for(store: SqliteStore) -> None:
    task = Erasures(store)
    with store.read():
        build.redact(store, 1, "Kari Nordmann")
        assert task.due() == 0
        task.run()
        wait = task.due()
        assert wait is not None
        assert 0 < wait <= 1
        assert b"Kari Nordmann" in raw(store)
    time.sleep(wait)
    assert task.due() == 0
    task.run()
    assert task.due() is None
    assert b"Kari Nordmann" not in raw(store)
    assert store.verify() == ()
