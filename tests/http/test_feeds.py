"""Feeds as subscribers get them: found, read by real parsers, quiet after a correction."""

from uuid import UUID

import feedparser
import pytest
import turbohtml

from content.model import News
from tests.http.house import PAGE, House

NEW = UUID("01a20900-0000-7000-8000-000000000004")
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize(
    "name", ["nb", "nb/page", "nb/topics/barents", "nb/topics/barents/page", "en", "se", "fkv"]
)
def test_every_feed_answers_in_its_type_and_the_same_bytes_again(
    house: House, name: str, suffix: str
) -> None:
    first, again = house.get(f"/feeds/{name}.{suffix}"), house.get(f"/feeds/{name}.{suffix}")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith(TYPES[suffix])
    assert first.content == again.content
    if suffix != "json":
        assert not feedparser.parse(first.content).bozo


def test_a_reader_finds_the_feed_from_the_page_and_the_page_from_the_feed(house: House) -> None:
    page = turbohtml.parse(house.get("/?locale=nb").text)
    href = page.select_one('link[type="application/atom+xml"]')
    assert href is not None
    address = str(href.attrs["href"])
    feed = feedparser.parse(house.get(address.removeprefix("https://nordkalott.example.org")).content)
    entry = next(each for each in feed.entries if each.title == "Internasjonal avdeling")
    assert entry.link == "https://nordkalott.example.org/pages/nb/internasjonal-avdeling"
    assert entry.id.startswith("urn:uuid:")
    assert "Nordkalott-samarbeidet" in entry.content[0].value
    assert house.get("/pages/nb/internasjonal-avdeling").status_code == 200


def test_a_correction_moves_nothing_and_news_moves_updated(own_house: House) -> None:
    def entry() -> feedparser.FeedParserDict:
        found = feedparser.parse(own_house.get("/feeds/nb/news.atom").content)
        assert len(found.entries) == 1
        return found.entries[0]

    own_house.publish(NEW, "nb", News(slug="nytt", title="Nyt"))
    first = entry()
    own_house.publish(NEW, "nb", News(slug="nytt", title="Nytt"), update="minor", note="Skrivefeil")
    corrected = entry()
    assert (corrected.id, corrected.updated, corrected.published) == (
        first.id,
        first.updated,
        first.published,
    )
    assert corrected.title == "Nytt"
    own_house.publish(NEW, "nb", News(slug="nytt-navn", title="Nytt"))
    renewed = entry()
    assert renewed.id == first.id
    assert renewed.updated > first.updated
    assert renewed.published == first.published


def test_the_feed_of_a_topic_is_called_by_its_label(house: House) -> None:
    feed = feedparser.parse(house.get("/feeds/en/topics/arctic-council.atom").content)
    assert feed.feed.title.startswith("Arctic Council")
    assert str(PAGE) in house.get("/feeds/en/topics/arctic-council.json").text
