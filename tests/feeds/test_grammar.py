"""The grammar of Atom itself: what RFC 4287 admits and refuses, so that a feed that it admits says something. And every hostile feed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import feeds
from content.fragments.context import Alternate, Label
from content.model import Licence, News
from content.text import File, Image, Video
from tests.feeds import samples
from tests.feeds.test_hostile import hostile

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
HEAD = "<id>urn:x:1</id><title>T</title><updated>2026-11-25T10:00:00Z</updated>"
ENTRY = f"<entry>{HEAD}<author><name>A</name></author></entry>"


def valid(inner: str, root: str = "feed", attributes: str = "") -> bool:
    """Whether a document with this inside is Atom."""
    return bool(
        GRAMMAR.validate(
            etree.fromstring(
                f'<{root} xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x" {attributes}>{inner}</{root}>'
            )
        )
    )


@pytest.mark.parametrize(
    "inner",
    [
        HEAD,
        f"{HEAD}{ENTRY}{ENTRY}",
        f"<updated>2026-11-25T10:00:00.5+01:00</updated>{HEAD.partition('<updated>')[0]}",
        f'{HEAD}<category term="a" scheme="urn:s" label="A"/><category term="b" x:more="1"><x:y/></category>',
        f'{HEAD}<link href="/a"/><link href="/a" rel="enclosure" type="audio/mpeg" length="12" hreflang="se" title="A"/>',
        f'{HEAD}<link href="/a" rel="http://example.org/rel"/><generator uri="/g" version="1">G</generator><logo>/l</logo>',
        f'{HEAD}<subtitle type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p class="a">B</p></div></subtitle>',
        f'{HEAD}<x:simple>text</x:simple><x:structured a="1"><x:b/>text</x:structured><x:empty/>',
        f"{HEAD}<author><name>A</name><uri>/a</uri><email>a@b</email><x:z>1</x:z></author><contributor><name>C</name></contributor>",
        f'{HEAD}<entry>{HEAD}<content type="text">C</content><source><id>urn:x:2</id><x:e/></source></entry>',
        f'{HEAD}<entry>{HEAD}<content type="image/png" src="/b.png"/><published>2026-11-25T10:00:00Z</published></entry>',
        f'{HEAD}<entry>{HEAD}<content type="application/xml"><x:a><x:b c="d">e</x:b></x:a></content></entry>',
        f'{HEAD}<entry xml:base="/x" xml:lang="se">{HEAD}<summary type="html">&lt;b&gt;</summary><rights>R</rights></entry>',
    ],
)
def test_what_the_rfc_admits(inner: str) -> None:
    assert valid(inner), GRAMMAR.error_log


def test_an_entry_may_stand_alone() -> None:
    assert valid(HEAD, "entry")


@pytest.mark.parametrize(
    "inner",
    [
        "",
        HEAD.replace("<title>T</title>", ""),
        HEAD.replace("<id>urn:x:1</id>", ""),
        f"{HEAD}<title>Once more</title>",
        f"{HEAD}<updated>2026-11-25T10:00:00Z</updated>",
        HEAD.replace("T10:00:00Z", ""),
        HEAD.replace("2026-11-25T10:00:00Z", "Wed, 25 Nov 2026 10:00:00 GMT"),
        f"{ENTRY}{HEAD}",
        f"{HEAD}<unknown/>",
        f"{HEAD}text between",
        f"{HEAD}<entry>{HEAD}<entry/></entry>",
        f"{HEAD}<entry>{HEAD}<subtitle>S</subtitle></entry>",
        f"{HEAD}<published>2026-11-25T10:00:00Z</published>",
        f"{HEAD}<category label='no term'/>",
        f"{HEAD}<link rel='self'/>",
        f"{HEAD}<link href='/a' type='html'/>",
        f"{HEAD}<link href='/a' hreflang='norsk_bokmål'/>",
        f"{HEAD}<link href='/a' size='12'/>",
        f"{HEAD}<link href='/a'><title>Inside</title></link>",
        f"{HEAD}<author>A</author>",
        f"{HEAD}<author><uri>/a</uri></author>",
        f"{HEAD}<author><name>A</name><email>nowhere</email></author>",
        f"{HEAD}<author><name>A</name><title>T</title></author>",
        f"{HEAD}<subtitle type='text/html'>S</subtitle>",
        f"{HEAD}<subtitle>S<x:b/></subtitle>",
        f"{HEAD}<rights type='xhtml'>R</rights>",
        f"{HEAD}<entry>{HEAD}<content src='/a' type='text/html'>inline too</content></entry>",
        f"{HEAD}<entry>{HEAD}<content/><content/></entry>",
        f"{HEAD}<entry>{HEAD}<source>text</source></entry>",
        f"{HEAD}<icon><x:y/></icon>",
    ],
)
def test_what_the_rfc_refuses(inner: str) -> None:
    assert not valid(inner)


def test_attributes_without_a_namespace_are_not_invented() -> None:
    assert valid(HEAD, attributes='x:own="1" xml:lang="nb"')
    assert not valid(HEAD, attributes='lang="nb"')
    assert not valid(HEAD, attributes='xml:lang="norsk bokmål"')


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_text_makes_a_feed_that_is_no_atom(data: st.DataObject) -> None:
    """Every text that an author writes is hostile at once: whatever comes out is Atom, well-formed RSS, and the same entry."""

    def text() -> str:
        return data.draw(hostile)

    content = News(
        slug="nytt",
        title=text(),
        summary=text(),
        topics=("barents",),
        authors=(text(), text()),
        rightsholder=text(),
        licence=Licence(name=text(), url="https://example.org/" + text()),
        body=(
            File(key="f", href=samples.at_media(2), title=text(), media_type="application/pdf", lang="en"),
            Video(key="v", href="https://example.org/" + text(), title=text()),
            Image(key="i", src=samples.at_media(1), alt=text()),
        ),
    )
    entry = feeds.entry(
        samples.source(content, note=text()),
        html=text(),
        links=samples.FakeLinks(),
        alternates=[Alternate(locale="nn", slug="nytt-nn", title=text())],
        topics={"barents": Label(text=text(), locale="se")},
        media=samples.MEDIA,
    )
    feed = samples.feed(entry, title=text())
    GRAMMAR.assertValid(etree.fromstring(feeds.atom(feed)))
    read = etree.fromstring(feeds.rss(feed))
    assert [each.findtext("guid") for each in read.iter("item")] == [entry.id]
    assert entry.id.encode() in feeds.json(feed)
