"""Words, and the forms in which they are compared."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search import near, plain, words
from content.search.stems import analysis, has_stems, stem, stems

LOCALES = ("nb", "nn", "se", "fkv", "en", "fi", "ru", "sma", "xx")
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
LETTERS = st.text(alphabet="abcdeåæøäöčđŋšŧžÅÆØČĐŊŠŦŽáâüïßẞĳﬁıİ\u030c\u0301- .", max_size=30)


@given(TEXT | LETTERS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert words.fold(words.fold(text)) == words.fold(text)


@given(TEXT | LETTERS, st.sampled_from(LOCALES))
def test_a_text_has_the_same_stems_in_nfc_and_nfd(text: str, locale: str) -> None:
    composed, apart = (stems(unicodedata.normalize(form, text), locale) for form in FORMS)
    assert composed == apart


@given(LETTERS, st.sampled_from(LOCALES))
def test_case_does_not_count(text: str, locale: str) -> None:
    # What has no capital of its own, like ß or ı, is another letter in capitals.
    once = words.clean(text).upper().lower()
    assert stems(once.upper(), locale) == stems(once, locale)


@given(TEXT | LETTERS, st.sampled_from(LOCALES))
def test_a_stem_is_letters_digits_and_marks_and_never_empty(text: str, locale: str) -> None:
    for each in stems(text, locale):
        assert each
        assert len(each) <= words.LONGEST
        assert all(c.isalnum() or "\u0300" <= c <= "\u036f" for c in each)


@given(LETTERS, st.sampled_from(LOCALES))
def test_a_plain_word_stays_plain(text: str, locale: str) -> None:
    for match in words.spans(words.clean(text)):
        once = plain(words.fold(match[0]), locale)
        assert plain(once, locale) == once


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("ŠĐŊŦŽČ", "šđŋŧžč"),
        ("ÅÆØ", "åæø"),
        ("Å", "å"),
        ("ﬁsk", "fisk"),
        ("Straße", "strasse"),
        ("⑴", "1"),
        ("½", "12"),
        ("Ⅷ", "viii"),
        ("i̇", "i̇"),
        ("x" * 200, "x" * 64),
    ],
)
def test_what_folding_makes(word: str, folded: str) -> None:
    assert words.fold(word) == folded


@pytest.mark.parametrize(
    ("word", "locale", "bare"),
    [
        ("čđŋšŧž", "se", "cdnstz"),
        ("sápmi", "nb", "sapmi"),
        ("tromsø", "nb", "tromsø"),
        ("hålogaland", "se", "hålogaland"),
        ("tromsø", "en", "tromso"),
        ("ålesund", "en", "alesund"),
        ("kvääni", "fkv", "kvaani"),
        ("ёлка", "ru", "елка"),
        ("café", "nn", "cafe"),
        ("fisk", "nb", "fisk"),
    ],
)
def test_what_plain_makes(word: str, locale: str, bare: str) -> None:
    assert plain(word, locale) == bare


@pytest.mark.parametrize(
    ("word", "locale", "others"),
    [
        ("haakon", "nb", ("håkon",)),
        ("håkon", "nb", ("haakon",)),
        ("tromsoe", "nn", ("tromsø",)),
        ("märta", "nb", ("maerta",)),
        ("fisk", "nb", ()),
        ("haakon", "en", ()),
    ],
)
def test_other_spellings(word: str, locale: str, others: tuple[str, ...]) -> None:
    assert words.respelt(word, locale) == others


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("samegiella", "samegielas", True),
        ("romssa", "romsa", True),
        ("kieli", "kielen", True),
        ("samegiella", "samediggi", False),
        ("ab", "ab", False),
        ("", "", False),
    ],
)
def test_nearly_the_same(one: str, other: str, alike: bool) -> None:  # a table of cases
    assert near(one, other) is alike


@pytest.mark.parametrize(
    ("locale", "same"),
    [
        ("nb", ("møte", "møtet", "møter", "møtene", "MØTENE")),
        ("nn", ("avdeling", "avdelinga", "avdelingar")),
        ("en", ("meeting", "meetings")),
        ("fi", ("talo", "talossa", "talot")),
        ("ru", ("встреча", "встречи", "ВСТРЕЧУ")),
        ("nb-x-old", ("møte", "møtene")),
    ],
)
def test_forms_of_a_word_have_one_stem(locale: str, same: tuple[str, ...]) -> None:
    assert has_stems(locale)
    assert len({stem(each, locale) for each in same}) == 1


@pytest.mark.parametrize("locale", ["se", "fkv", "sma"])
def test_no_rules_are_made_up(locale: str) -> None:
    assert not has_stems(locale)
    assert stems("Giela gielas Kielen", locale) == ["giela", "gielas", "kielen"]


def test_what_nobody_sees_is_no_part_of_a_word() -> None:
    assert stems("fylkes\u00adting nord\u200bområde", "nb") == ["fylkesting", "nordområd"]


def test_an_index_says_what_it_was_made_with() -> None:
    assert analysis().startswith("1 snowball 3.")
    assert unicodedata.unidata_version in analysis()
