"""Where named words stand in a text, whatever the case, spacing and punctuation, and in what forms they stand in addresses.

Both the words and the text are folded: compatibility forms and case do not count (Unicode NFKC, case folding), what nobody sees
is dropped, and all that is neither letter nor digit is one space. So “Kari  Nordmann”, “KARI-NORDMANN” and “kari.nordmann@”
fold alike. Matches may begin and end within a word: what was named must be gone from genitives and compounds too. A long text is
also found where a hyphen divides one of its words.

Two finders ask the same question. `Plain` has the words. `Sealed` has only keyed digests of them (BLAKE2b, RFC 7693), each with the
length of its window: that is what the ledger keeps, so that an older backup can be searched for words that are nowhere kept.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, Protocol
from urllib.parse import unquote

from msgspec import Struct

from content.characters import audible

FEWEST: Final = 3
"""Letters and digits that a text to remove has at least: less would stand everywhere."""
_LONG: Final = 8
_DIVIDED: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011]\s*(?=[^\W\d_])")
"""Where a hyphen divides a word: at the end of a line, in what was pasted from a PDF."""
_NOT_WORD: Final = re.compile(r"[\W_]+")
_LETTERS: Final = (
    str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"}),
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "đ": "d", "ŋ": "n", "ŧ": "t"}),
)
"""The ways in which people write our letters in addresses."""
_DIGEST: Final = 16


class Needle(Struct, frozen=True, kw_only=True):
    """One form of a text to remove, as the ledger keeps it: its length when folded, and its keyed digest."""

    of: Literal["text", "address"]
    length: int
    digest: bytes


class Finder(Protocol):
    """Knows what to remove, and nothing else."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in a text: half-open ranges, in order, not overlapping."""
        ...

    def in_address(self, address: str) -> bool:
        """Whether it stands in an address, a slug or a name for machines, in any spelling."""
        ...

    def in_text(self, text: str) -> bool:
        """Whether it stands in a text."""
        ...


class Plain:
    """Finds words that it has."""

    def __init__(self, texts: Iterable[str]) -> None:
        forms = {form for text in texts for form in _forms(fold(text))}
        spelt = {form for text in texts for each in _spellings(text) for form in _forms(each)}
        self._text, self._long_text = _pattern(forms), _pattern(filter(_is_long, forms))
        self._address, self._long_address = _pattern(spelt), _pattern(filter(_is_long, spelt))

    def spans(self, text: str) -> list[tuple[int, int]]:
        if not self.in_text(text):
            return []
        ways = ((self._text, _mapped(text)), (self._long_text, _mapped(text, _divisions(text))))
        return _merged(
            (folded.span(*each.span()) for pattern, folded in ways for each in pattern.finditer(folded.text)),
            text,
        )

    def in_text(self, text: str) -> bool:
        if self._text.search(fold(text)):
            return True
        joined = _joined(text)
        return joined != text and self._long_text.search(fold(joined)) is not None

    def in_address(self, address: str) -> bool:
        address = unquote(address)
        joined = _joined(address)
        return any(self._address.search(each) for each in _spellings(address)) or (
            joined != address and any(self._long_address.search(each) for each in _spellings(joined))
        )


class Sealed:
    """Finds words of which it has only the digests. Slower by far: it digests every window of a text."""

    def __init__(self, needles: Iterable[Needle], key: bytes) -> None:
        self._key = key
        self._wanted: dict[str, dict[int, set[bytes]]] = {"text": {}, "address": {}}
        for needle in needles:
            self._wanted[needle.of].setdefault(needle.length, set()).add(needle.digest)
        self._found = functools.lru_cache(maxsize=50_000)(self._search)

    def spans(self, text: str) -> list[tuple[int, int]]:
        if not self.in_text(text):
            return []
        ways = ((1, _mapped(text)), (_LONG, _mapped(text, _divisions(text))))
        return _merged(
            (
                folded.span(*each)
                for least, folded in ways
                for each in self._search("text", folded.text, least)
            ),
            text,
        )

    def in_text(self, text: str) -> bool:
        if self._found("text", fold(text), 1):
            return True
        joined = _joined(text)
        return joined != text and bool(self._found("text", fold(joined), _LONG))

    def in_address(self, address: str) -> bool:
        address = unquote(address)
        joined = _joined(address)
        return any(self._found("address", each, 1) for each in _spellings(address)) or (
            joined != address and any(self._found("address", each, _LONG) for each in _spellings(joined))
        )

    def _search(self, of: str, folded: str, least: int) -> tuple[tuple[int, int], ...]:
        """Where it stands in a folded text, as far as it has so many letters at least."""
        return tuple(
            (start, start + length)
            for length, digests in self._wanted[of].items()
            if length >= least
            for start in range(len(folded) - length + 1)
            if folded[start] != " " and _keyed(folded[start : start + length], self._key) in digests
        )


