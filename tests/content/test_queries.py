"""What is public under a ref, in which locale, and what a fragment is rendered with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from content import locales, queries
from content.errors import NotFound
from content.lifecycle import MarkGone
from content.model import News
from content.ports import Store
from content.queries import Found
from content.store import open_store
from content.text import LinkCard
from service.links import PublicLinks
from tests.contract import build

ONE = build.identity(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


def find(store: Store, ref: str, locale: str) -> Found:
    with store.read() as reading:
        return queries.find(reading, ref, locale, locales.BUILT_IN)


def where(store: Store, ref: str, locale: str) -> tuple[UUID, str, str]:
    standing = find(store, ref, locale).entry.standing
    return standing.id, standing.locale, standing.state


def test_another_records_draft_does_not_hide_what_is_public_along_the_fallback(store: Store) -> None:
    build.publish(store, 1, build.news("foo"))
    build.save(store, 2, build.news("foo"), locale="en")
    assert where(store, "foo", "en") == (ONE, "nb", "published")


def test_the_slug_of_a_draft_finds_nothing(store: Store) -> None:
    build.publish(store, 1, build.news("offentlig"))
    build.save(store, 1, build.news("secret-slug"), locale="en")
    with pytest.raises(NotFound):
        find(store, "secret-slug", "en")
    assert where(store, "offentlig", "en") == (ONE, "nb", "published")


def test_an_old_slug_says_where_the_record_is_now(store: Store) -> None:
    build.publish(store, 1, build.news("gammel"))
    build.publish(store, 1, build.news("ny"), minutes=1)
    assert find(store, "gammel", "nb").moved_to == "ny"
    assert find(store, "ny", "nb").moved_to is None
    assert find(store, "gammel", "nn").moved_to is None


def test_fallback_goes_past_what_is_withdrawn_to_what_is_published(store: Store) -> None:
    build.publish(store, 1, build.news("sak"))
    build.publish(store, 1, build.news("case"), locale="en", minutes=1)
    build.withdraw(store, 1, minutes=2)
    assert where(store, str(ONE), "nn") == (ONE, "en", "published")
    assert where(store, "sak", "nn") == (ONE, "en", "published")
    assert where(store, str(ONE), "nb") == (ONE, "nb", "withdrawn")


def test_fallback_goes_past_what_is_gone_and_stops_there_only_where_nothing_is_published(
    store: Store,
) -> None:
    build.publish(store, 1, build.news("sak"))
    build.publish(store, 1, build.news("case"), locale="en", minutes=1)
    build.move(store, MarkGone(id=ONE, locale="nb", reason="Slettet", actor="a"), minutes=2)
    assert [where(store, str(ONE), locale) for locale in ("nn", "se", "en")] == [(ONE, "en", "published")] * 3
    assert where(store, str(ONE), "nb") == (ONE, "nb", "gone")
    build.withdraw(store, 1, locale="en", minutes=3)
    assert where(store, str(ONE), "nn") == (ONE, "nb", "gone")


@pytest.mark.parametrize(
    "ref",
    [
        "{0191234500007000-8000-000000000001}",
        "----01912345000070008000000000000001",
        "urn:01912345000070008000000000000001",
        "01912345-0000-7000-8000-0000000000\u0661\u0661",
        "01912345-0000-7000-8000-000000000001\n",
        "",
    ],
)
def test_only_what_is_written_as_an_id_is_one(ref: str) -> None:
    assert queries.as_uuid(ref) is None


def test_an_id_is_one_in_either_case() -> None:
    ref = "01912345-abcd-7000-8000-00000000000f"
    assert queries.as_uuid(ref) == queries.as_uuid(ref.upper()) == UUID(ref)


def test_what_is_published_in_an_operators_own_locale_alone_is_linked_and_labelled(store: Store) -> None:
    configured = ("nb", "sma")
    two = build.identity(2)
    build.publish(store, 2, build.news("saernie", "Saernie"), locale="sma")
    build.publish(store, 3, build.topic("barents", "Barentsen"), locale="sma")
    content = News(slug="sak", title="Sak", body=(LinkCard(key="a", record=two),), topics=("barents",))
    build.publish(store, 1, content, minutes=1)
    links = PublicLinks("https://example.org")
    with store.read() as reading:
        edition = reading.edition(ONE, "nb", 1)
        assert edition is not None
        around = queries.context(reading, edition, links=links, configured=configured)
        assert [(each.id, each.locale) for each in around.linked.values()] == [(two, "sma")]
        assert (around.topics["barents"].text, around.topics["barents"].locale) == ("Barentsen", "sma")
        assert queries.context(reading, edition, links=links).linked == {}
