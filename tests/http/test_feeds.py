"""Feeds as subscribers get them: found, read by real parsers, quiet after a correction."""

from uuid import UUID

import feedparser
import pytest
import turbohtml

from content.kinds import KINDS
from content.model import News
from service.web.routes import RESOURCES
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


def discovered(page: str) -> list[tuple[str, str]]:
    """Type and address of the feeds that a reader finds in a page."""
    links = turbohtml.parse(page).select('head link[rel="alternate"][type]')
    assert all(str(each.attrs["title"]) for each in links)
    return [(str(each.attrs["type"]), str(each.attrs["href"])) for each in links]


def test_every_page_for_people_leads_to_the_feeds_of_its_language(house: House) -> None:
    names = {"locale": "en", "slug": "international-department", "path": ""}
    pages = [each for each in RESOURCES if each.media_types == ("text/html",) and "{ref}" not in each.path]
    paths = [each.path.format(**names) for each in pages if "fragments" not in each.path]
    assert len(paths) >= 6
    for path in [*paths, "/pages/en/nothing-here", "/nothing-at-all"]:
        asked = path if path.startswith(("/pages", "/feeds")) else f"{path}?locale=en"
        answer = house.get(asked, accept="text/html", accept_language="en")
        assert answer.headers["content-type"].startswith("text/html"), path
        for suffix, media_type in TYPES.items():
            address = f"https://nordkalott.example.org/feeds/en.{suffix}"
            assert (media_type, address) in discovered(answer.text), path


def test_what_a_page_leads_to_is_a_feed(house: House) -> None:
    """A record's page leads to its kind and topics too, that of the feeds to all kinds and topics."""
    record = discovered(house.get("/pages/nb/internasjonal-avdeling").text)
    overview = discovered(house.get("/feeds/nb").text)
    base = "https://nordkalott.example.org/feeds/nb"
    topics = [f"{base}/topics/{key}.atom" for key in ("arctic-council", "barents", "eu-eea", "high-north")]
    assert {address for _, address in record[3:]} == {f"{base}/page.atom", *topics}
    assert {address for _, address in overview[3:]} >= {f"{base}/{kind}.atom" for kind in KINDS} | set(topics)
    for media_type, address in {*record, *overview}:
        answer = house.get(address.removeprefix("https://nordkalott.example.org"))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)


def test_a_kind_within_a_topic_is_offered_where_there_is_something_of_it(house: House) -> None:
    page = turbohtml.parse(house.get("/feeds/nb").text)
    offered = [str(each.attrs["href"]) for each in page.select("p.within a")]
    assert offered
    for address in offered:
        answer = house.get(address.removeprefix("https://nordkalott.example.org"))
        assert feedparser.parse(answer.content).entries, address


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


def test_what_is_added_to_an_address_costs_nobody_the_feed_and_what_belongs_to_it_counts(
    house: House,
) -> None:
    plain = house.get("/feeds/nb.atom")
    assert house.get("/feeds/nb.atom?utm_source=x&%ff").content == plain.content
    two = house.get("/feeds/nb/archive/1.atom?places=2&fbclid=1")
    assert two.content == house.get("/feeds/nb/archive/1.atom?places=2").content
    assert two.text.count("<entry") <= 2
    assert "?places=2" in two.text
    assert house.get("/feeds/nb/archive/1.atom?places=0").status_code == 400
