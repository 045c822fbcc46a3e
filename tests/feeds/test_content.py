"""The text of an entry: the bytes of the fragment in every format, whatever was pasted, and every address in it absolute."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from lxml import etree
from msgspec import structs

import feeds
from content import fragments
from content.convert.html import from_html
from content.errors import Invalid
from content.media.medium import Medium, Rendition
from content.text import Block, Image, Quote, Video
from tests.content.attacks import ATTACKS
from tests.content.fragments.bodies import bodies
from tests.content.fragments.samples import content, context, edition
from tests.content.fragments.test_properties import elements
from tests.feeds import samples

A = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
ABSOLUTE = re.compile(r"https?://[^/]|mailto:|tel:|#nk-")
SINGLE = ("href", "src", "poster", "cite", "data", "action", "formaction", "longdesc", "background", "usemap")
SEVERAL = ("srcset", "imagesrcset", "ping")


def fragment(body: tuple[Block, ...], media: dict[str, Medium] | None = None) -> str:
    of = structs.replace(content("page"), body=body)
    return fragments.render(edition(of), context(media=media or {}))


def texts(html: str) -> dict[str, str]:
    """The text of one entry in each format, as a reader gets it."""
    feed = samples.feed(samples.entry(samples.source(samples.news()), html))
    atom = etree.fromstring(feeds.atom(feed)).findtext(f"{A}entry/{A}content")
    rss = etree.fromstring(feeds.rss(feed)).findtext(f"channel/item/{ENCODED}")
    return {
        "atom": atom or "",
        "rss": rss or "",
        "json": msgspec.json.decode(feeds.json(feed))["items"][0]["content_html"],
    }


def addresses(html: str) -> Iterator[str]:
    """Every address in the markup, wherever HTML lets one stand."""
    for element in elements(html):
        for name, value in element.attrs.items():
            if name in SINGLE:
                yield str(value)
            if name in SEVERAL:
                yield from (each.split()[0] for each in str(value).split(",") if each.split())


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_what_is_read_is_what_was_rendered_and_leads_out_by_whole_addresses(body: tuple[Block, ...]) -> None:
    html = fragment(body)
    assert texts(html) == dict.fromkeys(("atom", "rss", "json"), html)
    for each in addresses(html):
        assert ABSOLUTE.match(each), each


def test_pictures_videos_and_quotations_have_whole_addresses_too() -> None:
    small = Rendition(
        digest="a" * 64, name="bro-480.webp", media_type="image/webp", size=9, width=480, height=270
    )
    media = {
        digest: structs.replace(each, renditions=(small,) if each.media_type == "image/jpeg" else ())
        for digest, each in samples.MEDIA.items()
    }
    html = fragment(
        (
            Image(key="i", src=samples.at_media(1), alt="En bro"),
            Video(key="v", href=samples.at_media(3), title="Film", poster=samples.at_media(1)),
            Quote(key="q", content=(samples.BODY[0],), cite="/pages/nb/kilde"),
        ),
        media,
    )
    found = list(addresses(html))
    for name in ("srcset=", "poster=", "cite=", "src="):
        assert name in html
    assert len(found) > 5
    assert all(each.startswith("https://") for each in found)


@pytest.mark.parametrize("attack", ATTACKS)
def test_pasted_html_neither_breaks_a_feed_nor_acts_in_it(attack: str) -> None:
    try:
        body = from_html(attack).body
    except Invalid:
        return  # refused: nothing of it comes into any feed
    html = fragment(body)
    assert texts(html) == dict.fromkeys(("atom", "rss", "json"), html)
    for element in elements(html):
        assert element.tag not in {"script", "iframe", "object", "embed", "style", "form"}
        assert not [name for name in element.attrs if name.startswith("on")]


def test_bytes_that_no_xml_can_write_leave_the_rest_of_the_text() -> None:
    html = "<p>før\x00\x0b\ud800\ufffe]]></p><!-- ]]> --><p>etter</p>"
    for suffix, text in texts(html).items():
        assert text == "<p>før]]></p><!-- ]]> --><p>etter</p>", suffix
