"""What of a content can be found: the stems of its title, its lead and its body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from content import text
from content.kinds import Partner
from content.locales import Locale
from content.model import Content
from content.search.stems import stems

BREAK: Final = "."
"""Stands between two passages, so that no phrase reaches from one into the next. No word is written so."""
MOST_WORDS: Final = 20_000
"""Of a body: what comes after them is not found."""
_FIELDS: Final = ("place", "programme", "applicants", "role", "organisation", "phone", "email")


class Searchable(Struct, frozen=True, kw_only=True):
    """Stems in the order of the text, with BREAK between passages."""

    title: tuple[str, ...]
    lead: tuple[str, ...]
    """Of the summary, and of the fields that are words: place, programme, organisation, partners …"""
    body: tuple[str, ...]

    @property
    def stems(self) -> frozenset[str]:
        """Every stem once."""
        return frozenset((*self.title, *self.lead, *self.body)) - {BREAK}


def searchable(content: Content, locale: Locale) -> Searchable:
    """All that of a content can be found in a locale. Its topics' labels are other records' words, and not in it."""
    return Searchable(
        title=tuple(stems(content.title, locale)),
        lead=_joined(leads(content), locale),
        body=_joined(bodies(content), locale),
    )


def leads(content: Content) -> Iterator[str]:
    """The summary, then the words of the fields."""
    yield content.summary
    for name in _FIELDS:
        value = getattr(content.fields, name, None)
        if isinstance(value, str):
            yield value
    for partner in getattr(content.fields, "partners", ()):
        if isinstance(partner, Partner):
            yield partner.name


def bodies(content: Content) -> Iterator[str]:
    """The words of each block of the body."""
    for block in content.body:
        yield from text.plain(block).split("\n")


def _joined(passages: Iterable[str], locale: Locale) -> tuple[str, ...]:
    found: list[str] = []
    for passage in passages:
        words = stems(passage, locale)
        if words:
            found += [BREAK, *words] if found else words
        if len(found) >= MOST_WORDS:
            break
    return tuple(found[:MOST_WORDS])
