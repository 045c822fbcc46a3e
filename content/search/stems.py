"""Stems: the forms of a word that count as the same, by the Snowball rules of its language.

Kven is close to Finnish, and Sámi is not Norwegian: there are no rules for them here, and none are made up. What finds their
inflected forms is the likeness of trigrams, see `words.near`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.metadata import version
from typing import Final

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.finnish_stemmer import FinnishStemmer
from snowballstemmer.norwegian_stemmer import NorwegianStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

from content.locales import Locale
from content.search import words

# Named one by one: `snowballstemmer.stemmer` would take another library's rules where that is installed.
_RULES: Final = {
    "nb": NorwegianStemmer,
    "nn": NorwegianStemmer,
    "no": NorwegianStemmer,
    "en": EnglishStemmer,
    "fi": FinnishStemmer,
    "ru": RussianStemmer,
}
_FORM: Final = 1
"""To be raised when the same text gives other stems, or other columns: every store then makes its index anew."""


def analysis() -> str:
    """What an index was made with: our own form, the rules of stems, and the tables of characters."""
    return f"{_FORM} snowball {version('snowballstemmer')} unicode {unicodedata.unidata_version}"


def has_stems(locale: Locale) -> bool:
    """Whether there are rules for the language of a locale."""
    return locale.partition("-")[0] in _RULES


@lru_cache(maxsize=16_384)
def stem(word: str, locale: Locale) -> str:
    """The stem of a word as it stands in a cleaned text; the folded word where there are no rules."""
    folded = words.fold(word)
    rules = _RULES.get(locale.partition("-")[0])
    # A stemmer holds the word that it is at: each gets its own, so that threads do not meet in one.
    return str(rules().stemWord(folded)) if rules and folded else folded


def stems(text: str, locale: Locale) -> list[str]:
    """The stems of a text, in order."""
    return [found for match in words.spans(words.clean(text)) if (found := stem(match[0], locale))]
