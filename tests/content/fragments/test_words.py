"""The catalogue is whole, and says the language of a word that is not in the text's own."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args, get_type_hints

import pytest

from content import fragments
from content.fragments.words import COMPLETE, catalogue, language, word, words
from content.kinds import KINDS
from content.text import Callout
from tests.content.fragments.samples import rendered

SOURCES = Path(fragments.__file__).parent
COMPUTED: dict[str, set[str]] = {
    "kind_": set[str](KINDS) - {"page"},
    "tone_": {"note", "warning", "success"},
    "language_": {"nb", "nn", "se", "fkv", "en"},
}


def test_every_word_is_there_in_each_complete_locale_and_not_empty() -> None:
    for key, texts in catalogue().items():
        assert set(texts) == set(COMPLETE), key
        assert all(texts.values()), key


def test_a_word_has_the_same_places_in_each_locale() -> None:
    for key, texts in catalogue().items():
        places = {
            frozenset(name for _, name, _, _ in Formatter().parse(text) if name) for text in texts.values()
        }
        assert len(places) == 1, key


def test_every_word_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    for key in catalogue():
        head, _, tail = key.partition("_")
        if f"{head}_" in COMPUTED and tail in COMPUTED[f"{head}_"]:
            assert f'f"{head}_{{' in code, key
        elif head == "country":
            assert re.fullmatch("[A-Z]{2}", tail), key
        else:
            assert f'"{key}"' in code, key


def test_every_tone_and_kind_has_a_word() -> None:
    tones = get_args(get_type_hints(Callout)["tone"])
    assert set(tones) == COMPUTED["tone_"]
    assert {f"{head}{tail}" for head, tails in COMPUTED.items() for tail in tails} <= set(catalogue())


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("nb", "nb"), ("nn", "nn"), ("en", "en"), ("se", "nb"), ("fkv", "nb"), ("en-gb", "en")],
)
def test_a_locale_without_words_gets_those_of_its_fallback(locale: str, lang: str) -> None:
    assert language(locale) == lang
    assert word(locale, "published").lang == lang
    assert set(words(locale)) == set(catalogue())


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        word("nb", "no_such_word")


def test_a_norwegian_word_in_a_sami_text_says_that_it_is_norwegian() -> None:
    html = rendered("event", "se")
    assert '<dt lang="nb">Sted</dt>' in html
    assert 'lang="nb">1. mai 2024 kl. 14.00</time>' in html


@pytest.mark.parametrize(
    ("locale", "translation", "sentence"),
    [
        (
            "en",
            {"translated_by": {"by": "machine"}, "prevails": "nb"},
            ">Machine translation, not reviewed by Troms fylkeskommune. The Norwegian text prevails.<",
        ),
        (
            "en",
            {"translated_by": {"by": "machine"}, "prevails": "nn", "reviewed_by": "Kari"},
            ">Machine translation, reviewed by Kari. The Norwegian text prevails.<",
        ),
        (
            "nn",
            {"translated_by": {"by": "machine"}, "prevails": "nb"},
            ">Maskinomsetjing, ikkje gjennomgått av Troms fylkeskommune. Teksten på bokmål gjeld.<",
        ),
        (
            "nb",
            {"translated_by": {"by": "person", "name": "Ola"}, "prevails": "en", "reviewed_by": "Kari"},
            ">Oversatt av Ola. Gjennomgått av Kari. Teksten på engelsk gjelder.<",
        ),
        ("en", {"translated_by": {"by": "person"}, "prevails": "en"}, ">Translation.<"),
    ],
)
def test_a_translation_says_how_it_was_made_and_which_text_prevails(
    locale: str, translation: dict[str, object], sentence: str
) -> None:
    html = rendered("page", locale, translation={"source_locale": "nb", **translation})
    assert sentence in html
