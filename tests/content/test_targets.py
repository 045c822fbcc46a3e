"""Where a redirect may lead: what people write becomes a URI that a Location field can carry, or is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import targets


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("/pages/nb/annet?a=1#b", "/pages/nb/annet?a=1#b"),
        ("/møte/blåbær?q=ål#ø", "/m%C3%B8te/bl%C3%A5b%C3%A6r?q=%C3%A5l#%C3%B8"),
        ("/100%/a%2Fb", "/100%25/a%2Fb"),
        ('/"a"<b>#c#d', "/%22a%22%3Cb%3E#c%23d"),
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org:443?a", "https://example.org/?a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://Sámediggi.no/čálli", "https://xn--smediggi-8ya.no/%C4%8D%C3%A1lli"),
        ("https://example.org//a", "https://example.org//a"),
    ],
)
def test_what_people_write_becomes_a_uri(to: str, expected: str) -> None:
    assert targets.uri(to) == expected


@pytest.mark.parametrize(
    "to",
    [
        "https://",
        "https:///a",
        "https://?a",
        "https://:443/a",
        "https:example.org",
        "https://kari:hemmelig@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://-a.example/",
        "https://a..example/",
        "https://a_b.example/",
        "https://straße.example/",
        "https://[::1",
        "//example.org/a",
        "mailto:kari@example.org",
        "javascript:alert(1)",
        "annet",
        "/a b",
        "/a\u00a0b",
        "/a\u2028b",
        "/a\\b",
        "/a\r\nSet-Cookie: x",
        "/a\udcff",
        "",
        "/" + "a" * targets.LONGEST,
    ],
)
def test_what_leads_nowhere_is_refused(to: str) -> None:
    assert targets.uri(to) is None


@given(st.one_of(st.text(max_size=40), st.text(max_size=40).map(lambda tail: f"https://example.org{tail}")))
def test_a_uri_is_ascii_and_stays_as_it_is(to: str) -> None:
    uri = targets.uri(to)
    if uri is not None:
        assert re.fullmatch(r"(https?://[a-z0-9.:-]+)?/[!-~]*", uri)
        assert targets.uri(uri) == uri


def test_a_place_is_without_query_and_fragment() -> None:
    assert targets.place("/pages/nb/a?b#c") == targets.place("/pages/nb/a#c?b") == "/pages/nb/a"
