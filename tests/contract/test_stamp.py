"""The stamp: another number after whatever moved tags, before the write is answered, seen by everybody who has the store open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from content.ports import Store, Writing
from tests.contract import build


def test_it_is_the_same_while_nothing_moves(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    first = store.stamp()
    build.save(store, 2, build.news("utkast"))
    assert store.stamp() == first


def test_it_is_another_one_after_every_change(store: Store) -> None:
    seen = [store.stamp()]
    for change in (
        lambda: build.publish(store, 1, build.news("mote")),
        lambda: build.publish(store, 1, build.news("mote"), minutes=1),
        lambda: build.withdraw(store, 1, minutes=2),
        lambda: (build.redact(store, 1, "Møte"), store.erase()),
        lambda: store.write(lambda writing: writing.moments.write_by(b"program")),
        lambda: store.write(lambda writing: writing.begin_epoch(writing.head().seq)),
    ):
        change()
        seen.append(store.stamp())
    assert len(set(seen)) == len(seen)


def test_a_silent_change_moves_it(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    first = store.stamp()

    def touch(writing: Any) -> None:
        writing.touch(build.identity(1), "nb", build.at(1))

    store.write(touch)
    assert store.stamp() != first


def test_what_failed_does_not_move_it(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    first = store.stamp()

    def fail(writing: Writing) -> None:
        writing.begin_epoch(0)
        message = "changed my mind"
        raise ValueError(message)

    with pytest.raises(ValueError, match="changed my mind"):
        store.write(fail)
    assert store.stamp() == first


def test_all_who_have_it_open_see_it(store: Store, reopen: Callable[[], Store]) -> None:
    other = reopen()
    try:
        for number in range(1, 21):
            here, there = store.stamp(), other.stamp()
            build.publish(other if number % 2 else store, number, build.news(f"sak-{number}"))
            assert store.stamp() != here
            assert other.stamp() != there
    finally:
        other.close()
