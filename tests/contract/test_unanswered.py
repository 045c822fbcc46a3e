"""Who follows a store is told of each change in the thread that made it, when it is durable and nobody has been answered."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest

from content.ports import Store
from tests.contract import build


def test_it_is_told_before_the_write_returns(store: Store) -> None:
    seen: list[tuple[int, int, bool]] = []

    def hook() -> None:
        with store.read() as reading:
            seq = reading.head().seq
        seen.append((threading.get_ident(), seq, store.unanswered(seq)))

    store.follow(hook)
    build.publish(store, 1, build.news("mote"))
    build.save(store, 2, build.news("utkast"))
    build.withdraw(store, 1, minutes=2)
    me = threading.get_ident()
    assert seen == [(me, 1, True), (me, 2, True)]
    assert not any(store.unanswered(seq) for seq in range(5))


def test_what_it_raises_fails_no_write(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def hook() -> None:
        raise ValueError("no")

    store.follow(hook)
    build.publish(store, 1, build.news("mote"))
    with store.read() as reading:
        assert reading.head().seq == 1
    assert not store.unanswered(1)
    assert "has failed" in caplog.text


def test_what_was_undone_is_nobodys(store: Store) -> None:
    called: list[None] = []
    store.follow(lambda: called.append(None))
    build.publish(store, 1, build.news("mote"))

    def undone(writing: Any) -> None:
        writing.touch(build.identity(1), "nb", datetime.datetime.now(datetime.UTC))
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        store.write(undone)
    assert len(called) == 1
    assert not any(store.unanswered(seq) for seq in range(5))


def test_of_writes_that_share_a_commit_each_is_told(store: Store) -> None:
    told: set[int] = set()
    store.follow(lambda: told.add(threading.get_ident()))
    began = threading.Barrier(8)
    writers: set[int] = set()

    def publish(number: int) -> None:
        writers.add(threading.get_ident())
        began.wait()
        build.publish(store, number, build.news(f"sak-{number}"))

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(1, 9)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert told == writers
    assert not any(store.unanswered(seq) for seq in range(20))
