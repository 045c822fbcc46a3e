"""Files, recordings, videos and pictures: with the length and type of what is kept, in every format."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import feeds
from content.media.medium import Rendition
from content.model import News
from content.text import Audio, Block, File, Image, Video
from feeds.enclosures import digests, enclosures, picture
from tests.feeds import samples
from tests.feeds.test_hostile import hostile

A = "{http://www.w3.org/2005/Atom}"
M = "{http://search.yahoo.com/mrss/}"
LINKS = samples.FakeLinks()


def content(*blocks: Block) -> News:
    return News(slug="nytt", title="Nytt", body=blocks)


def item(suffix: feeds.Suffix) -> etree._Element:
    written = etree.fromstring(feeds.FORMATS[suffix].write(samples.full()))
    found = written.find(A + "entry" if suffix == "atom" else "channel/item")
    assert found is not None
    return found


def test_atom_links_to_each_with_length_and_type() -> None:
    links = [
        tuple(each.get(name) for name in ("href", "type", "length", "title", "hreflang"))
        for each in item("atom").findall(A + "link")
        if each.get("rel") == "enclosure"
    ]
    host = samples.HOST
    assert links == [
        (host + samples.at_media(2), "application/pdf", "1204551", "Rapporten <om> nord", "en"),
        ("https://video.example/film.mp4", "video/mp4", None, "Filmen", None),
        (host + samples.at_media(3), "audio/mpeg", "9000001", "Samtalen & ordene", None),
        ("https://example.org/skjema.odt", "application/odt", "77", "Skjema", None),
    ]


def test_rss_has_one_enclosure_the_recording_and_all_of_them_beside() -> None:
    found = item("rss")
    [only] = found.findall("enclosure")
    assert (only.get("url"), only.get("length"), only.get("type")) == (
        samples.HOST + samples.at_media(3),
        "9000001",
        "audio/mpeg",
    )
    beside = [
        (each.get("medium"), each.get("fileSize"), each.get("duration"), each.findtext(M + "title"))
        for each in found.findall(M + "content")
    ]
    assert beside == [
        ("image", "48213", None, "En bro over <sundet> & fjellet"),
        ("document", "1204551", None, "Rapporten <om> nord"),
        ("video", None, None, "Filmen"),
        ("audio", "9000001", "754", "Samtalen & ordene"),
        ("document", "77", None, "Skjema"),
    ]


def test_json_feed_has_attachments() -> None:
    first = msgspec.json.decode(feeds.json(samples.full()))["items"][0]
    assert first["attachments"][2] == {
        "url": samples.HOST + samples.at_media(3),
        "mime_type": "audio/mpeg",
        "title": "Samtalen & ordene",
        "size_in_bytes": 9_000_001,
        "duration_in_seconds": 754,
    }
    assert [each.get("size_in_bytes") for each in first["attachments"]] == [1_204_551, None, 9_000_001, 77]
    assert first["image"] == samples.HOST + samples.at_media(1)
    others = msgspec.json.decode(feeds.json(samples.full()))["items"][1:]
    assert not any("attachments" in each or "image" in each for each in others)


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_the_picture_has_its_words(suffix: feeds.Suffix) -> None:
    shown = item(suffix).find(M + "content[@medium='image']")
    assert shown is not None
    assert shown.findtext(M + "title") == "En bro over <sundet> & fjellet"
    assert (shown.get("width"), shown.get("height"), shown.get("type")) == ("1600", "900", "image/jpeg")


def test_a_smaller_image_is_told_with_its_own_length() -> None:
    small = Rendition(
        digest="f" * 64, name="bro-480.webp", media_type="image/webp", size=900, width=480, height=270
    )
    whole = msgspec.structs.replace(samples.medium(1, "bro.jpg", "image/jpeg", 48_213), renditions=(small,))
    found = picture(
        content(Image(key="i", src=f"/media/{'f' * 64}/bro-480.webp", alt="En bro")), {"f" * 64: whole}, LINKS
    )
    assert found is not None
    assert (found.length, found.media_type, found.width) == (900, "image/webp", 480)


@pytest.mark.parametrize(
    "block",
    [
        File(key="f", href=samples.at_media(2), title="Borte", media_type="application/pdf"),
        File(key="f", href="mailto:post@example.org", title="Post", media_type="application/pdf"),
        File(key="f", href="#avsnitt", title="Her", media_type="application/pdf"),
        Image(key="i", src="https://elsewhere.example/bro.jpg", alt="En bro"),
        Image(key="i", src=samples.at_media(1), decorative=True),
    ],
)
def test_what_cannot_be_fetched_or_is_not_known_is_no_enclosure(block: Block) -> None:
    """A file that was erased, an address of no file, an image of which nothing is known, or that says nothing."""
    known = {} if isinstance(block, File) else samples.MEDIA
    assert enclosures(content(block), known, LINKS) == ()
    assert picture(content(block), known, LINKS) is None


def test_a_file_of_another_service_with_such_a_path_is_not_ours() -> None:
    block = Audio(key="a", href="https://elsewhere.example" + samples.at_media(3), title="Samtalen")
    [found] = enclosures(content(block), samples.MEDIA, LINKS)
    assert (found.ours, found.length, found.url) == (False, None, block.href)


def test_the_same_file_twice_is_one_enclosure_and_asked_for_once() -> None:
    twice = [
        File(key=key, href=samples.at_media(2), title=f"Rapport {key}", media_type="application/pdf")
        for key in ("a", "b")
    ]
    found = enclosures(content(*twice), samples.MEDIA, LINKS)
    assert [each.title for each in found] == ["Rapport a"]
    assert digests([content(*twice), content()]) == {f"{2:064x}"}


@given(
    href=st.sampled_from(
        ["https://e.example/", "/media/" + "0" * 63 + "2/", "https://e.example/?q="]
    ).flatmap(lambda start: hostile.map(lambda end: start + end)),
    title=hostile,
    media_type=st.sampled_from(["application/pdf", "audio/mpeg"]),
)
def test_no_address_title_or_name_breaks_a_feed(href: str, title: str, media_type: str) -> None:
    """Even what no author can save: bytes in a store may be older than a rule."""
    blocks = (
        File(key="f", href=href, title=title, media_type=media_type),
        Video(key="v", href=href + "v", title=title),
        Image(key="i", src=href, alt=title),
    )
    entry = feeds.entry(samples.source(content(*blocks)), html="", links=LINKS, media=samples.MEDIA)
    feed = samples.feed(entry)
    for suffix in ("atom", "rss"):
        read = etree.fromstring(feeds.FORMATS[suffix].write(feed))
        assert len(read.findall(f"{A}entry" if suffix == "atom" else "channel/item")) == 1
    told = msgspec.json.decode(feeds.json(feed))["items"][0].get("attachments", [])
    assert [each["url"] for each in told] == [each.url for each in entry.enclosures]
