"""RSS 2.0: the channel, its items, and the modules that they borrow from."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from lxml import etree

import feeds
from tests.feeds import samples

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def channel(feed: feeds.Feed) -> etree._Element:
    found = etree.fromstring(feeds.rss(feed)).find("channel")
    assert found is not None
    return found


def first(feed: feeds.Feed) -> etree._Element:
    found = channel(feed).find("item")
    assert found is not None
    return found


def test_the_channel_has_what_the_specification_demands_once_each() -> None:
    for feed in (samples.full(), samples.feed()):
        for tag in ("title", "link", "description", "language", "lastBuildDate", f"{ATOM}link[@rel='self']"):
            assert len(channel(feed).findall(tag)) == 1, tag


def test_the_channel_links_to_the_page_and_to_itself() -> None:
    full = channel(samples.full())
    assert full.findtext("link") == f"{samples.HOST}/feeds/nb"
    itself = full.find(f"{ATOM}link")
    assert itself is not None
    assert [(name, itself.get(name)) for name in ("rel", "type", "href")] == [
        ("rel", "self"),
        ("type", "application/rss+xml"),
        ("href", f"{samples.HOST}/feeds/nb.rss"),
    ]


def test_a_channel_without_a_subtitle_is_described_by_its_title() -> None:
    assert channel(samples.feed(title="Alt nytt")).findtext("description") == "Alt nytt"


def test_the_channel_was_built_when_the_newest_entry_was_updated() -> None:
    assert channel(samples.full()).findtext("lastBuildDate") == "Fri, 20 Nov 2026 09:30:15 +0000"


def test_languages_are_our_locales() -> None:
    for locale in ("nb", "nn", "se", "fkv", "en"):
        assert channel(samples.feed(locale=locale)).findtext("language") == locale
    items = channel(samples.full()).findall("item")
    assert [item.findtext(f"{DC}language") for item in items] == ["nb", "se", "en"]


def test_an_item_is_known_by_the_id_of_its_entry() -> None:
    feed = samples.full()
    guid = first(feed).find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert guid.text == feed.entries[0].id


def test_an_item_says_when_it_was_published_and_when_updated() -> None:
    item = first(samples.full())
    published = item.findtext("pubDate")
    assert published == "Sun, 01 Nov 2026 09:30:15 +0000"
    assert parsedate_to_datetime(published) == samples.at(1)
    assert item.findtext(f"{ATOM}updated") == "2026-11-20T09:30:15.120000Z"


def test_an_item_has_its_whole_html_and_a_summary_that_reads_as_html() -> None:
    feed = samples.full()
    item = first(feed)
    assert item.findtext(f"{CONTENT}encoded") == feed.entries[0].html
    assert item.findtext("description") == "Frist: 1. februar. Beløp &lt; 500 000 kr &amp; egenandel."


def test_without_a_summary_the_title_describes_and_the_html_stays_where_it_is() -> None:
    item = first(samples.feed(samples.entry(samples.source(samples.news(title="Frist < 1. mai")))))
    assert item.findtext(f"{CONTENT}encoded") == "<p>Tekst</p>"
    assert item.findtext("description") == "Frist &lt; 1. mai"


def test_authors_rights_and_categories() -> None:
    item = first(samples.full())
    assert [each.text for each in item.findall(f"{DC}creator")] == ["Kari Nordmann", "Ola Hætta"]
    assert item.findtext(f"{DC}rights") == "Troms fylkeskommune, CC BY 4.0"
    assert [each.text for each in item.findall("category")] == ["Barents", "EU and the EEA"]
    assert channel(samples.full()).findtext(f"{DC}creator") == "Troms fylkeskommune"
