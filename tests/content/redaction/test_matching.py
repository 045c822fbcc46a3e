"""Words are found however they are written, by those who have them and by those who have only their digests."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.redaction import Finder, Plain, Sealed, seal

KEY = bytes(range(32))
NAME = "Kari Bjørnæs"


def finders(*texts: str) -> list[Finder]:
    return [Plain(texts), Sealed(seal(texts, KEY), KEY)]


@pytest.fixture(params=[0, 1], ids=["plain", "sealed"])
def finder(request: pytest.FixtureRequest) -> Finder:
    return finders(NAME, "77 78 80 00")[int(request.param)]


@pytest.mark.parametrize(
    "written",
    [
        "Kari Bjørnæs",
        "KARI BJØRNÆS",
        "Kari  Bjørnæs",
        "Kari\u00a0Bjørnæs",
        "Kari\nBjørnæs",
        "Kari Bjørn\u00adæs",
        "Ka\u200bri Bjørnæs",
        "kari.bjørnæs",
        "Kari-Bjørnæs",
        "Kari-\n Bjørnæs",
        "Kari Bjør-\nnæs",
        "Ka-ri Bjørn\u2011æs",
        "Kari-Bjør\u2010næs",
        "#KariBjørnæs",
        unicodedata.normalize("NFD", "Kari Bjørnæs"),
        "77 78 80 00",
        "77788000",
    ],
)
def test_a_text_is_found_however_it_is_written(finder: Finder, written: str) -> None:
    text = f"Hei, {written}s hus"
    start = text.index(written) + written.startswith("#")
    assert finder.spans(text) == [(start, text.index(written) + len(written))]


@pytest.mark.parametrize(
    "address",
    [
        "/pages/nb/kari-bjornaes",
        "https://example.org/Kari_Bj%C3%B8rn%C3%A6s.jpg",
        "mailto:kari.bjoernaes@example.org",
        "https://example.org/?q=kari+bjornaes",
        "https://example.org/karibjornaes",
        "/pages/nb/kari-bjorn-aes",
        "https://example.org/Kari%20Bj%C3%B8r-n%C3%A6s",
        "tel:+4777788000",
    ],
)
def test_an_address_is_found_in_every_spelling(finder: Finder, address: str) -> None:
    assert finder.in_address(address)


@pytest.mark.parametrize(
    "text", ["Kari", "Bjørnæs Kari", "Kari og Bjørnæs", "77 78 80", "", " ", "…", "Kåri Bjørnæs"]
)
def test_what_is_not_there_is_not_found(finder: Finder, text: str) -> None:
    assert finder.spans(text) == []
    assert not finder.in_address(text.replace("å", "o"))


def test_a_short_name_of_two_words_is_not_found_within_one() -> None:
    for finder in finders("Bo Li"):
        assert finder.spans("En bolig til Bo Li.") == [(13, 18)]


def test_a_short_name_is_not_found_across_a_hyphen() -> None:
    for finder in finders("Eva"):
        assert finder.spans("skole-varer og Eva") == [(15, 18)]
        assert not finder.in_address("/pages/nb/skole-varer")


def test_of_texts_that_overlap_all_goes() -> None:
    for finder in finders("Kari Nordmann", "Nordmann Hansen"):
        assert finder.spans("Kari Nordmann Hansen")[0][0] == 0
        rest = "Kari Nordmann Hansen"
        for start, end in reversed(finder.spans(rest)):
            rest = rest[:start] + rest[end:]
        assert "Nordmann" not in rest


def test_the_seal_says_nothing_without_its_key() -> None:
    needles = seal([NAME], KEY)
    assert needles
    assert not any(b"kari" in needle.digest for needle in needles)
    assert Sealed(needles, bytes(32)).spans(NAME) == []


LETTERS = st.text(alphabet=string.ascii_letters + "æøåčŋ -.\u00ad\u00a0", max_size=40)


@given(LETTERS, LETTERS, st.sampled_from([NAME, "Ола Иванов", "Ánte Ŋvvik"]))
def test_both_find_the_same_and_nothing_is_left(before: str, after: str, name: str) -> None:
    text = f"{before} {name} {after}"
    plain, sealed = finders(name)
    assert plain.spans(text) == sealed.spans(text)
    rest = "".join(
        letter for index, letter in enumerate(text) if not any(a <= index < b for a, b in plain.spans(text))
    )
    assert not plain.in_text(rest) or plain.spans(rest)
    assert plain.spans(text)
