"""Full fragments that are kept as they were served: there as long as nothing that they show has changed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from msgspec import structs

from content import tags
from content.model import HEADING_LEVELS, VARIANTS, Content, digest_bytes
from content.ports import Numbered, Reading, Store
from content.ports.fragments import KeptFragment, KeptRendering
from content.text import Image, Link, Prose, Span
from tests.contract import build, test_media, test_proof

MARK, OTHER = b"m" * 32, b"o" * 32


def made(number: int) -> KeptFragment:
    html = f"<h2>Sak {number}</h2>"
    return KeptFragment(
        html=html, digest=digest_bytes(html.encode()), ruleset="1", outcome="attested", basis="edition"
    )


def key(number: int, locale: str = "nb", edition: int = 1) -> Numbered:
    return build.identity(number), locale, edition


def seq(store: Store) -> int:
    with store.read() as reading:
        return reading.head().seq


def keep(store: Store, *keys: Numbered, mark: bytes = MARK) -> bool:
    fragments = [(each, made(each[0].int & 0xFF)) for each in keys]
    end = seq(store)
    return store.write(lambda writing: writing.fragments.keep(fragments, mark, end))


def waiting(store: Store, mark: bytes = MARK) -> set[Numbered]:
    with store.read() as reading:
        return set(reading.fragments.waiting(mark, 50))


def pointing(slug: str, to: UUID, topics: tuple[str, ...] = ()) -> Content:
    body = Prose(
        key="a",
        children=(Span(key="b", text="Se her", marks=("l",)),),
        mark_defs=(Link(key="l", record=to),),
    )
    return structs.replace(build.news(slug, topics=topics), body=(body,))


def held(reading: Reading, mark: bytes, *keys: Numbered) -> dict[Numbered, KeptFragment]:
    """What is kept for feeds of some editions."""
    found = {each: reading.fragments.one(each, VARIANTS[0], HEADING_LEVELS[0], mark) for each in keys}
    return {each: one for each, one in found.items() if one}


@pytest.fixture
def filled(store: Store) -> Store:
    """1 in nb and nn; 2, which points to 1; 3 on the topic 4; all kept. 5 is a draft."""
    build.publish(store, 1, build.news("en"))
    build.publish(store, 1, build.news("ein"), locale="nn")
    build.publish(store, 2, pointing("to", build.identity(1)))
    build.publish(store, 3, build.news("tre", topics=("barents",)))
    build.publish(store, 4, build.topic("barents", "Barents"))
    build.save(store, 5, build.news("fem"))
    assert keep(store, key(1), key(1, "nn"), key(2), key(3), key(4))
    return store


def test_what_is_kept_is_found_by_edition_and_mark(filled: Store) -> None:
    with filled.read() as reading:
        assert held(reading, MARK, key(3), key(1, "nn"), key(1, edition=2), key(9)) == {
            key(3): made(3),
            key(1, "nn"): made(1),
        }
        assert held(reading, OTHER, key(3)) == {}
    assert waiting(filled) == set()
    assert waiting(filled, OTHER) == {key(1), key(1, "nn"), key(2), key(3), key(4)}
    assert filled.verify() == ()


def test_where_nothing_can_be_served_nothing_waits(filled: Store) -> None:
    end = seq(filled)
    filled.write(lambda writing: writing.fragments.keep([(key(3), None)], MARK, end))
    assert waiting(filled) == set()
    with filled.read() as reading:
        assert held(reading, MARK, key(3)) == {}
    assert filled.verify() == ()


def another_edition(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Et annet navn"), minutes=2)


def another_language(store: Store) -> None:
    build.publish(store, 3, build.news("three"), locale="en", minutes=2)


def another_label(store: Store) -> None:
    build.publish(store, 4, build.topic("barents", "Barentssamarbeidet"), minutes=2)


def withdrawn(store: Store) -> None:
    build.withdraw(store, 1, minutes=2)


@pytest.mark.parametrize(
    ("act", "empty"),
    [
        (another_edition, {key(1, edition=2), key(1, "nn"), key(2)}),
        (another_language, {key(3), key(3, "en")}),
        (another_label, {key(4, edition=2), key(3)}),
        (withdrawn, {key(1, "nn"), key(2)}),
    ],
)
def test_a_change_empties_what_shows_something_of_it_and_nothing_else(
    filled: Store, act: Callable[[Store], None], empty: set[Numbered]
) -> None:
    act(filled)
    assert waiting(filled) == empty
    with filled.read() as reading:
        assert not set(held(reading, MARK, *empty))
    assert filled.verify() == ()
    assert keep(filled, *empty)
    assert waiting(filled) == set()


def test_a_file_that_comes_after_a_text_that_shows_it_empties_that(filled: Store) -> None:
    """So that what is kept of the text, without its sizes, does not stay."""
    body = (Image(key="i", src=f"/media/{test_media.digest(1)}/bro.jpg", alt="En bro"),)
    build.publish(filled, 6, structs.replace(build.news("seks"), body=body), minutes=2)
    assert keep(filled, key(6))
    before = seq(filled)
    test_media.kept(filled, 2)
    assert (waiting(filled), seq(filled)) == (set(), before)
    test_media.kept(filled, 1)
    assert waiting(filled) == {key(6)}
    with filled.read() as reading:
        assert [each.tags for each in reading.changes(before, silent=True)] == [(tags.record(key(6)[0]),)]
    test_media.kept(filled, 1)  # it is there already
    assert seq(filled) == before + 1


def test_nothing_is_kept_that_was_made_before_a_change(filled: Store) -> None:
    end = seq(filled)
    another_label(filled)
    assert not filled.write(lambda writing: writing.fragments.keep([(key(3), made(3))], MARK, end))
    assert key(3) in waiting(filled)


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (another_edition, {key(3), key(4)}),
        (another_language, {key(1), key(1, "nn"), key(2), key(4)}),
        (another_label, set()),
        (withdrawn, {key(3), key(4)}),
    ],
)
def test_of_what_was_made_before_a_change_only_that_is_kept_which_it_did_not_stir(
    filled: Store, act: Callable[[Store], None], left: set[Numbered]
) -> None:
    """Others publish all the time: whoever renders would never be done."""
    every = [key(1), key(1, "nn"), key(2), key(3), key(4)]
    end = seq(filled)
    act(filled)
    given = [(place, made(7)) for place in every]
    assert filled.write(lambda writing: writing.fragments.keep(given, OTHER, end)) == bool(left)
    with filled.read() as reading:
        assert set(held(reading, OTHER, *every)) == left
    assert filled.verify() == ()


def test_a_redaction_leaves_nothing_in_any(filled: Store) -> None:
    build.redact(filled, 3, "Møte")
    assert waiting(filled) == {key(1), key(1, "nn"), key(2), key(3), key(4)}
    assert filled.erase()
    assert filled.verify() == ()


def test_bytes_that_do_not_match_their_digest_are_not_kept(filled: Store) -> None:
    false = structs.replace(made(3), html="<h2>Noe annet</h2>")
    end = seq(filled)
    with pytest.raises(ValueError, match="digest"):
        filled.write(lambda writing: writing.fragments.keep([(key(3), false)], MARK, end))
    with filled.read() as reading:
        assert held(reading, MARK, key(3)) == {key(3): made(3)}


def test_languages_and_labels_are_known_without_opening_a_content(filled: Store) -> None:
    with filled.read() as reading:
        found = reading.alternates([build.identity(1), build.identity(5), build.identity(9)])
        assert {
            identity: [(each.locale, each.slug, each.title) for each in others]
            for identity, others in found.items()
        } == {build.identity(1): [("nb", "en", "Møte i Tromsø"), ("nn", "ein", "Møte i Tromsø")]}
        assert reading.topic_labels() == (("barents", "nb", "Barents"),)


def kept_with_a_card(store: Store) -> None:
    build.publish(store, 1, build.news("en"))
    end, other = seq(store), KeptRendering(variant="card", heading_level=4, fragment=made(7))
    store.write(lambda writing: writing.fragments.keep([(key(1), made(1))], MARK, end, {key(1): [other]}))


def test_other_renderings_are_kept_beside_the_first_and_go_with_it(store: Store) -> None:
    kept_with_a_card(store)
    with store.read() as reading:
        assert reading.fragments.one(key(1), "full", 2, MARK) == made(1)
        assert reading.fragments.one(key(1), "card", 4, MARK) == made(7)
        assert reading.fragments.one(key(1), "card", 3, MARK) is None
        assert reading.fragments.one(key(1), "card", 4, OTHER) is None
        assert reading.fragments.one(key(1, edition=2), "card", 4, MARK) is None
    build.publish(store, 1, build.news("ein"), locale="nn")
    with store.read() as reading:
        assert reading.fragments.one(key(1), "card", 4, MARK) is None
        assert reading.fragments.one(key(1), "full", 2, MARK) is None


def test_a_redaction_leaves_nothing_in_other_renderings(store: Store) -> None:
    kept_with_a_card(store)
    build.redact(store, 1, "Møte")
    with store.read() as reading:
        assert reading.fragments.one(key(1), "card", 4, MARK) is None
    assert store.erase()


def test_what_people_have_answered_about_is_not_given_as_it_was_kept(store: Store) -> None:
    kept_with_a_card(store)
    test_proof.answered(store, 1, "link-name", "passed")
    with store.read() as reading:
        assert reading.fragments.one(key(1), "card", 4, MARK) is None
        assert reading.fragments.one(key(1), "full", 2, MARK) is None
