"""The chain of the journal, and the verb that drops its oldest entries."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from content.commands import Commands, PruneJournal
from content.commands.journal import _MOST
from content.errors import Invalid
from content.journal import Chain, Link, hash_of
from content.ports import JournalEntry, Store, Writing
from content.store import open_store
from service.links import PublicLinks

NOW = datetime.datetime(2026, 3, 1, 8, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    assert opened.verify() == ()
    opened.close()


@pytest.fixture
def commands(store: Store) -> Commands:
    return Commands(store, lambda: NOW, PublicLinks("https://example.org"))


def fill(store: Store, count: int, age: datetime.timedelta) -> None:
    def work(writing: Writing) -> None:
        for _ in range(count):
            writing.record("kari", "note", NOW - age, {})

    store.write(work)


def prune(commands: Commands, before: datetime.datetime = NOW - 30 * DAY) -> int:
    return commands.prune_journal(PruneJournal(before=before, actor="ola", via="command-line"))


def test_what_is_too_old_goes_and_the_journal_says_so(store: Store, commands: Commands) -> None:
    fill(store, 5, 40 * DAY)
    fill(store, 2, 20 * DAY)
    with store.read() as reading:
        fifth = reading.journal()[4]
    assert prune(commands) == 5
    with store.read() as reading:
        entries = reading.journal()
    assert [entry.number for entry in entries] == [6, 7, 8]
    said = entries[-1]
    assert (said.actor, said.verb, said.at) == ("ola", "prune-journal", NOW)
    assert said.detail == {
        "through": 5,
        "hash": fifth.hash,
        "before": "2026-01-30T08:00:00+00:00",
        "via": "command-line",
    }
    assert prune(commands) == 0
    with store.read() as reading:
        assert reading.journal() == entries


def test_many_go_in_steps(store: Store, commands: Commands) -> None:
    fill(store, _MOST + 10, 40 * DAY)
    assert prune(commands) == _MOST + 10
    with store.read() as reading:
        assert [entry.detail["through"] for entry in reading.journal()] == [_MOST, _MOST + 10]


def test_all_of_it_is_old(store: Store, commands: Commands) -> None:
    fill(store, 3, 40 * DAY)
    # The newest goes once something newer is there: that others were dropped.
    assert [prune(commands, NOW) for _ in range(3)] == [2, 1, 0]
    with store.read() as reading:
        assert [entry.verb for entry in reading.journal()] == ["prune-journal", "prune-journal"]


def test_what_has_not_been_yet_is_refused(store: Store, commands: Commands) -> None:
    fill(store, 3, DAY)
    with pytest.raises(Invalid, match="/before"):
        prune(commands, NOW + DAY)
    with pytest.raises(Invalid, match="/actor"):
        commands.prune_journal(PruneJournal(before=NOW, actor=""))
    with store.read() as reading:
        assert len(reading.journal()) == 3


def entries(count: int) -> list[JournalEntry]:
    made: list[JournalEntry] = []
    last = Link()
    for number in range(1, count + 1):
        entry = JournalEntry(
            number=number,
            at=NOW,
            actor="kari",
            verb="note",
            previous=last.hash,
            hash="",
            detail={"n": number},
        )
        entry = structs.replace(entry, hash=hash_of(entry))
        made.append(entry)
        last = Link(number=number, hash=entry.hash)
    return made


def faults(read: list[JournalEntry], after: Link | None = None) -> list[str]:
    chain = Chain(after or Link())
    return [fault for entry in read for fault in chain.faults(entry)]


def test_a_chain_holds_from_any_link() -> None:
    made = entries(5)
    assert faults(made) == []
    assert faults(made[2:], Link(number=2, hash=made[1].hash)) == []


@pytest.mark.parametrize("change", [{"actor": "ola"}, {"at": NOW + DAY}, {"detail": {"n": 9}}, {"verb": "x"}])
def test_a_changed_entry_is_named(change: dict[str, object]) -> None:
    made = entries(5)
    made[2] = structs.replace(made[2], **change)
    (fault,) = faults(made)
    assert "at entry 3:" in fault


def test_a_missing_swapped_or_recomputed_entry_is_named() -> None:
    made = entries(5)
    assert ["before entry 4" in fault for fault in faults(made[:2] + made[3:])] == [True]
    assert "before entry 4" in faults([*made[:2], made[3], made[2], made[4]])[0]
    forged = structs.replace(made[2], actor="ola")
    made[2] = structs.replace(forged, hash=hash_of(forged))
    assert ["before entry 4" in fault for fault in faults(made)] == [True]
