"""Language suspicions: found where a passage is clearly in another language, and no false alarm anywhere."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from content.advice import Detector, NoDetector, detector
from content.advice.suspicion import essence, suspected

HERE = Path(__file__).parent
PASSAGES: dict[str, list[str]] = tomllib.loads((HERE / "passages.toml").read_text("utf-8"))
NAMES: dict[str, list[str]] = tomllib.loads((HERE / "names.toml").read_text("utf-8"))
SAID = ("nb", "nn", "no", "nb-NO", "da", "sv", "en", "en-GB", "de", "fi", "fkv", "se", "sma", "smj", "ru")
SAME = (
    {"nb", "nn", "no", "nb-NO"},
    {"en", "en-GB"},
    {"fi", "fkv"},
    {"se", "sma", "smj"},
    {"ru", "uk"},
)


@cache
def langid() -> Detector:
    """The detector, loaded once."""
    found = detector()
    assert found.absence is None, "The tests need the extra nordkalott[language]."
    return found


def found(language: str, said: str) -> list[str]:
    """The passages in a language that are suspected under a tag."""
    return [text for text in PASSAGES[language] if suspected(text, said, langid())]


def alike(language: str, said: str) -> bool:
    """Whether no passage in the language may be suspected under the tag."""
    return language == said or any({language, said} <= group for group in SAME)


@pytest.mark.parametrize("language", PASSAGES)
def test_no_alarm_in_its_own_language_or_what_counts_as_it(language: str) -> None:
    for said in [language, *(each for each in SAID if alike(language, each))]:
        assert found(language, said) == [], said


@pytest.mark.parametrize("language", PASSAGES)
@pytest.mark.parametrize("said", SAID)
def test_found_under_another_tag(language: str, said: str) -> None:
    scandinavian = {"nb", "nn", "no", "nb-NO", "da", "sv"}
    if alike(language, said) or {language, said} <= scandinavian:
        return
    whole = len(PASSAGES[language])
    assert len(found(language, said)) >= 0.75 * whole, found(language, said)


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("De unge har altid spurgt efter noget bedre, og nu bliver det gjort.", "nb", "da"),
        ("De unge har altid spurgt efter noget bedre, og nu bliver det gjort.", "nn", "da"),
        ("Ungdomarna frågade varför och fick inte något svar.", "nb", "sv"),
        ("Ungdommene fikk ikke noe svar da de spurte etter mer å gjøre.", "sv", "nb"),
        ("Ungdomane fekk ikkje noko svar på kvifor dei måtte gå.", "da", "nn"),
        # Without such a word, or with one of the other's, these could be either.
        ("Regionen udbyder midler til samarbejde i de nordlige egne, og alle kommuner kan søge.", "nb", None),
        ("Hvad Peer Gynt svarte den gang, er det ingen som vet noe om nå.", "nb", None),
    ],
)
def test_the_scandinavian_languages_are_told_apart_by_their_small_words(
    text: str, said: str, expected: str | None
) -> None:
    assert suspected(text, said, langid()) == expected


@pytest.mark.parametrize("sort", NAMES)
def test_names_addresses_titles_and_numbers_are_never_suspected(sort: str) -> None:
    for text in NAMES[sort]:
        for said in (*SAID, *PASSAGES):
            assert suspected(text, said, langid()) is None, (text, said)


@pytest.mark.parametrize(
    "text",
    [
        "Les mer hos Barents Euro-Arctic Council, International Barents Secretariat og Arctic Mayors' Forum.",
        "Boka «The people of the high north and their long road home» er oversatt.",
        'Foredraget heter "What we talk about when we talk about the Arctic".',
        "Skriv til post@example.org eller gå til https://example.org/how-to-apply-for-a-grant i dag.",
        "Programmet Interreg Aurora støtter prosjekter i Norge, Sverige, Finland og Sápmi.",
        "Bruk: program [--output fil] [--exclude mappe] [--follow-links] [--version]",
        "Verdien er ”old and worn”, »new and clean« eller „as good as new“ her.",
        "Møtested: Scandic Ishavshotel, Fredrik Langes gate 2, Tromsø",
    ],
)
def test_norwegian_with_foreign_names_in_it(text: str) -> None:
    assert suspected(text, "nb", langid()) is None
    assert suspected(text, "nn", langid()) is None


def test_three_words_are_too_few_and_four_are_enough() -> None:
    assert suspected("We are looking.", "nb", langid()) is None
    assert suspected("We are looking for", "nb", langid()) == "en"


def test_a_script_without_spaces_counts_letters() -> None:
    assert suspected("我们正在北方地区寻找合作伙伴", "nb", langid()) == "zh"
    assert suspected("北方", "nb", langid()) is None


def test_what_nothing_is_known_of_is_not_judged() -> None:
    english = PASSAGES["en"][-1]
    assert suspected(english, "", langid()) is None
    assert suspected(english, "kl", langid()) is None  # Greenlandic is not in the model
    assert suspected(english, "nb", NoDetector()) is None


def test_the_essence_leaves_out_names_numbers_and_addresses() -> None:
    assert essence("Møtet holdes i Tromsø 3. mai hos Barents-kontoret, se www.example.no.") == [
        "møtet",
        "holdes",
        "i",
        "mai",
        "hos",
        "se",
    ]
