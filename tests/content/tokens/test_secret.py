"""The text of a token: made of chance, told from what only looks like one, never printed."""

from __future__ import annotations

import hashlib
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import tokens
from content.errors import Unauthenticated

CHANCE = st.binary(min_size=tokens.CHANCE, max_size=tokens.CHANCE)
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@given(CHANCE)
def test_what_is_minted_is_parsed(chance: bytes) -> None:
    secret = tokens.mint(chance)
    assert tokens.parse(secret.text) == secret
    assert re.fullmatch(r"nk_[0-9A-Za-z]{49}", secret.text)
    assert secret.hash == hashlib.sha256(secret.text.encode()).digest()


@given(CHANCE, st.integers(min_value=3, max_value=51), st.sampled_from(LETTERS))
def test_one_wrong_letter_never_passes(chance: bytes, place: int, letter: str) -> None:
    text = tokens.mint(chance).text
    wrong = text[:place] + letter + text[place + 1 :]
    if wrong == text:
        return
    with pytest.raises(Unauthenticated) as caught:
        tokens.parse(wrong)
    assert caught.value.cause == "malformed"


@given(CHANCE, st.integers(min_value=3, max_value=50))
def test_two_letters_in_the_wrong_order_never_pass(chance: bytes, place: int) -> None:
    text = tokens.mint(chance).text
    wrong = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if wrong == text:
        return
    with pytest.raises(Unauthenticated):
        tokens.parse(wrong)


@given(CHANCE, CHANCE)
def test_two_of_different_chance_differ_in_everything(one: bytes, other: bytes) -> None:
    if one == other:
        return
    first, second = tokens.mint(one), tokens.mint(other)
    assert first.text != second.text
    assert first.id != second.id
    assert first.hash != second.hash


def test_the_checksum_is_that_of_other_programs() -> None:
    """A scanner of source code can be told the form: CRC-32 of the 43 digits, in base 62, in six digits."""
    text = tokens.mint(bytes(range(32))).text
    body, digits = text[3:46], text[46:]
    number = 0
    for digit in digits:
        number = number * 62 + LETTERS.index(digit)
    assert number == zlib.crc32(body.encode())
    value = 0
    for digit in body:
        value = value * 62 + LETTERS.index(digit)
    assert value.to_bytes(32) == bytes(range(32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nk_",
        "nk_" + "0" * 49,
        "NK_" + tokens.mint(bytes(32)).text[3:],
        tokens.mint(bytes(32)).text + "\n",
        " " + tokens.mint(bytes(32)).text,
        tokens.mint(bytes(32)).text + "0",
        tokens.mint(bytes(32)).text[:-1],
        "nk_" + "٣" * 49,
        "nk_" + "\udcff" * 49,
        "x" * 1_000_000,
    ],
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(Unauthenticated) as caught:
        tokens.parse(text)
    assert (caught.value.cause, caught.value.token) == ("malformed", "")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_too_little_chance_makes_none(length: int) -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        tokens.mint(bytes(length))


def test_a_printed_secret_shows_no_secret() -> None:
    secret = tokens.mint(bytes(range(32)))
    for shown in (repr(secret), str(secret), f"{secret}", repr([secret])):
        assert secret.id in shown
        assert secret.text not in shown
        assert secret.hash.hex() not in shown
        assert repr(secret.hash) not in shown
