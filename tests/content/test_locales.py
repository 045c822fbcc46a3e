"""Locales: fallback as the design has it, and Accept-Language reduced to what there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import locales
from content.errors import Invalid


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nb", ("nb", "nn", "en")),
        ("nn", ("nn", "nb", "en")),
        ("se", ("se", "nb", "nn", "en")),
        ("fkv", ("fkv", "nb", "nn", "en")),
        ("en", ("en", "nb", "nn")),
    ],
)
def test_the_chain_begins_with_what_was_asked_for(locale: str, expected: tuple[str, ...]) -> None:
    assert locales.chain(locale)[: len(expected)] == expected
    assert sorted(locales.chain(locale)) == sorted(locales.BUILT_IN)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "nb"),
        ("en-GB,en;q=0.9", "en"),
        ("no", "nb"),
        ("nn-NO;q=0.4, se;q=0.8", "se"),
        ("de, fkv;q=0.1", "fkv"),
        ("de", "nb"),
        ("en;q=0", "nb"),
        ("en;q=abc, nn", "nn"),
        ("en;Q=0.1, nn;q=0.5", "nn"),
        ("*", "nb"),
        ("x" * 5000, "nb"),
        (",".join(["de"] * 30 + ["en"]), "nb"),
    ],
)
def test_accept_language_is_reduced(header: str, expected: str) -> None:
    assert locales.negotiate(header) == expected


@given(st.text(max_size=80))
def test_no_header_breaks_it(header: str) -> None:
    assert locales.negotiate(header) in locales.BUILT_IN


def test_a_tag_is_taken_as_people_write_it_and_refused_with_the_known_ones() -> None:
    assert locales.parse(" NB ") == "nb"
    assert locales.parse("no") == "nb"
    with pytest.raises(Invalid, match="nb, nn, se, fkv, en"):
        locales.parse("sv")
