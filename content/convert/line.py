"""A line of text in the making: words with their marks, whitespace folded as a browser does."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from msgspec import structs

from content.characters import visible
from content.text import Abbr, Lang, Link, MarkDef, Span

Mark = str | MarkDef
"""A decorator ("strong", "em"), or a mark definition that has no key yet."""

_SPACE: Final = re.compile("[ \t\n\f\r\u2028\u2029]+")  # not the no-break space: that one was meant
_MAX_SPAN: Final = 20_000


class Line:
    """Collects words; `spans` ends it."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, tuple[Mark, ...]]] = []

    def add(self, words: str, marks: tuple[Mark, ...] = ()) -> None:
        """More words, as they stand in HTML."""
        self._runs.append((_SPACE.sub(" ", words), tuple(dict.fromkeys(marks))))

    def turn(self) -> None:
        """A line break: what follows stands on a new line of the same block."""
        self._runs.append(("\n", ()))

    def part(self) -> None:
        """A block begins or ends here, within what has become one block: a line break, unless there is one."""
        if not self.empty and self._runs[-1][0] != "\n":
            self.turn()

    @property
    def empty(self) -> bool:
        """True while there is nothing to read in it."""
        return not any(visible(words) for words, _ in self._runs)

    def spans(self) -> tuple[tuple[Span, ...], tuple[MarkDef, ...]]:
        """The spans and their mark definitions; the line is empty afterwards."""
        runs = _folded(self._runs)
        self._runs = []
        keys: dict[MarkDef, str] = {}
        spans = []
        for marks, group in groupby(runs, key=lambda run: run[1]):
            words = "".join(text for text, _ in group)
            names = tuple(
                mark if isinstance(mark, str) else keys.setdefault(mark, f"m{len(keys) + 1}")
                for mark in marks
            )
            spans += [
                Span(text=words[start : start + _MAX_SPAN], marks=names)
                for start in range(0, len(words), _MAX_SPAN)
            ]
        return tuple(spans), tuple(_with_key(mark, key) for mark, key in keys.items())

    def text(self) -> str:
        """The words alone, on one line; the line is empty afterwards."""
        return " ".join("".join(span.text for span in self.spans()[0]).split("\n"))


def _with_key(mark: MarkDef, key: str) -> Link | Lang | Abbr:
    return structs.replace(mark, key=key)


def _folded(runs: list[tuple[str, tuple[Mark, ...]]]) -> list[tuple[str, tuple[Mark, ...]]]:
    """One space between words, none at the ends or around a break, and no more than one empty line."""
    folded: list[tuple[str, tuple[Mark, ...]]] = []
    last = "\n"
    for words, marks in runs:
        text = words
        if text == "\n":
            if last == " ":
                _trim(folded)
            if not folded or "".join(each for each, _ in folded[-2:]).endswith("\n\n"):
                continue
        elif last in {" ", "\n"}:
            text = text.lstrip(" ")
        if text:
            folded.append((text, marks))
            last = text[-1]
    while folded and not folded[-1][0].strip(" \n"):
        folded.pop()
    if folded:
        words, marks = folded[-1]
        folded[-1] = (words.rstrip(" \n"), marks)
    return folded


def _trim(folded: list[tuple[str, tuple[Mark, ...]]]) -> None:
    if folded:
        words, marks = folded.pop()
        if words.rstrip(" "):
            folded.append((words.rstrip(" "), marks))
