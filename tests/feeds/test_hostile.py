"""Text that breaks feeds elsewhere: nothing that an editor can type or paste breaks, empties or changes one of ours."""

from __future__ import annotations

import html

import feedparser
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import feeds
from content.fragments.context import Alternate, Label
from content.model import News
from content.validation.shape import UNWRITABLE
from feeds.characters import line, writable
from tests.feeds import samples

A = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
PIECES = [
    "\x00",
    "\x0b",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9f",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "�",
    "�",
    "\ufdd0",
    "\ufffe",
    "\uffff",
    "\U0001ffff",
    "\u2028",
    "\ufeff",
    "\u200d",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?xml?>",
    "<3",
    "&",
    "&amp;",
    "&#0;",
    "&bogus;",
    "</title>",
    "</entry>",
    "<script>",
    "'",
    '"',
    "%",
    "{}",
    "æøå",
    "č",
    "🐟",
    "👩\u200d👩\u200d👧",
]
hostile = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=()), max_size=8), max_size=8
).map("".join)


def feed_of(title: str, summary: str, text: str, name: str) -> feeds.Feed:
    content = News(slug="nytt", title=title, summary=summary, topics=("barents",), authors=(name,))
    entry = feeds.entry(
        samples.source(content, note=name),
        html=text,
        links=samples.FakeLinks(),
        alternates=[Alternate(locale="nn", slug="nytt-nn", title=name)],
        topics={"barents": Label(text=name, locale="nb")},
    )
    return feeds.feed(
        [entry],
        locale="nb",
        name="topics/barents",
        title=name,
        subtitle=summary,
        author=samples.PUBLISHER,
        home_url=f"{samples.HOST}/feeds/nb",
        links=samples.FakeLinks(),
        rights=name,
    )


@given(title=hostile, summary=hostile, text=hostile, name=hostile)
def test_atom_carries_everything(title: str, summary: str, text: str, name: str) -> None:
    feed = etree.fromstring(feeds.atom(feed_of(title, summary, text, name)))
    entry = feed.find(A + "entry")
    assert entry is not None
    assert entry.findtext(A + "title") == (line(title) or "nytt")
    assert entry.findtext(A + "content") == writable(text)
    assert (entry.findtext(A + "summary") or "") == writable(summary).strip()
    assert feed.findtext(A + "title") == (line(name) or "topics/barents")
    category = entry.find(A + "category")
    assert category is not None
    assert category.get("label") == (line(name) or "barents")
    assert [each.text for each in entry.iter(A + "name")] == ([line(name)] if line(name) else [])


@given(title=hostile, summary=hostile, text=hostile, name=hostile)
def test_rss_carries_everything(title: str, summary: str, text: str, name: str) -> None:
    item = etree.fromstring(feeds.rss(feed_of(title, summary, text, name))).find("channel/item")
    assert item is not None
    assert item.findtext("title") == (line(title) or "nytt")
    assert item.findtext(ENCODED) == writable(text)
    described = item.findtext("description") or ""
    assert "<" not in described
    shown = described.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == (writable(summary).strip() or line(title) or "nytt")


@given(title=hostile, summary=hostile, text=hostile, name=hostile)
def test_json_carries_everything(title: str, summary: str, text: str, name: str) -> None:
    item = msgspec.json.decode(feeds.json(feed_of(title, summary, text, name)))["items"][0]
    assert item["title"] == (line(title) or "nytt")
    assert item["content_html"] == writable(text)
    assert item.get("summary", "") == writable(summary).strip()
    assert item["_nordkalott"]["change_note"] == writable(name).strip()


@settings(max_examples=40, deadline=None)
@given(title=hostile, text=hostile)
def test_feedparser_does_not_complain(title: str, text: str) -> None:
    feed = feed_of(title, title, text, title)
    for written in (feeds.atom(feed), feeds.rss(feed)):
        read = feedparser.parse(written, sanitize_html=False, resolve_relative_uris=False)
        assert not read.bozo
        assert [each.id for each in read.entries] == [feed.entries[0].id]


@pytest.mark.parametrize(
    "title",
    [
        "Jeg <3 Barents",
        "Fisk & vilt",
        "AT&amp;T",
        "a ]]> b",
        "<b>fet</b> skrift",
        "👩‍👩‍👧 og 🐟",
        "x < y > z",
    ],
)
def test_a_title_is_plain_text(title: str) -> None:
    feed = feed_of(title, "", "", "navn")
    assert etree.fromstring(feeds.atom(feed)).findtext(f"{A}entry/{A}title") == title
    assert etree.fromstring(feeds.rss(feed)).findtext("channel/item/title") == title
    assert msgspec.json.decode(feeds.json(feed))["items"][0]["title"] == title


def test_a_title_of_nothing_writable_gives_way_to_the_slug() -> None:
    assert feed_of("\x00\ud800 \ufffe", "", "", "n").entries[0].title == "nytt"


def test_what_a_feed_would_have_to_remove_cannot_be_saved() -> None:
    """So the text of an entry is the fragment that was checked, byte for byte."""
    removed = [each for each in map(chr, range(0x110000)) if not writable(each)]
    assert len(removed) > 2_000
    assert [each for each in removed if not UNWRITABLE.search(each)] == []


def test_what_is_removed_and_what_stays() -> None:
    assert writable("a\x00b\x85c\ud800d\ufdd0e\U0010ffff") == "abcde"
    assert writable("en\r\nto\rtre\n\tfire") == "en\nto\ntre\n\tfire"
    kept = "Čáhcesuolu \u00a0\u00ad\u200d\u2028\ufeff \ue000 🐟 <&>]]>"
    assert writable(kept) == kept
    assert line("  en\r\n to\u2028tre\x00 ") == "en to tre"


@given(hostile)
def test_writable_leaves_nothing_to_remove(text: str) -> None:
    once = writable(text)
    assert writable(once) == once
    once.encode()
    etree.Element("x").text = once


def test_every_character_that_stays_comes_back_from_xml_as_it_was() -> None:
    every = writable("".join(map(chr, range(0x110000))))
    assert len(every) > 0x100000
    element = etree.Element("x")
    element.text = every
    assert (
        etree.fromstring(etree.tostring(element, encoding="UTF-8"), etree.XMLParser(huge_tree=True)).text
        == every
    )
    assert html.escape(every, quote=False).isascii() is False
