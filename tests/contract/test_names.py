"""Slugs and topic keys: whose they are, for how long, and who hears of them."""

from __future__ import annotations

import pytest

from content.errors import SlugTaken, TopicKeyTaken, WrongState
from content.ports import Store
from tests.contract import build


def test_a_slug_of_another_record_is_taken_from_the_first_draft_on(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    with pytest.raises(SlugTaken, match="mote"):
        build.save(store, 2, build.news("mote"))
    build.save(store, 2, build.news("mote"), locale="nn")
    with store.read() as reading:
        assert reading.standing(build.identity(2), "nb") is None


def test_an_old_slug_stays_reserved_and_leads_to_the_new_one(store: Store) -> None:
    build.publish(store, 1, build.news("gammel"))
    build.publish(store, 1, build.news("mellom"), minutes=1)
    build.publish(store, 1, build.news("ny"), minutes=2)
    with pytest.raises(SlugTaken):
        build.save(store, 2, build.news("gammel"))
    with store.read() as reading:
        for slug in ("gammel", "mellom", "ny"):
            assert reading.resolve("nb", slug) == (build.identity(1), "ny")
        assert reading.resolve("nn", "ny") is None
        assert reading.resolve("nb", "ukjent") is None


def test_a_slug_that_only_a_newer_draft_asks_for_is_not_public(store: Store) -> None:
    build.publish(store, 1, build.news("gammel"))
    build.save(store, 1, build.news("ny"))
    with pytest.raises(SlugTaken):
        build.save(store, 2, build.news("ny"))
    with store.read() as reading:
        assert reading.resolve("nb", "ny") is None
        assert reading.resolve("nb", "gammel") == (build.identity(1), "gammel")


def test_the_slug_of_a_first_draft_is_not_public(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    with store.read() as reading:
        assert reading.resolve("nb", "mote") is None
        assert reading.resolve("nb", "mote", drafts=True) == (build.identity(1), "mote")
    build.publish(store, 1, build.news("mote", "Klar"), minutes=1)
    with store.read() as reading:
        assert reading.resolve("nb", "mote") == (build.identity(1), "mote")


def test_editors_find_a_record_by_the_slug_that_its_newer_draft_asks_for(store: Store) -> None:
    build.publish(store, 1, build.news("gammel"))
    build.save(store, 1, build.news("ny"))
    with store.read() as reading:
        assert reading.resolve("nb", "ny", drafts=True) == (build.identity(1), "gammel")


@pytest.mark.parametrize("published", [False, True])
def test_a_slug_that_only_a_draft_asked_for_is_let_go_when_it_asks_for_another(
    store: Store, published: bool
) -> None:
    if published:
        build.publish(store, 1, build.news("mote"))
    build.save(store, 1, build.news("moet"), minutes=1)
    build.save(store, 1, build.news("mote"), minutes=2)
    build.publish(store, 2, build.news("moet"), minutes=3)
    with store.read() as reading:
        assert reading.resolve("nb", "moet") == (build.identity(2), "moet")
        assert reading.resolve("nb", "mote", drafts=True) == (build.identity(1), "mote")


def test_a_slug_that_was_public_is_never_let_go(store: Store) -> None:
    build.publish(store, 1, build.news("gammel"))
    build.publish(store, 1, build.news("ny"), minutes=1)
    build.save(store, 1, build.news("nyest"), minutes=2)
    for slug in ("gammel", "ny", "nyest"):
        with pytest.raises(SlugTaken, match=slug):
            build.save(store, 2, build.news(slug), minutes=3)


def test_a_topic_never_changes_its_key_in_any_locale(store: Store) -> None:
    build.publish(store, 1, build.topic("barents", "Barents"))
    with pytest.raises(WrongState, match="“barents” in every locale"):
        build.save(store, 1, build.topic("arktis", "Arktis", slug="barents"), minutes=1)
    with pytest.raises(WrongState, match="“barents” in every locale"):
        build.save(store, 1, build.topic("arktis", "The Arctic"), locale="en", minutes=1)
    build.publish(store, 1, build.topic("barents", "The Barents Region"), locale="en", minutes=1)


def test_two_topics_never_have_one_key(store: Store) -> None:
    build.save(store, 1, build.topic("barents", "Barents"))
    with pytest.raises(TopicKeyTaken, match=str(build.identity(1))):
        build.save(store, 2, build.topic("barents", "Barents to", slug="barents-2"))
    with pytest.raises(TopicKeyTaken):
        build.save(store, 2, build.topic("barents", "Barents two"), locale="en")
    with store.read() as reading:
        assert reading.standings([build.identity(2)]) == ()
    build.save(store, 2, build.topic("arktis", "Arktis"))


def test_a_slug_that_comes_back_leads_to_itself(store: Store) -> None:
    build.publish(store, 1, build.news("en"))
    build.publish(store, 1, build.news("to"), minutes=1)
    build.publish(store, 1, build.news("en"), minutes=2)
    with store.read() as reading:
        assert reading.resolve("nb", "to") == reading.resolve("nb", "en") == (build.identity(1), "en")
