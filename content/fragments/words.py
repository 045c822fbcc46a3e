"""The interface words, from the one catalogue `words.toml`: what our fragments say beside what the records say.

nb, nn and en have every word. Other locales have none of their own: they get the word of their fallback, and its language
with it, so that a screen reader pronounces it rightly (WCAG 3.1.2).
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from string import Formatter

from markupsafe import Markup
from msgspec import Struct

from content import locales
from content.fragments.markup import element, together
from content.locales import Locale

COMPLETE = ("nb", "nn", "en")
"""The locales that have every word."""


class Word(Struct, frozen=True):
    """A word or sentence, and the language it is in. It may hold {places} to be filled in."""

    text: str
    lang: Locale


@functools.cache
def catalogue() -> Mapping[str, Mapping[Locale, str]]:
    """Every word: key → locale → text."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


@functools.cache
def language(locale: Locale) -> Locale:
    """The locale whose words a locale gets: its own, or those of its fallback."""
    return locales.chain(locale.partition("-")[0], COMPLETE)[0]


def words(locale: Locale) -> dict[str, Word]:
    """Every word for a locale."""
    return {key: word(locale, key) for key in catalogue()}


@functools.cache
def word(locale: Locale, key: str) -> Word:
    """The word for a locale, or that of its fallback. Raises KeyError where the catalogue has no such key."""
    lang = language(locale)
    return Word(catalogue()[key][lang], lang)


def redacted(locale: Locale) -> str:
    """What stands where words were removed by a redaction."""
    return word(locale, "redacted").text


def known(key: str) -> bool:
    """True where the catalogue has the key."""
    return key in catalogue()


def fill(spoken: Word, surrounding: Locale, parts: Mapping[str, str]) -> Markup:
    """The word with its places filled in. A plain part is in the `surrounding` language, and is marked where the word is not."""
    if not parts:
        return together(spoken.text)
    pieces: list[str] = []
    for literal, name in _pieces(spoken.text):
        pieces.append(literal)
        if name:
            part = parts[name]
            pieces.append(part if isinstance(part, Markup) else marked(part, surrounding, spoken.lang))
    return together(*pieces)


def marked(text: str, lang: Locale, surrounding: Locale) -> Markup:
    """The text, in an element that says its language where that is not the surrounding one."""
    return together(text) if lang == surrounding else element("span", {"lang": lang}, text)


@functools.cache
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))
