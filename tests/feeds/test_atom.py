"""Atom: the grammar of RFC 4287, and what it demands beside its grammar."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import feeds
from tests.feeds import samples

A = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
GRAMMAR = Path(__file__).with_name("atom.rng")


def tree(feed: feeds.Feed) -> etree._Element:
    return etree.fromstring(feeds.atom(feed))


def written(element: etree._Element, tag: str) -> str | None:
    return element.findtext(A + tag)


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(GRAMMAR))


@pytest.mark.parametrize(
    "feed",
    [samples.full(), samples.feed(), samples.remembering(), samples.page()],
    ids=["full", "empty", "remembering", "page"],
)
def test_a_feed_follows_the_grammar(feed: feeds.Feed, grammar: etree.RelaxNG) -> None:
    grammar.assertValid(tree(feed))


@pytest.mark.parametrize("feed", [samples.remembering(), samples.page()], ids=["remembering", "page"])
def test_a_tombstone_follows_its_grammar(feed: feeds.Feed) -> None:
    """RFC 6721 section 3."""
    grammar = etree.RelaxNG(etree.parse(GRAMMAR.with_name("tombstone.rng")))
    found = tree(feed).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert found
    for each in found:
        grammar.assertValid(each)
        del each.attrib["when"]
        assert not grammar.validate(each)


@pytest.mark.parametrize("tag", ["id", "title", "updated"])
def test_the_grammar_notices_what_is_missing(tag: str, grammar: etree.RelaxNG) -> None:
    feed = tree(samples.full())
    entry = feed.find(A + "entry")
    assert entry is not None
    found = entry.find(A + tag)
    assert found is not None
    entry.remove(found)
    assert not grammar.validate(feed)


def test_there_is_always_an_author() -> None:
    """RFC 4287 section 4.1.1: a feed has an author unless every entry has."""
    assert written(tree(samples.feed()), f"author/{A}name") == "Troms fylkeskommune"


def test_no_two_alternates_have_the_same_type_and_language() -> None:
    """RFC 4287 sections 4.1.1 and 4.1.2."""
    feed = tree(samples.full())
    for element in (feed, *feed.findall(A + "entry")):
        pairs = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(A + "link")
            if link.get("rel") == "alternate"
        ]
        assert len(pairs) == len(set(pairs)) > 0


def test_ids_are_unique() -> None:
    feed = tree(samples.full())
    ids = [element.text for element in feed.iter(A + "id")]
    assert len(ids) == len(set(ids)) == 4


def test_the_feed_links_to_itself_to_its_page_and_to_the_other_formats() -> None:
    links = [
        (link.get("rel"), link.get("type"), link.get("href"))
        for link in tree(samples.full()).findall(A + "link")
    ]
    host = samples.HOST
    assert links == [
        ("self", "application/atom+xml", f"{host}/feeds/nb.atom"),
        ("hub", None, f"{host}/hub"),
        ("alternate", "text/html", f"{host}/feeds/nb"),
        ("alternate", "application/rss+xml", f"{host}/feeds/nb.rss"),
        ("alternate", "application/feed+json", f"{host}/feeds/nb.json"),
        ("alternate", "text/html", f"{host}/feeds/nb"),
    ]


def test_an_entry_links_to_its_page_its_languages_its_record_and_its_editions() -> None:
    entry = tree(samples.full()).find(A + "entry")
    assert entry is not None
    host, record = samples.HOST, f"{samples.HOST}/v1/records/{samples.FIRST}"
    links = [
        (link.get("rel"), link.get("hreflang"), link.get("href"))
        for link in entry.findall(A + "link")
        if link.get("rel") != "enclosure"
    ]
    assert links == [
        ("alternate", "nb", f"{host}/pages/nb/barents-midler"),
        ("alternate", "en", f"{host}/pages/en/barents-funding"),
        ("alternate", "nn", f"{host}/pages/nn/barents-midlar"),
        ("alternate", "nb", f"{record}?locale=nb"),
        ("version-history", None, f"{record}/editions?locale=nb"),
        ("license", None, "https://creativecommons.org/licenses/by/4.0/"),
        ("alternate", None, f"{host}/pages/nb/barents-midler"),
    ]


def test_entries_say_their_own_language() -> None:
    feed = tree(samples.full())
    assert feed.get(XML + "lang") == "nb"
    assert [entry.get(XML + "lang") for entry in feed.findall(A + "entry")] == ["nb", "se", "en"]


def test_a_link_within_the_text_leads_to_the_page() -> None:
    entry = tree(samples.full()).find(A + "entry")
    assert entry is not None
    assert entry.get(XML + "base") == f"{samples.HOST}/pages/nb/barents-midler"


def test_categories_have_scheme_and_label_and_the_labels_own_language() -> None:
    categories = tree(samples.full()).iter(A + "category")
    found = [(each.get("term"), each.get("label"), each.get(XML + "lang")) for each in categories]
    assert found == [
        ("barents", "Barents", None),
        ("eu-eos", "EU and the EEA", "en"),
        ("barents", "Barents", "nb"),
    ]
    assert {each.get("scheme") for each in tree(samples.full()).iter(A + "category")} == {
        "urn:uuid:3713ada2-0ecc-5cfe-b773-1710877ad624"
    }


def test_a_kven_feed_is_tagged_as_one() -> None:
    feed = tree(samples.feed(samples.entry(samples.source(samples.news(), locale="fkv")), locale="fkv"))
    assert feed.get(XML + "lang") == "fkv"
    entry = feed.find(A + "entry")
    assert entry is not None
    assert entry.get(XML + "lang") == "fkv"
