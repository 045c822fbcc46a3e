"""LIX, the readability index: words per sentence, and the share of long words in per cent.

Source: C. H. Björnsson, Läsbarhet (Stockholm 1968). The levels are those that go with it in Norway and Sweden: below 30 children's
books, below 40 fiction, below 50 newspapers, below 60 official texts, and above that what is written for specialists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from content.advice.sentences import sentences, words

Level = Literal["very_easy", "easy", "medium", "hard", "very_hard"]

_BELOW: Final[tuple[tuple[float, Level], ...]] = (
    (30, "very_easy"),
    (40, "easy"),
    (50, "medium"),
    (60, "hard"),
)


class Count(Struct, frozen=True, kw_only=True):
    """How many words, sentences and long words there are."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> float:
        """The index; 0 where there are no words."""
        if not self.words:
            return 0.0
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def level(self) -> Level:
        """How hard that is to read, by the index as it is given: as a whole number."""
        return next((level for most, level in _BELOW if round(self.lix) < most), "very_hard")


class Measured(Struct, frozen=True, kw_only=True):
    """One sentence, counted, and the number of its passage."""

    text: str
    count: Count
    passage: int


def measured(passages: Iterable[str]) -> list[Measured]:
    """Every sentence of the passages, counted. No sentence goes on from one passage into the next."""
    return [
        Measured(text=sentence, count=_count(sentence), passage=number)
        for number, text in enumerate(passages)
        for sentence in sentences(text)
    ]


def _count(sentence: str) -> Count:
    count, long = words(sentence)
    return Count(words=count, sentences=1, long_words=long)


def counted(found: Iterable[Measured]) -> Count:
    """All of them together."""
    counts = [each.count for each in found]
    return Count(
        words=sum(each.words for each in counts),
        sentences=len(counts),
        long_words=sum(each.long_words for each in counts),
    )
