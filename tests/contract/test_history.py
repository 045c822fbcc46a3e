"""Revisions, editions, evidence and standings: what was kept comes back as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from content import lifecycle
from content.errors import NotFound, StaleRevision, WrongState
from content.lifecycle import MarkGone, Publish, Redirect, SaveDraft
from content.ports import Store, Writing
from tests.contract import build


def test_a_revision_comes_back_as_it_was_saved(store: Store) -> None:
    saved = build.save(store, 1, build.news("mote", topics=("barents",)))
    second = build.save(store, 1, build.news("mote", "Nytt møte"), minutes=3)
    with store.read() as reading:
        assert reading.revision(saved.id, "nb", 1) == saved
        assert reading.revisions(saved.id, "nb") == (saved, second)
        assert reading.revision(saved.id, "nb", 3) is None
        assert reading.revision(saved.id, "nn", 1) is None


def test_an_edition_comes_back_as_it_was_published(store: Store) -> None:
    build.publish(store, 1, build.news("mote"), note="Første")
    build.publish(store, 1, build.news("mote", "Rettet"), update="minor", note="Skrivefeil", minutes=5)
    with store.read() as reading:
        first, second = reading.editions(build.identity(1), "nb")
        assert (first.number, first.revision, first.update, first.note) == (1, 1, "major", "Første")
        assert (second.number, second.revision, second.update, second.at) == (2, 2, "minor", build.at(5))
        assert (second.published_at, second.updated_at) == (build.at(0), build.at(0))
        assert second.content.title == "Rettet"
        assert reading.edition(first.id, "nb", 1) == first
        assert reading.edition(first.id, "nb", 3) is None
        assert reading.published_as(first.id, "nb") == {1: 1, 2: 2}
        assert reading.published_as(first.id, "nn") == {}


def test_a_newer_draft_leaves_the_live_edition_alone(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    before = build.save(store, 1, build.news("mote", "Utkast"), minutes=2)
    with store.read() as reading:
        standing = reading.standing(before.id, "nb")
        entry = reading.entry(before.id, "nb")
    assert standing is not None
    assert entry is not None
    assert (standing.revision, standing.live_revision, standing.newer_draft) == (2, 1, True)
    assert entry.edition.content.title == "Møte i Tromsø"
    assert entry.standing == standing


def test_publishing_one_locale_never_moves_another(store: Store) -> None:
    build.save(store, 1, build.news("meeting", "Meeting"), locale="en")
    build.publish(store, 1, build.news("mote"))
    with store.read() as reading:
        english = reading.standing(build.identity(1), "en")
        assert english is not None
        assert (english.state, english.edition) == ("draft", 0)
        assert [each.locale for each in reading.standings([build.identity(1)])] == ["en", "nb"]


def test_evidence_comes_back_in_order(store: Store) -> None:
    checked = build.evidence("<h2>Møte</h2>")
    build.publish(store, 1, build.news("mote"), checked=tuple(reversed(checked)))
    with store.read() as reading:
        assert reading.evidence(build.identity(1), "nb", 1) == checked
        assert reading.evidence(build.identity(1), "nb", 2) == ()


def test_standings_are_filtered_and_ordered(store: Store) -> None:
    build.publish(store, 2, build.news("to"))
    build.save(store, 1, build.news("en"))
    build.save(store, 3, build.topic("barents", "Barents"), locale="nn")
    with store.read() as reading:
        assert [each.id for each in reading.standings()] == [build.identity(number) for number in (1, 2, 3)]
        assert [each.id for each in reading.standings(kind="topic")] == [build.identity(3)]
        assert [each.id for each in reading.standings(state="published")] == [build.identity(2)]
        assert [each.id for each in reading.standings(locale="nb", state="draft")] == [build.identity(1)]
        assert reading.standings([]) == ()
        assert [each.id for each in reading.standings([build.identity(2), build.identity(9)])] == [
            build.identity(2)
        ]


def test_everything_is_there_after_reopening(reopen: Callable[[], Store]) -> None:
    store = reopen()
    build.publish(store, 1, build.news("mote"), checked=build.evidence())
    with store.read() as reading:
        before = (
            reading.head(),
            reading.entry(build.identity(1), "nb"),
            reading.journal(),
            reading.changes(0),
        )
    store.close()
    again = reopen()
    with again.read() as reading:
        assert (
            reading.head(),
            reading.entry(build.identity(1), "nb"),
            reading.journal(),
            reading.changes(0),
        ) == before
    assert again.verify() == ()
    again.close()


def test_the_kind_of_a_record_never_changes(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    with pytest.raises(WrongState, match="“news”"):
        build.save(store, 1, build.topic("mote", "Møte"), locale="nn")


def test_the_same_event_twice_is_refused_and_changes_nothing(store: Store) -> None:
    saved = lifecycle.save(
        None,
        SaveDraft(id=build.identity(1), locale="nb", content=build.news("mote"), author="a"),
        build.at(0),
    )
    store.write(lambda writing: writing.apply(saved))
    with pytest.raises(StaleRevision) as stale:
        store.write(lambda writing: writing.apply(saved))
    assert stale.value.current == 1
    published = lifecycle.publish(
        saved.standing,
        saved.revision,
        Publish(id=build.identity(1), locale="nb", revision=1, actor="a"),
        build.at(1),
    )
    store.write(lambda writing: writing.apply(published))
    with pytest.raises(WrongState):
        store.write(lambda writing: writing.apply(published))
    with store.read() as reading:
        assert reading.head().seq == 1
        assert len(reading.journal()) == 2


def test_an_event_decided_on_an_older_standing_is_refused(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    second = build.save(store, 1, build.news("mote", "To"), minutes=1)
    with store.read() as reading:
        standing = reading.standing(build.identity(1), "nb")
    late = lifecycle.publish(
        standing,
        second,
        Publish(id=second.id, locale="nb", revision=2, update="minor", note="Rettet", actor="a"),
        build.at(2),
    )
    build.withdraw(store, 1, minutes=3)
    with pytest.raises(WrongState):
        store.write(lambda writing: writing.apply(late))
    build.save(store, 1, build.news("mote", "Tre"), minutes=4)
    with pytest.raises(StaleRevision) as stale:
        store.write(lambda writing: writing.apply(late))
    assert stale.value.current == 3


def test_a_save_decided_before_a_publish_is_refused(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    command = SaveDraft(id=build.identity(1), locale="nb", content=build.news("annen"), author="a")
    with store.read() as reading:
        late = lifecycle.save(reading.standing(command.id, "nb"), command, build.at(1))

    def publish(writing: Writing) -> None:
        standing, revision = writing.standing(command.id, "nb"), writing.revision(command.id, "nb", 1)
        assert revision is not None
        writing.apply(
            lifecycle.publish(
                standing, revision, Publish(id=command.id, locale="nb", revision=1, actor="a"), build.at(2)
            )
        )

    store.write(publish)
    with pytest.raises(WrongState, match="in the meantime"):
        store.write(lambda writing: writing.apply(late))


def test_publishing_what_is_not_there_is_not_found(store: Store) -> None:
    saved = lifecycle.save(
        None,
        SaveDraft(id=build.identity(1), locale="nb", content=build.news("mote"), author="a"),
        build.at(0),
    )
    published = lifecycle.publish(
        saved.standing,
        saved.revision,
        Publish(id=build.identity(1), locale="nb", revision=1, actor="a"),
        build.at(1),
    )
    with pytest.raises(NotFound):
        store.write(lambda writing: writing.apply(published))


def test_an_edition_with_another_content_than_its_revision_is_refused(store: Store) -> None:
    revision = build.save(store, 1, build.news("mote"))
    with store.read() as reading:
        standing = reading.standing(revision.id, "nb")
    event = lifecycle.publish(
        standing, revision, Publish(id=revision.id, locale="nb", revision=1, actor="a"), build.at(1)
    )
    forged = structs.replace(
        event, edition=structs.replace(event.edition, content=build.news("mote", "Annet"))
    )
    with pytest.raises(WrongState, match="revision 1"):
        store.write(lambda writing: writing.apply(forged))


def test_the_states_and_the_way_back(store: Store) -> None:
    build.publish(store, 1, build.news("mote"))
    one = build.identity(1)
    build.withdraw(store, 1, minutes=1, reason="Feil tall")
    with store.read() as reading:
        entry = reading.entry(build.identity(1), "nb")
        assert entry is not None
        assert (entry.standing.state, entry.standing.reason) == ("withdrawn", "Feil tall")
    build.move(store, MarkGone(id=one, locale="nb", actor="a", reason="Slettet"), minutes=2)
    build.move(store, Redirect(id=one, locale="nb", actor="a", to="/pages/nb/annet"), minutes=3)
    with store.read() as reading:
        standing = reading.standing(build.identity(1), "nb")
        assert standing is not None
        assert (standing.state, standing.redirect_to) == ("redirected", "/pages/nb/annet")
    build.publish(store, 1, build.news("mote", "Tilbake"), minutes=4)
    with store.read() as reading:
        standing = reading.standing(build.identity(1), "nb")
        assert standing is not None
        assert (standing.state, standing.redirect_to, standing.reason, standing.edition) == (
            "published",
            "",
            "",
            2,
        )


def test_one_rendering_of_several_editions_is_read_at_once(store: Store) -> None:
    for number in (1, 2, 3):
        checked = build.evidence(f"<h2>Sak {number}</h2>") if number != 3 else ()
        build.publish(store, number, build.news(f"sak-{number}"), checked=checked)
    keys = [(build.identity(number), "nb", 1) for number in (2, 1, 3, 4)]
    with store.read() as reading:
        found = reading.renderings(keys, "card", 4)
        for number in (1, 2):
            whole = reading.evidence(build.identity(number), "nb", 1)
            [wanted] = [each for each in whole if (each.variant, each.heading_level) == ("card", 4)]
            assert found[build.identity(number), "nb", 1] == wanted
        assert set(found) == set(keys[:2])
        assert reading.renderings([], "full", 2) == {}
