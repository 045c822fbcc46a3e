"""Two texts word by word, and what became of the marks on the words that were kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import UNSET, structs

from content.diff import sequence
from content.diff.effort import Effort
from content.diff.model import Mark, Piece
from content.diff.sameness import WORD, Run, likeness

_TOKEN: Final = re.compile(rf"{WORD.pattern}|\s+|.", re.DOTALL)
_ANOTHER_TEXT: Final = 0.2
"""Below this likeness a few words that both have are a coincidence, and hinder reading."""


def between(before: str, after: str, effort: Effort) -> tuple[Piece, ...]:
    """Two texts without marks."""
    return pieces(((before, ()),), ((after, ()),), effort)


def pieces(before: Sequence[Run], after: Sequence[Run], effort: Effort) -> tuple[Piece, ...]:
    """The text before and after, in pieces of kept, added and removed words."""
    mine, theirs = ("".join(text for text, _ in each) for each in (before, after))
    was, now = _Reader(before), _Reader(after)
    found: list[Piece] = []
    at, to = 0, 0
    for begun, first, length in _kept(mine, theirs, effort):
        _add(found, _changed("removed", was, begun - at))
        _add(found, _changed("added", now, first - to))
        _add(found, _marked(was, now, length))
        at, to = begun + length, first + length
    _add(found, _changed("removed", was, len(mine) - at))
    _add(found, _changed("added", now, len(theirs) - to))
    return tuple(found)


def _kept(before: str, after: str, effort: Effort) -> Iterator[tuple[int, int, int]]:
    """Stretches that both texts have, as (place before, place after, length) in characters."""
    mine, theirs = _TOKEN.findall(before), _TOKEN.findall(after)
    if before != after and _another(before, after):
        return
    stretches: list[tuple[int, int, int]] = []  # in tokens
    for x, y in sequence.common(mine, theirs, effort):
        if stretches and (x, y) == (stretches[-1][0] + stretches[-1][2], stretches[-1][1] + stretches[-1][2]):
            stretches[-1] = (*stretches[-1][:2], stretches[-1][2] + 1)
        else:
            stretches.append((x, y, 1))
    starts, firsts = _places(mine), _places(theirs)
    for x, y, length in stretches:
        text = "".join(mine[x : x + length])
        at_an_end = (x == 0 and y == 0) or (x + length == len(mine) and y + length == len(theirs))
        # A space or comma that stayed between words that did not: telling it apart only hinders reading.
        if at_an_end or WORD.search(text):
            yield starts[x], firsts[y], len(text)


def _another(before: str, after: str) -> bool:
    """Whether one text was written in place of the other, rather than over it."""
    mine, theirs = (Counter(WORD.findall(text)) for text in (before, after))
    return bool(mine and theirs) and likeness(mine, theirs) < _ANOTHER_TEXT


def _places(tokens: Sequence[str]) -> list[int]:
    places, at = [], 0
    for token in tokens:
        places.append(at)
        at += len(token)
    return places


class _Reader:
    """Reads runs by numbers of characters."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = [run for run in runs if run[0]]
        self._number = 0
        self._within = 0

    @property
    def left(self) -> int:
        """How many characters there are under the same marks."""
        return len(self._runs[self._number][0]) - self._within

    def take(self, length: int) -> Run:
        """The next characters, not more than `left`, and their marks."""
        text, marks = self._runs[self._number]
        taken = text[self._within : self._within + length]
        self._within += length
        if self._within == len(text):
            self._number, self._within = self._number + 1, 0
        return taken, marks


def _changed(op: str, reader: _Reader, length: int) -> Iterator[Piece]:
    while length:
        text, marks = reader.take(min(length, reader.left))
        length -= len(text)
        yield Piece(op=op, text=text, marks=marks)  # type: ignore[arg-type]  # "added" or "removed"


def _marked(was: _Reader, now: _Reader, length: int) -> Iterator[Piece]:
    while length:
        size = min(length, was.left, now.left)
        (_, before), (text, marks) = was.take(size), now.take(size)
        length -= size
        yield Piece(op="kept", text=text, marks=marks, marks_before=UNSET if before == marks else before)


def _add(found: list[Piece], more: Iterator[Piece]) -> None:
    for piece in more:
        last = found[-1] if found else None
        if last and structs.replace(last, text="") == structs.replace(piece, text=""):
            found[-1] = structs.replace(piece, text=last.text + piece.text)
        else:
            found.append(piece)


def marks_of(piece: Piece) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """The marks that a kept piece lost, and those that it gained."""
    if piece.marks_before is UNSET:
        return (), ()
    lost = tuple(mark for mark in piece.marks_before if mark not in piece.marks)
    return lost, tuple(mark for mark in piece.marks if mark not in piece.marks_before)
