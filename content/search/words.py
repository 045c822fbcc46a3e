"""Words, and the forms in which they are compared.

`fold` is what counts: case and compatibility forms do not, every letter does: `š` is not `s`, `å` is not `a`. `plain` and
`respelt` are the second chance, for a reader whose keyboard has no such letter.
Sources: Unicode Standard Annex 15 (NFC, NFKC), The Unicode Standard section 3.13 (caseless matching); for `å æ ø` without
their keys the Norwegian practice `aa ae oe`, as in the machine-readable zone of passports (ICAO Doc 9303 part 3, section 6).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from content.characters import squeezed
from content.locales import Locale

LONGEST: Final = 64
"""Of a word, in characters: what comes after them is not compared."""
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_NO_PART_OF_A_WORD: Final = re.compile(r"[\W_]")
_KEPT: Final = re.compile(r"[\u0300-\u036f]")
_HAVE_THEM: Final = frozenset({"nb", "nn", "no", "se", "sma", "smj", "smn", "sms", "da"})
_OWN_LETTERS: Final = frozenset("åæøäö")
"""In these languages, letters of their own, and not an a or o with something on it."""
_PAIRS: Final = {"å": "aa", "æ": "ae", "ø": "oe"}
_WRITTEN_OUT: Final = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe"})
_STROKES: Final = str.maketrans(
    {
        "đ": "d", "ð": "d", "ɖ": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ł": "l", "ı": "i", "æ": "ae", "ø": "o", "œ": "oe",
    }
)  # fmt: skip


def clean(text: str) -> str:
    """The text in NFC, in one line, without what nobody sees (a soft hyphen within a word)."""
    return unicodedata.normalize("NFC", squeezed(text))


def spans(cleaned: str) -> Iterator[re.Match[str]]:
    """Where the words of a cleaned text stand: runs of letters and digits with their marks."""
    return _WORD.finditer(cleaned)


def fold(word: str) -> str:
    """The form in which a word is compared: NFKC and without case, letters and digits only. "" where nothing is left."""
    if word.isascii():
        return word.lower()[:LONGEST]
    for _ in range(2):  # case folding can leave something to normalise, and the other way round
        word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return "".join(each for each in word if not _NO_PART_OF_A_WORD.match(each) or _KEPT.match(each))[:LONGEST]


def plain(folded: str, locale: Locale) -> str:
    """A folded word without the marks on its letters: `š` as s, `ŋ` as n; but å, æ and ø stay where they are letters."""
    if folded.isascii():
        return folded
    own = _OWN_LETTERS if locale.partition("-")[0] in _HAVE_THEM else frozenset[str]()
    return "".join(each if each in own else _bare(each) for each in folded) or folded


def respelt(folded: str, locale: Locale) -> tuple[str, ...]:
    """The other spellings of a folded word where å, æ and ø are letters: with aa, ae and oe in their place, and the other way round."""
    if locale.partition("-")[0] not in _HAVE_THEM:
        return ()
    letters = folded
    for letter, pair in _PAIRS.items():
        letters = letters.replace(pair, letter)
    pairs = folded.translate(_WRITTEN_OUT)
    return tuple(each for each in (letters, pairs) if each != folded)


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(each for each in parts if not unicodedata.combining(each)).translate(_STROKES)


def near(one: str, other: str) -> bool:
    """Whether two plain words have most of their trigrams in common (Dice's coefficient of at least 0.5)."""
    first, second = _trigrams(one), _trigrams(other)
    return 4 * len(first & second) >= len(first) + len(second) > 0


def _trigrams(word: str) -> set[str]:
    return {word[at : at + 3] for at in range(len(word) - 2)}
