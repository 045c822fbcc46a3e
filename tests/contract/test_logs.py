"""The change log and the journal: the same transaction, numbers that only grow, a chain that holds."""

from __future__ import annotations

import hashlib
import itertools

import msgspec
import pytest
from msgspec import structs

from content.ports import JournalEntry, Store, Writing
from tests.contract import build


def test_an_empty_store_is_at_its_start(store: Store) -> None:
    with store.read() as reading:
        head = reading.head()
        assert head.seq == 0
        assert len(head.epoch) >= 8
        assert (reading.changes(0), reading.journal(), reading.topics()) == ((), (), ())


def test_a_draft_makes_no_change(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    with store.read() as reading:
        assert reading.changes(0) == ()
        assert [(entry.verb, entry.actor) for entry in reading.journal()] == [("save", build.AUTHOR)]


def test_changes_in_order_with_filters_and_limit(store: Store) -> None:
    first = build.publish(store, 1, build.news("mote"))
    second = build.publish(store, 2, build.topic("barents", "Barents"), locale="nn", minutes=1)
    third = build.withdraw(store, 1, minutes=2)
    assert [each.seq for each in (first, second, third)] == [1, 2, 3]
    assert (first.op, first.edition, first.update, first.at) == ("upsert", 1, "major", build.at(0))
    assert (third.op, third.edition, third.at) == ("delete", 1, build.at(2))
    with store.read() as reading:
        assert reading.head().seq == 3
        assert reading.changes(0) == (first, second, third)
        assert reading.changes(1, limit=1) == (second,)
        assert reading.changes(0, locale="nb") == (first, third)
        assert reading.changes(0, kind="topic") == (second,)
        assert reading.changes(0, locale="nn", kind="news") == ()
        assert reading.changes(3) == ()


def test_tags_of_before_and_after(store: Store) -> None:
    record = f"record:{build.identity(1)}"
    first = build.publish(store, 1, build.news("gammel", topics=("arktis",)))
    assert first.tags == ("kind:nb:news", record, "slug:nb:gammel", "topic:nb:arktis")
    second = build.publish(store, 1, build.news("ny", topics=("barents",)), minutes=1)
    assert second.tags == (
        "kind:nb:news", record, "slug:nb:gammel", "slug:nb:ny", "topic:nb:arktis", "topic:nb:barents",
    )  # fmt: skip
    third = build.publish(store, 1, build.news("nyest", topics=("barents",)), minutes=2)
    # The oldest slug led to the one before: it has to lead to the newest now.
    assert {"slug:nb:gammel", "slug:nb:ny", "slug:nb:nyest"} <= set(third.tags)
    assert build.withdraw(store, 1, minutes=3).tags == (
        "kind:nb:news",
        record,
        "slug:nb:nyest",
        "topic:nb:barents",
    )


def test_a_topic_touches_its_tag_when_its_label_moves(store: Store) -> None:
    assert "topic:nb:barents" in build.publish(store, 1, build.topic("barents", "Barents")).tags
    same = build.publish(store, 1, build.topic("barents", "Barents", slug="barents-1"), minutes=1)
    assert "topic:nb:barents" not in same.tags
    assert (
        "topic:nb:barents"
        in build.publish(store, 1, build.topic("barents", "Barentsregionen"), minutes=2).tags
    )
    assert "topic:nb:barents" in build.withdraw(store, 1, minutes=3).tags
    back = build.publish(store, 1, build.topic("barents", "Barentsregionen"), minutes=4)
    assert "topic:nb:barents" in back.tags


def _hash(entry: JournalEntry) -> str:
    members = structs.asdict(entry)
    del members["hash"]
    return hashlib.sha256(entry.previous.encode() + msgspec.json.encode(members, order="sorted")).hexdigest()


def test_the_journal_is_a_chain(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    build.withdraw(store, 1, minutes=1, reason="Feil tall")
    kept = store.write(
        lambda writing: writing.record("drift", "backup", build.at(2), {"bytes": 5, "to": "æ"})
    )
    with store.read() as reading:
        entries = reading.journal()
        assert reading.journal(since=2, limit=1) == entries[2:3]
    assert [entry.verb for entry in entries] == ["save", "publish", "withdraw", "backup"]
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert entries[0].previous == "0" * 64
    assert all(after.previous == before.hash for before, after in itertools.pairwise(entries))
    assert [entry.hash for entry in entries] == [_hash(entry) for entry in entries]
    assert entries[3] == kept
    assert (entries[2].detail["reason"], entries[2].id, entries[3].id) == (
        "Feil tall",
        build.identity(1),
        None,
    )


def test_what_a_work_raises_undoes_all_of_it(store: Store) -> None:
    def work(writing: Writing) -> None:
        writing.record("a", "b", build.at(1), {})
        raise KeyError("mitt")

    build.publish(store, 1, build.news("mote"))
    with pytest.raises(KeyError, match="mitt"):
        store.write(work)
    with store.read() as reading:
        assert len(reading.journal()) == 2
    assert store.write(lambda writing: writing.record("a", "b", build.at(1), {})).number == 3


def test_a_view_does_not_change_under_its_reader(store: Store) -> None:
    with store.read() as reading:
        build.publish(store, 1, build.news("mote"))
        assert reading.head().seq == 0
        assert reading.standings() == ()
        with store.read() as later:
            assert later.head().seq == 1


def test_a_work_sees_what_it_did(store: Store) -> None:
    numbers = store.write(
        lambda writing: (writing.record("a", "b", build.at(1), {}).number, len(writing.journal()))
    )
    assert numbers == (1, 1)
