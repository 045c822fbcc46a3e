"""The words that advice knows, from the one file `vocabulary.toml`: abbreviations, small words, languages that are close."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from msgspec import Struct


class Vocabulary(Struct, frozen=True, kw_only=True):
    """All of it. `only` holds, by primary subtag, the small words that the other Scandinavian languages do not have; `kin` the languages
    that count as the same, by primary subtag.
    """

    never: frozenset[str]
    sometimes: frozenset[str]
    months: frozenset[str]
    only: dict[str, frozenset[str]]
    kin: dict[str, frozenset[str]]


@cache
def vocabulary() -> Vocabulary:
    """The words, read once."""
    data = tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    abbreviations, only = data["abbreviations"], data["only"]
    tongues = {"nb": "norwegian", "nn": "norwegian", "no": "norwegian", "da": "danish", "sv": "swedish"}
    groups = [_words(group) for group in data["kin"]["groups"]]
    return Vocabulary(
        never=_words(abbreviations["never"]),
        sometimes=_words(abbreviations["sometimes"]),
        months=_words(abbreviations["months"]),
        only={language: _words(only[name]) for language, name in tongues.items()},
        kin={language: group for group in groups for language in group},
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
