"""The pages' own interface words, complete in nb and en, beside the fragments' words, which the pages use too.

A page speaks one of the two languages; what it shows keeps its own `lang` (WCAG 3.1.2).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from content import locales
from content.fragments.words import known as known_to_fragments
from content.fragments.words import word
from content.locales import Locale

LANGUAGES: Final = ("nb", "en")


class Words:
    """The words of a page that was asked for in `locale`. `lang` is the language that they are in."""

    def __init__(self, locale: Locale) -> None:
        self.lang = locales.chain(locale, LANGUAGES)[0]

    def __call__(self, key: str, **values: str | int) -> str:
        """A word or sentence, with its `{names}` filled in. Raises KeyError for a key that neither catalogue has."""
        own = catalogue().get(key)
        text = own[self.lang] if own else word(self.lang, key).text
        return text.format(**values) if values else text

    def other(self, locale: Locale) -> Locale | None:
        """What to put in `lang` on text in `locale`: nothing where the page is in that language already."""
        return None if not locale or locale == self.lang else locale


@cache
def catalogue() -> Mapping[str, Mapping[Locale, str]]:
    """The pages' own words: key → language → text."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


def known(key: str) -> bool:
    """True where one of the two catalogues has the key."""
    return key in catalogue() or known_to_fragments(key)
