"""Where in a title and a text the terms are, as plain text in pieces: there is nothing to escape, and no position to miscount."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from msgspec import Struct

from content.locales import Locale
from content.model import Content
from content.search import words
from content.search.document import bodies, leads
from content.search.stems import stem

_BEFORE: Final = 60
_LENGTH: Final = 240
_PASSAGES: Final = 400
_CUT: Final = "…"

Span = tuple[int, int]


class Piece(Struct, frozen=True, kw_only=True):
    """A piece of plain text; `hit` where it is a word that was looked for."""

    text: str
    hit: bool = False


class Highlight(Struct, frozen=True, kw_only=True):
    """The title, and the passage that answers best: its pieces joined are the text."""

    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


def highlight(content: Content, locale: Locale, wanted: frozenset[str], enough: int = 1) -> Highlight:
    """What is shown of a hit. `wanted` holds stems; a passage with `enough` different ones is not bettered."""
    title = words.clean(content.title)
    passage, hits = _best(content, locale, wanted, enough)
    return Highlight(
        title=tuple(_pieces(title, 0, len(title), _hits(title, locale, wanted)[0])),
        excerpt=tuple(_excerpt(passage, hits)),
    )


def _best(content: Content, locale: Locale, wanted: frozenset[str], enough: int) -> tuple[str, list[Span]]:
    """The first passage with most different stems, and where they are; where there are none, the first passage."""
    found: tuple[str, list[Span]] = ("", [])
    most = 0
    for passage in islice(chain(leads(content), bodies(content)), _PASSAGES):
        cleaned = words.clean(passage)
        hits, different = _hits(cleaned, locale, wanted)
        if different > most or not found[0]:
            found, most = (cleaned, hits), different
        if most >= enough:
            break
    return found


def _hits(cleaned: str, locale: Locale, wanted: frozenset[str]) -> tuple[list[Span], int]:
    """Where the wanted words stand, and how many different ones there are."""
    found = [
        (match.span(), each) for match in words.spans(cleaned) if (each := stem(match[0], locale)) in wanted
    ]
    return [span for span, _ in found], len({each for _, each in found})


def _excerpt(passage: str, hits: list[Span]) -> Iterator[Piece]:
    """A window on the passage that opens a little before the first hit, at the ends of words."""
    start = max(hits[0][0] - _BEFORE, 0) if hits else 0
    start = min(start, max(len(passage) - _LENGTH, 0))
    if start:
        start = passage.find(" ", start, hits[0][0] if hits else None) + 1 or start
    end = start + _LENGTH
    if end < len(passage):
        cut = passage.rfind(" ", start + 1, end)
        end = cut if cut > (hits[0][1] - 1 if hits else start) else end
    pieces = list(_pieces(passage, start, min(end, len(passage)), hits))
    if start:
        yield Piece(text=_CUT)
    yield from pieces
    if end < len(passage):
        yield Piece(text=_CUT)


def _pieces(text: str, start: int, end: int, hits: list[Span]) -> Iterator[Piece]:
    at = start
    for begin, stop in hits:
        if begin < start or stop > end:
            continue
        if begin > at:
            yield Piece(text=text[at:begin])
        yield Piece(text=text[begin:stop], hit=True)
        at = stop
    if at < end:
        yield Piece(text=text[at:end])