def seal(texts: Iterable[str], key: bytes) -> tuple[Needle, ...]:
    """What the ledger keeps of the words: enough to find them with the key, and nothing to read. Sorted, so that no order tells."""
    texts = tuple(texts)
    forms: set[tuple[Literal["text", "address"], str]] = {
        ("text", form) for text in texts for form in _forms(fold(text))
    }
    forms |= {("address", form) for text in texts for each in _spellings(text) for form in _forms(each)}
    needles = [Needle(of=of, length=len(form), digest=_keyed(form, key)) for of, form in forms]
    return tuple(sorted(needles, key=lambda each: (each.of, each.digest)))


def long_enough(text: str) -> bool:
    """Whether there is enough in it to be looked for."""
    return len(fold(text).replace(" ", "")) >= FEWEST


@functools.lru_cache(maxsize=4_096)
def fold(text: str) -> str:
    """The text as it is compared."""
    return _NOT_WORD.sub(" ", _letters(text)).strip()


def _letters(text: str) -> str:
    if text.isascii():
        return audible(text).lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", audible(text)).casefold())


def _forms(folded: str) -> set[str]:
    """As it is written, and as one word: in addresses, hashtags and telephone numbers. Short ones would stand within others."""
    joined = folded.replace(" ", "")
    return ({folded, joined} if len(joined) >= _LONG else {folded}) - {""}


def _is_long(form: str) -> bool:
    """Whether it can be looked for within other words that a hyphen joins: a short one would stand there by chance."""
    return len(form) >= _LONG


def _joined(text: str) -> str:
    return _DIVIDED.sub("", text)


def _divisions(text: str) -> frozenset[int]:
    """Where the characters stand that `_joined` leaves out."""
    return frozenset(index for match in _DIVIDED.finditer(text) for index in range(*match.span()))


def _spellings(text: str) -> set[str]:
    folded = fold(text)
    if folded.isascii():
        return {folded}
    return {folded, *(_bare(folded.translate(table)) for table in _LETTERS)}


def _bare(folded: str) -> str:
    """Without marks over and under the letters."""
    split = unicodedata.normalize("NFD", folded)
    return "".join(each for each in split if not unicodedata.combining(each))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Longest first, so that of two texts that begin alike the longer goes whole; nothing where there are none."""
    ordered = sorted(set(forms), key=lambda each: (-len(each), each))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")


def _keyed(window: str, key: bytes) -> bytes:
    return hashlib.blake2b(window.encode(), digest_size=_DIGEST, key=key).digest()


class _Mapped(Struct, frozen=True):
    """A folded text, and for each of its characters where that stood."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


def _mapped(text: str, left_out: frozenset[int] = frozenset()) -> _Mapped:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        if start in left_out:
            continue
        for letter in _letters(text[start:end]) if audible(text[start:end]) else "":
            if not letter.isalnum():
                if not letters or letters[-1] == " ":
                    continue
                letter = " "  # noqa: PLW2901 - all that is no word is one space
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return _Mapped("".join(letters), starts, ends)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each letter with the marks that belong to it: they are folded together."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.combining(text[index]):
            yield start, index
            start = index


def _merged(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """In order; all of the text where it holds the words, and folding its letters one by one does not show where."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged or [(0, len(text))]
