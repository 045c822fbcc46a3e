"""Lists, and how each knows its last change."""

from __future__ import annotations

import pytest
from msgspec import structs

from content.kinds import Kind
from content.ports import Entry, Selection, Store
from tests.contract import build


def _numbers(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.edition.id.int & 0xFFFF for entry in entries]


@pytest.fixture
def filled(store: Store) -> Store:
    """Seven news items, two of them at the same time, and a topic."""
    for number in range(1, 8):
        topics = ("barents",) if number % 2 else ("arktis", "barents")
        content = build.news(
            f"sak-{number}", f"Sak {number}", summary="Æ og Å", topics=topics if number != 5 else ()
        )
        build.publish(store, number, content, minutes=min(number, 6))
    build.publish(store, 8, build.topic("barents", "Barentssamarbeidet"), minutes=8)
    return store


def test_newest_first_and_by_id_where_times_are_the_same(filled: Store) -> None:
    with filled.read() as reading:
        assert _numbers(reading.listing(Selection(locale="nb"))) == [8, 7, 6, 5, 4, 3, 2, 1]
        assert _numbers(reading.listing(Selection(locale="nb", kind="news"))) == [7, 6, 5, 4, 3, 2, 1]
        assert _numbers(reading.listing(Selection(locale="nb", topic="barents"))) == [7, 6, 4, 3, 2, 1]
        assert _numbers(reading.listing(Selection(locale="nb", topic="arktis", kind="news"))) == [6, 4, 2]
        assert reading.listing(Selection(locale="nb", topic="arktis", kind="page")) == ()
        assert reading.listing(Selection(locale="nn")) == ()
        assert reading.listing(Selection(locale="nb", limit=0)) == ()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(locale="nb", limit=3),
        Selection(locale="nb", kind="news", limit=1),
        Selection(locale="nb", topic="barents", limit=2),
        Selection(locale="nb", topic="barents", kind="news", limit=2),
    ],
)
def test_pages_join_into_the_whole_list(filled: Store, selection: Selection) -> None:
    found: list[int] = []
    with filled.read() as reading:
        whole = _numbers(reading.listing(structs.replace(selection, limit=50)))
        while page := reading.listing(selection):
            assert len(page) <= selection.limit
            found += _numbers(page)
            last = page[-1].edition
            selection = structs.replace(selection, after=(last.updated_at, last.id))
    assert found == whole
    assert len(whole) >= 6


def test_a_minor_edition_does_not_move_and_a_major_one_does(filled: Store) -> None:
    build.publish(filled, 1, build.news("sak-1", "Rettet"), minutes=20, update="minor")
    with filled.read() as reading:
        assert _numbers(reading.listing(Selection(locale="nb", kind="news")))[-1] == 1
    build.publish(filled, 1, build.news("sak-1", "Ny"), minutes=21)
    with filled.read() as reading:
        assert _numbers(reading.listing(Selection(locale="nb", kind="news")))[0] == 1


def test_what_is_withdrawn_is_in_no_list(filled: Store) -> None:
    build.withdraw(filled, 2, minutes=30)
    build.withdraw(filled, 8, minutes=31)
    with filled.read() as reading:
        assert 2 not in _numbers(reading.listing(Selection(locale="nb")))
        assert _numbers(reading.listing(Selection(locale="nb", topic="arktis"))) == [6, 4]
        assert _numbers(reading.entries([build.identity(1), build.identity(2)])) == [1]
        assert reading.topics() == ()


def test_entries_of_some_records_in_every_locale(filled: Store) -> None:
    build.publish(filled, 3, build.news("case-3", "Case 3"), locale="en", minutes=9)
    build.save(filled, 4, build.news("case-4", "Case 4"), locale="en", minutes=9)
    with filled.read() as reading:
        found = reading.entries([build.identity(4), build.identity(3), build.identity(99)])
        assert [(entry.edition.id, entry.edition.locale) for entry in found] == [
            (build.identity(3), "en"),
            (build.identity(3), "nb"),
            (build.identity(4), "nb"),
        ]
        assert reading.entries([]) == ()
        assert [entry.edition.content.title for entry in reading.topics()] == ["Barentssamarbeidet"]


def test_an_entry_knows_its_last_change(filled: Store) -> None:
    change = build.withdraw(filled, 2, minutes=30)
    with filled.read() as reading:
        entry = reading.entry(build.identity(2), "nb")
        assert entry is not None
        assert entry.seq == change.seq


def test_the_seq_of_a_list_is_that_of_its_last_change(filled: Store) -> None:
    def seq(kind: Kind | None = None, topic: str | None = None) -> int:
        with filled.read() as reading:
            return reading.listing_seq(Selection(locale="nb", kind=kind, topic=topic))

    assert (seq(), seq(kind="news"), seq(kind="page"), seq(topic="arktis")) == (8, 7, 0, 6)
    assert seq(topic="arktis", kind="topic") == 0
    gone = build.withdraw(filled, 4, minutes=30)
    assert seq() == seq(kind="news") == seq(topic="arktis") == seq(topic="arktis", kind="news") == gone.seq
    # A draft is nobody's business; another locale's list is another list.
    build.save(filled, 5, build.news("sak-5", "Utkast"), minutes=31)
    build.publish(filled, 5, build.news("case-5"), locale="en", minutes=32)
    assert seq() == gone.seq


