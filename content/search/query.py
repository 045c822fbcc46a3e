"""What somebody typed, as terms that must all be found. Whatever is typed is a query: what is no word is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from content.locales import Locale
from content.search import words
from content.search.stems import stem

MOST_WORDS: Final = 16
"""Of a query: what comes after them is not looked for."""
_QUOTED: Final = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


class Term(Struct, frozen=True, kw_only=True):
    """A word, or the words of a phrase in their order: `stems`.

    `part` is the plain form to look for within other words, "" in a phrase; `respelt` the stems of its other spellings.
    """

    stems: tuple[str, ...]
    part: str = ""
    respelt: tuple[str, ...] = ()


class Query(Struct, frozen=True, kw_only=True):
    """Terms in a locale, each once. Without any, nothing is found."""

    locale: Locale
    terms: tuple[Term, ...]

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all terms."""
        return frozenset(each for term in self.terms for each in term.stems)


def parse(text: str, locale: Locale) -> Query:
    """The terms of a text: what stands between quotation marks is a phrase, every other word is looked for by itself."""
    terms: dict[Term, None] = {}
    left = MOST_WORDS
    for passage, phrase in _passages(words.clean(text)):
        found = [match[0] for match in words.spans(passage) if stem(match[0], locale)][:left]
        left -= len(found)
        if phrase and len(found) > 1:
            terms[Term(stems=tuple(stem(each, locale) for each in found))] = None
        else:
            terms |= dict.fromkeys(_term(each, locale) for each in found)
    return Query(locale=locale, terms=tuple(terms))


def _term(word: str, locale: Locale) -> Term:
    own = stem(word, locale)
    respelt = (stem(each, locale) for each in words.respelt(words.fold(word), locale))
    return Term(stems=(own,), part=words.plain(own, locale), respelt=tuple(respelt))


def _passages(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each stood between quotation marks."""
    for number, passage in enumerate(_QUOTED.split(text)):
        yield passage, number % 2 == 1
