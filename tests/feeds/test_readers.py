"""Two readers of the field, feedparser and fastfeedparser, find in our feeds what we put there, without a complaint."""

from __future__ import annotations

import html
from typing import Any

import fastfeedparser
import feedparser
import pytest

import feeds
from tests.feeds import samples

XML_FORMATS: list[feeds.Suffix] = ["atom", "rss"]
ALL_FORMATS: list[feeds.Suffix] = ["atom", "rss", "json"]


def by_feedparser(written: bytes) -> Any:
    read = feedparser.parse(written, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    return read


def seconds(entry: feeds.Entry) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(entry.published.timetuple()[:6]), tuple(entry.updated.timetuple()[:6])


@pytest.mark.parametrize("suffix", XML_FORMATS)
def test_feedparser_finds_every_entry(suffix: feeds.Suffix) -> None:
    feed = samples.full()
    read = by_feedparser(feeds.FORMATS[suffix].write(feed))
    found = [
        (
            each.id,
            each.title,
            each.link,
            each.content[0].value,
            (tuple(each.published_parsed[:6]), tuple(each.updated_parsed[:6])),
            [author.name for author in each.get("authors", [])],
        )
        for each in read.entries
    ]
    assert found == [
        (each.id, each.title, each.url, each.html, seconds(each), [author.name for author in each.authors])
        for each in feed.entries
    ]


@pytest.mark.parametrize("suffix", XML_FORMATS)
def test_feedparser_finds_the_feed_itself(suffix: feeds.Suffix) -> None:
    feed = samples.full()
    read = by_feedparser(feeds.FORMATS[suffix].write(feed))
    assert read.version == {"atom": "atom10", "rss": "rss20"}[suffix]
    assert read.feed.title == feed.title
    assert html.unescape(read.feed.subtitle) == feed.subtitle
    assert read.feed.link == feed.home_url
    assert read.feed.language == "nb"
    assert read.feed.author == "Troms fylkeskommune"
    assert tuple(read.feed.updated_parsed[:6]) == (2026, 11, 20, 9, 30, 15)


@pytest.mark.parametrize("suffix", XML_FORMATS)
def test_feedparser_shows_the_summary_with_its_signs(suffix: feeds.Suffix) -> None:
    """A reader shows a summary as text or as HTML, as its type says: both must come out as it was written."""
    entry = by_feedparser(feeds.FORMATS[suffix].write(samples.full())).entries[0]
    shown = html.unescape(entry.summary) if entry.summary_detail.type == "text/html" else entry.summary
    assert shown == "Frist: 1. februar. Beløp < 500 000 kr & egenandel."


@pytest.mark.parametrize("suffix", ALL_FORMATS)
def test_fastfeedparser_finds_every_entry(suffix: feeds.Suffix) -> None:
    feed = samples.full()
    read = fastfeedparser.parse(feeds.FORMATS[suffix].write(feed))
    found = [
        (each.id, each.title, each.link, each.content[0]["value"], each.published, each.updated)
        for each in read.entries
    ]
    assert found == [
        (each.id, each.title, each.url, each.html, each.published.isoformat(), each.updated.isoformat())
        for each in feed.entries
    ]


@pytest.mark.parametrize("suffix", ALL_FORMATS)
def test_an_empty_feed_is_read_as_one(suffix: feeds.Suffix) -> None:
    written = feeds.FORMATS[suffix].write(samples.feed())
    read = fastfeedparser.parse(written)
    assert read.feed.title == "Alt nytt"
    assert read.entries == []
    if suffix != "json":
        assert by_feedparser(written).entries == []


@pytest.mark.parametrize("suffix", ALL_FORMATS)
@pytest.mark.parametrize(
    "title",
    [
        "Jeg <3 Barents",
        "Fisk & vilt, AT&T",
        "AT&amp;T og &lt;kode&gt;",
        "<samarbeid> i nord",
        "<b>fet</b> skrift",
        "<script>alert(1)</script>",
        "5 < 6 & 7 > 3 ]]>",
        "👩‍👩‍👧 og 🐟 på «Fjellheisen»",
    ],
)
def test_readers_show_a_title_as_it_was_written(title: str, suffix: feeds.Suffix) -> None:
    """As they are set up by default: nothing is taken out of it, and nothing is shown of how it was escaped."""
    written = feeds.FORMATS[suffix].write(
        samples.feed(samples.entry(samples.source(samples.news(title=title))))
    )
    assert [each.title for each in fastfeedparser.parse(written).entries] == [title]
    if suffix != "json":
        assert [each.title for each in feedparser.parse(written).entries] == [title]
