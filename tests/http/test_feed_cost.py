"""What a feed asks of the store: as many questions for many entries as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from content.model import News
from content.store.connection import Session
from content.text import Image, Link, Prose, Span
from tests.contract import build, test_media
from tests.http.house import House


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that were run meanwhile."""
    asked: list[str] = []
    run = Session.rows

    def rows(self: Session, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(statement)
        return run(self, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "rows", rows)
        yield asked


def news(number: int, locale: str = "nb") -> News:
    """News with a picture, a topic, and a link to the news before."""
    picture = Image(
        key="i",
        src=f"/media/{test_media.digest(number)}/bilde-{number}.jpg",
        alt="En bro over et sund",
    )
    mark = (Link(key="l", record=build.identity(number - 1)),) if number > 1 else ()
    span = Span(key="s", text="Les om det som skjedde før", marks=("l",) if mark else ())
    text = Prose(key="p", mark_defs=mark, children=(span,))
    return News(
        slug=f"sak-{number}-{locale}", title=f"Sak {number}", topics=("barents",), body=(picture, text)
    )


def test_a_feed_asks_as_many_questions_for_twelve_entries_as_for_one(own_house: House) -> None:
    store = own_house.parts.store
    spent = []
    for number in range(1, 13):
        test_media.kept(store, number)
        own_house.publish(build.identity(number), "nb", news(number))
        own_house.publish(build.identity(number), "nn", news(number, "nn"))
        if number in {1, 12}:
            with counted() as asked:
                feed = own_house.json("/feeds/nb/news.json")
            assert len(feed["items"]) == number
            assert {
                each["url"].rpartition("-")[2]
                for item in feed["items"]
                for each in item["_nordkalott"]["alternates"]
            } == {"nn"}
            assert feed["items"][0]["content_html"].count("<img") == 1
            spent.append(len(asked))
    assert spent[1] <= spent[0] + 1  # nothing points to another record in the first
    assert spent[1] <= 16


def test_what_is_read_at_once_is_what_is_read_one_by_one(house: House) -> None:
    items = house.json("/feeds/nb.json")["items"]
    assert len(items) > 5
    for item in items:
        alone = house.get(f"/fragments/{item['_nordkalott']['id']}?locale=nb").text
        assert item["content_html"] == alone