def test_a_topic_that_is_left_touches_its_list_too(filled: Store) -> None:
    change = build.publish(filled, 6, build.news("sak-6", "Uten emne"), minutes=40)
    assert {"topic:nb:arktis", "topic:nb:barents"} <= set(change.tags)
    with filled.read() as reading:
        assert reading.listing_seq(Selection(locale="nb", topic="arktis")) == change.seq
        assert _numbers(reading.listing(Selection(locale="nb", topic="arktis"))) == [4, 2]


def test_what_is_published_is_counted_by_kind_topic_and_kind_within_topic(filled: Store) -> None:
    build.publish(filled, 9, build.news("nei-9"), locale="nn", minutes=9)
    build.withdraw(filled, 2, minutes=10)
    with filled.read() as reading:
        counts = reading.counts("nb")
        assert counts.kinds == {"news": 6, "topic": 1}
        assert counts.topics == {"barents": 5, "arktis": 2}
        assert counts.within == {"barents": {"news": 5}, "arktis": {"news": 2}}
        assert not reading.counts("se").within
        assert reading.published() == {"nb": 7, "nn": 1}


EVERY = [
    Selection(locale=locale, kind=kind, topic=topic, limit=limit)
    for locale in ("nb", "nn")
    for kind in (None, "news", "page")
    for topic in (None, "barents", "arktis")
    for limit in (0, 2, 50)
]


def test_a_list_with_what_stands_beside_it_is_that_list(filled: Store) -> None:
    build.withdraw(filled, 2, minutes=30)
    with filled.read() as reading:
        for wanted in EVERY:
            found = reading.public.listed(wanted, labels=wanted.limit > 2)
            assert found.entries == reading.public.listing(wanted)
            assert found.seq == reading.listing_seq(wanted)
            assert found.labels == (reading.topic_labels() if wanted.limit > 2 else None)
            assert not found.answered
        last = reading.listing(Selection(locale="nb", limit=3))[-1].edition
        after = Selection(locale="nb", after=(last.updated_at, last.id))
        assert reading.public.listed(after).entries == reading.public.listing(after)


def test_the_newest_of_many_lists_are_those_of_each(filled: Store) -> None:
    build.withdraw(filled, 6, minutes=30)
    with filled.read() as reading:
        found = reading.public.latest("nb", 5, ["barents", "arktis", "ingenting"], 2)
        assert found.all == reading.public.listing(Selection(locale="nb", limit=5))
        for kind in ("news", "topic"):
            assert found.kinds.pop(kind) == reading.public.listing(Selection(locale="nb", kind=kind, limit=2))
        for topic in ("barents", "arktis"):
            assert found.topics.pop(topic) == reading.public.listing(
                Selection(locale="nb", topic=topic, limit=2)
            )
        assert not found.kinds
        assert not found.topics


def test_the_outline_of_a_feed_is_what_is_live_and_what_was_taken_back(filled: Store) -> None:
    build.withdraw(filled, 2, minutes=30)
    build.withdraw(filled, 3, minutes=31)
    with filled.read() as reading:
        for wanted in EVERY:
            found = reading.archives.outline(wanted)
            assert found.head == reading.head()
            assert (found.places, found.epoch) == reading.archives.newest(wanted)
            assert found.labels == reading.topic_labels()
            live = [
                (each.edition.updated_at, each.standing.id, each.seq, True)
                for each in reading.listing(wanted)
            ]
            back = [
                (each.standing.changed_at, each.standing.id, each.seq, False)
                for each in reading.archives.taken_back(wanted)
            ]
            whole = sorted(live + back, reverse=True)[: wanted.limit]
            assert [(each.at, each.id, each.seq, each.live) for each in found.told] == whole


def test_what_a_feed_shows_is_read_at_once(filled: Store) -> None:
    build.publish(filled, 1, build.news("nei-1"), locale="nn", minutes=9)
    build.withdraw(filled, 2, minutes=30)
    with filled.read() as reading:
        wanted = [build.identity(number) for number in (1, 2, 8, 99)]
        found = {each.entry.standing.id: each for each in reading.public.shown(wanted, "nb", bytes(32))}
        assert found.keys() == set(wanted[:3])
        for identity, each in found.items():
            assert each.entry == reading.entry(identity, "nb")
            around = reading.alternates([identity]).get(identity, ())
            assert [(one.locale, one.slug, one.title) for one in each.around] == [
                (one.locale, one.slug, one.title) for one in around
            ]
            assert each.kept is None
            assert not each.answered
