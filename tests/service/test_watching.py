"""Watching: one process at a time, with what shows something of what changed."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import structs

from content.store import open_store
from content.text import LinkCard
from service.audit import watching
from service.audit.places import Shown
from tests.contract import build
from tests.contract.build import identity


def test_a_second_one_stands_by_until_the_first_ends_or_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PERIOD", 0.01)
    store = open_store(tmp_path / "nordkalott.db")
    told: list[str] = []
    now = build.at(0)

    async def second(began: asyncio.Event) -> None:
        async with watching.alone(store, lambda: now, "b", lambda: told.append("waits")):
            told.append("b")
            began.set()

    async def run() -> None:
        nonlocal now
        began = asyncio.Event()
        async with watching.alone(store, lambda: now, "a", lambda: told.append("never")):
            task = asyncio.create_task(second(began))
            await asyncio.sleep(0.1)
            assert told == ["waits"]
        await task
        assert told == ["waits", "b"]
        # One that was killed gives nothing back.
        killed = watching.alone(store, lambda: now, "c")
        await killed.__aenter__()
        task = asyncio.create_task(second(began))
        await asyncio.sleep(0.1)
        assert told[2:] == ["waits"]
        now += watching.LENGTH + datetime.timedelta(seconds=1)
        await task
        assert told[2:] == ["waits", "b"]

    asyncio.run(run())
    store.close()


def test_what_shows_something_of_a_changed_record_is_audited_with_it(tmp_path: Path) -> None:
    store = open_store(tmp_path / "nordkalott.db")
    build.publish(store, 2, build.news("to"))
    build.publish(store, 1, structs.replace(build.news("en"), body=(LinkCard(key="k", record=identity(2)),)))
    build.publish(store, 3, build.news("tre"))
    with store.read() as reading:
        since = reading.head().seq
    build.publish(store, 2, build.news("to", "Ny tittel"), minutes=1)
    found: set[object] = set()

    async def run() -> None:
        stop = asyncio.Event()

        async def audit(shown: Sequence[Shown]) -> None:
            found.update(each.id for each in shown)
            stop.set()

        await watching.watch(store, since, audit, stop)

    asyncio.run(run())
    store.close()
    assert found == {identity(1), identity(2)}
