"""The room of archives: places, pages, and what was taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content import lifecycle
from content.lifecycle import MarkGone, Redirect, Restore
from content.ports import Change, Selection, Store, Writing
from content.ports.archives import PLACES, Page
from tests.contract import build

ALL = Selection(locale="nb")
NEWS = Selection(locale="nb", kind="news")
BARENTS = Selection(locale="nb", topic="barents")
BOTH = Selection(locale="nb", kind="news", topic="barents")


def page(store: Store, selection: Selection, number: int, count: int | None = None) -> Page | None:
    """One page."""
    with store.read() as reading:
        return reading.archives.page(selection, number, count)


def read(store: Store, selection: Selection, number: int = 1) -> Page:
    """One page that is there."""
    found = page(store, selection, number)
    assert found is not None
    return found


def slugs(found: Page) -> list[tuple[str, int]]:
    """Slug and edition of each place."""
    return [(each.edition.content.slug, each.edition.number) for each in found.places]


def restore(store: Store, number: int, minutes: int) -> Change | None:
    """Restore record `number`."""
    command = Restore(
        id=build.identity(number), locale="nb", reason="Den var riktig likevel", actor=build.AUTHOR
    )

    def work(writing: Writing) -> Change | None:
        standing = writing.standing(command.id, "nb")
        assert standing is not None
        live = writing.revision(command.id, "nb", standing.live_revision)
        return writing.apply(lifecycle.restore(standing, live, command, build.at(minutes)))

    return store.write(work)


def gone(store: Store, number: int, minutes: int = 0) -> Change:
    """Mark record `number` as gone."""
    command = MarkGone(id=build.identity(number), locale="nb", reason="Personvern", actor=build.AUTHOR)
    return build.move(store, command, minutes=minutes)


def test_a_store_without_editions_has_a_first_page_with_nothing_in_it(store: Store) -> None:
    assert read(store, ALL) == Page(number=1, count=0, full=False, seq=0, latest=None, places=())
    for number in (0, -1, 2):
        assert page(store, ALL, number) is None


def test_a_page_has_each_record_once_as_its_newest_change_there(store: Store) -> None:
    build.publish(store, 1, build.news("a"), minutes=1)
    build.publish(store, 2, build.news("b"), minutes=2)
    last = build.publish(store, 1, build.news("a", "Rettet"), minutes=3, update="minor")
    build.publish(store, 3, build.news("c"), locale="en", minutes=4)
    found = read(store, ALL)
    assert slugs(found) == [("a", 2), ("b", 1)]
    assert (found.count, found.seq, found.latest) == (3, last.seq, build.at(3))
    assert read(store, NEWS) == found
    assert read(store, Selection(locale="nb", kind="page")).places == ()


def test_a_full_page_stays_as_it_was_and_the_next_goes_on(store: Store) -> None:
    for number in range(1, PLACES + 1):
        build.publish(store, number, build.news(f"sak-{number}"), minutes=number)
        assert read(store, NEWS).full == (number == PLACES)
    first = read(store, NEWS)
    assert read(store, NEWS, 2).places == ()
    build.publish(store, 7, build.news("sak-7", "Nytt navn"), minutes=100, update="minor")
    assert slugs(read(store, NEWS, 2)) == [("sak-7", 2)]
    assert [each.edition for each in read(store, NEWS).places] == [each.edition for each in first.places]
    assert page(store, NEWS, 3) is None
    with store.read() as reading:
        assert reading.archives.newest(NEWS) == (PLACES + 1, "")
        assert reading.archives.newest(BARENTS) == (0, "")


def test_the_first_places_of_a_page_stay_as_they_were(store: Store) -> None:
    """A page that grows has an address for each of its sizes: what is under one never changes (RFC 5005 section 4)."""
    build.publish(store, 1, build.news("a"), minutes=1)
    build.publish(store, 2, build.news("b"), minutes=2)
    before = page(store, ALL, 1, 2)
    assert before == read(store, ALL)
    build.publish(store, 1, build.news("a2"), minutes=3)
    after = page(store, ALL, 1, 2)
    assert before is not None
    assert after is not None
    assert (slugs(after), after.seq, after.latest) == (slugs(before), before.seq, before.latest)
    for count in (4, PLACES):
        assert page(store, ALL, 1, count) is None


def test_a_topic_has_what_came_into_it_and_what_left_it(store: Store) -> None:
    build.publish(store, 9, build.topic("barents", "Barents"), minutes=0)
    build.publish(store, 1, build.news("a", topics=("barents",)), minutes=1)
    build.publish(store, 2, build.news("b", topics=("andre",)), minutes=2)
    assert slugs(read(store, BARENTS)) == [("a", 1)]
    build.publish(store, 9, build.topic("barents", "Barentssamarbeidet"), minutes=3)
    assert slugs(read(store, BARENTS)) == [("a", 1)]
    build.publish(store, 1, build.news("a", topics=("andre",)), minutes=4, update="minor")
    for selection in (BARENTS, BOTH):
        (place,) = read(store, selection).places
        assert (place.edition.number, place.edition.content.topics, place.within) == (2, ("andre",), False)
    build.publish(store, 1, build.news("a"), minutes=5)
    assert read(store, BARENTS).count == 2
    build.publish(store, 1, build.news("a", topics=("barents",)), minutes=6)
    assert [place.within for place in read(store, BARENTS).places] == [True]


def test_what_is_taken_back_has_a_place_and_is_listed_until_it_is_back(store: Store) -> None:
    for number, slug in enumerate("abc", 1):
        build.publish(store, number, build.news(slug, topics=("barents",)), minutes=number)
    build.withdraw(store, 1, minutes=10)
    gone(store, 2, minutes=11)
    to = Redirect(id=build.identity(3), locale="nb", to="https://example.org/", actor=build.AUTHOR)
    build.move(store, to, minutes=12)
    for selection in (ALL, NEWS, BARENTS, BOTH):
        with store.read() as reading:
            found = reading.archives.taken_back(selection)
        assert [(each.standing.state, each.edition.content.slug) for each in found] == [
            ("redirected", "c"),
            ("gone", "b"),
            ("withdrawn", "a"),
        ]
        assert [(each.change.op, each.within) for each in read(store, selection).places] == [
            ("delete", False)
        ] * 3
    gone(store, 1, minutes=13)
    with store.read() as reading:
        page_two = Selection(locale="nb", kind="news", after=(build.at(13), build.identity(1)), limit=1)
        assert [each.edition.content.slug for each in reading.archives.taken_back(page_two)] == ["c"]
    restore(store, 2, 14)
    build.publish(store, 1, build.news("a"), minutes=15)
    with store.read() as reading:
        assert [each.edition.content.slug for each in reading.archives.taken_back(ALL)] == ["c"]
        assert reading.archives.taken_back(Selection(locale="nb", kind="page")) == ()


def test_other_languages_and_labels_are_those_of_the_time(store: Store) -> None:
    build.publish(store, 9, build.topic("barents", "Barents"), minutes=0)
    build.publish(store, 1, build.news("a"), minutes=1)
    build.publish(store, 1, build.news("a-en", "First"), locale="en", minutes=2)
    with store.read() as reading:
        then = reading.head().seq
    build.publish(store, 1, build.news("b-en", "Second"), locale="en", minutes=3)
    build.publish(store, 9, build.topic("barents", "Barentssamarbeidet"), minutes=4)
    build.publish(store, 1, build.news("a-nn"), locale="nn", minutes=5)

    def seen(seq: int) -> tuple[list[tuple[str, str, str]], dict[str, dict[str, str]]]:
        with store.read() as reading:
            others = reading.archives.alternates([build.identity(1)], seq).get(build.identity(1), ())
            assert reading.archives.topics(["barents", "ukjent"]) == (build.identity(9),)
            return [(each.locale, each.slug, each.title) for each in others], reading.archives.labels(
                ["barents"], seq
            )

    assert seen(then) == (
        [("en", "a-en", "First"), ("nb", "a", "Møte i Tromsø")],
        {"barents": {"nb": "Barents"}},
    )
    assert [each[0] for each in seen(then + 3)[0]] == ["en", "nb", "nn"]
    assert seen(0) == ([], {})
    build.withdraw(store, 1, locale="en", minutes=6)
    assert "en" in [each[0] for each in seen(then)[0]]
    command = MarkGone(id=build.identity(1), locale="en", reason="Personvern", actor=build.AUTHOR)
    build.move(store, command, minutes=7)
    gone(store, 9, minutes=8)
    assert seen(then) == ([("nb", "a", "Møte i Tromsø")], {})


def test_a_redaction_reaches_every_page(store: Store) -> None:
    build.publish(store, 1, build.news("a", "Kari Hansen"), minutes=1, checked=build.evidence())
    build.publish(store, 1, build.news("a", "Kari"), minutes=2, checked=build.evidence())
    old = page(store, ALL, 1, 1)
    assert old is not None
    assert old.places[0].edition.content.title == "Kari Hansen"
    build.redact(store, 1, "Hansen", minutes=3)
    assert store.erase()
    old = page(store, ALL, 1, 1)
    assert old is not None
    assert "Hansen" not in old.places[0].edition.content.title
    assert read(store, ALL).count == 3


def test_an_edition_that_is_removed_whole_leaves_its_topics(store: Store) -> None:
    build.publish(store, 1, build.news("a", topics=("barents",)), minutes=1, checked=build.evidence())
    build.redact(store, 1, revisions=(1,), minutes=3)
    assert store.erase()
    (place,) = read(store, BARENTS).places
    assert (place.edition.content.topics, place.within, read(store, BARENTS).count) == ((), False, 2)


def test_what_is_withdrawn_and_then_removed_whole_is_among_what_was_taken_back_in_no_topic(
    store: Store,
) -> None:
    build.publish(store, 1, build.news("a", topics=("barents",)), minutes=1, checked=build.evidence())
    build.withdraw(store, 1, minutes=2)
    build.redact(store, 1, revisions=(1,), minutes=3)
    with store.read() as reading:
        assert len(reading.archives.taken_back(ALL)) == 1
        assert reading.archives.taken_back(BARENTS) == ()
    assert store.erase()
    assert store.verify() == ()


@pytest.mark.parametrize("hours", [0, -1])
def test_a_clock_that_is_set_back_changes_no_order_and_no_time_goes_back(store: Store, hours: int) -> None:
    build.publish(store, 1, build.news("a"), minutes=120)
    build.publish(store, 2, build.news("b"), minutes=120 + 60 * hours)
    assert slugs(read(store, ALL)) == [("b", 1), ("a", 1)]
    assert read(store, ALL).latest == build.at(120)
    build.withdraw(store, 1, minutes=60)
    with store.read() as reading:
        (entry,) = reading.archives.taken_back(ALL)
    assert entry.standing.changed_at > build.at(120)
    build.redact(store, 1, "Møte", minutes=0)
    assert store.erase()
    assert read(store, ALL).places[0].change.at == entry.standing.changed_at


def test_a_store_opened_again_goes_on_where_it_was(reopen: Callable[[], Store]) -> None:
    store = reopen()
    for number in range(1, PLACES):
        build.publish(store, number, build.news(f"sak-{number}"), minutes=number)
    store.close()
    store = reopen()
    build.publish(store, PLACES, build.news("siste"), minutes=PLACES)
    assert read(store, ALL).full
    assert store.verify() == ()
    store.close()


def test_a_place_says_after_which_restore_it_was_taken(store: Store) -> None:
    for number in range(1, PLACES):
        build.publish(store, number, build.news(f"sak-{number}"))
    with store.read() as reading:
        assert reading.archives.newest(NEWS) == (PLACES - 1, "")
        head = reading.head().seq
    first = store.write(lambda writing: writing.begin_epoch(head))
    with store.read() as reading:
        assert reading.archives.newest(NEWS) == (PLACES - 1, "")
        assert read(store, NEWS).epoch == ""
    for number in (100, 101, 102):
        build.publish(store, number, build.news(f"sak-{number}"))
    second = store.write(lambda writing: writing.begin_epoch(head + 2))
    with store.read() as reading:
        room = reading.archives
        assert room.newest(NEWS) == (PLACES + 2, second)
        assert room.newest(BARENTS) == (0, "")
        whole, next_one = room.page(NEWS, 1), room.page(NEWS, 2)
        early, one = room.page(NEWS, 1, PLACES - 1), room.page(NEWS, 2, 1)
    assert whole
    assert next_one
    assert early
    assert one
    assert (early.epoch, whole.epoch, one.epoch, next_one.epoch) == ("", first, first, second)
    assert (whole.before, next_one.before) == ("", first)
    assert store.verify() == ()
