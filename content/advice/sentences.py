"""Words and sentences of a passage, as LIX counts them.

A full stop does not end a sentence in an abbreviation (f.eks., jf., kl.), after an ordinal (1. juni) or the number of a heading,
in initials (J. K.), in a number or an address; nor does any mark where the next word begins with a small letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from content.advice.vocabulary import vocabulary

LONG: Final = 7
"""Letters that a long word has at least: more than six (Björnsson 1968)."""

_WORD: Final = re.compile(
    r"(?P<address>(?:https?://|www\.)\S*[^\s.,;:!?)»\"]|\w[\w.+-]{0,63}+@\w[\w.-]{0,252}\w)"
    r"|(?P<number>\d++(?:[ \u00a0\u2009\u202f]\d{3}(?!\d)|[.,:/–-]\d++)*+)(?!-?[^\W\d_])"
    r"|(?P<short>[^\W\d_]{1,3}(?:\.[^\W\d_]{1,3})++(?![^\W_]))"
    r"|[^\W_]++(?:[-‐‑'’:][^\W_]++)*+"
)
# Nothing in these is tried twice: input comes in any length.
_END: Final = re.compile(r"(?<![.!?…])[.!?…]++[\"'»”’)\]]*+(?=\s|\Z)")
_OPENING: Final = " \u00a0«“”\"'‘([–-"
_WINDOW: Final = 60
"""Characters looked at around a mark."""
_INITIALS: Final = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
_LABEL: Final = re.compile(r"\W*\d+(?:\.\d+)*\Z")
"""What numbers a heading or a paragraph of a law: "2.", "§ 9."."""


def words(text: str) -> tuple[int, int]:
    """How many words there are, and how many of them are long: have more than six letters.

    A number, a date in figures, an address and an abbreviation with dots are one word each, and none of them is long.
    """
    count = long = 0
    for match in _WORD.finditer(text):
        count += 1
        if match.lastgroup is None and match.end() - match.start() >= LONG:
            long += sum(letter.isalpha() for letter in match.group()) >= LONG
    return count, long


def sentences(text: str) -> list[str]:
    """The sentences of one passage. What stands after the last mark is a sentence too: a heading, a list item."""
    found = []
    start = 0
    text = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    for end in _ends(text):
        piece = text[start:end].strip()
        if _WORD.search(piece):
            found.append(piece)
            start = end
    rest = text[start:].strip()
    if _WORD.search(rest):
        found.append(rest)
    return found


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + _WINDOW].lstrip(_OPENING)
        if not following or _is_end(text, match, following):
            yield match.end()


def _is_end(text: str, match: re.Match[str], following: str) -> bool:
    if following[0].islower():
        return False
    if match.group() != ".":
        return True
    start = max(0, match.start() - _WINDOW)
    before = text[start : match.start()]
    if start == 0 and _LABEL.match(before):
        return False
    word = before.split()[-1].lstrip(_OPENING) if before.strip() else ""
    return _ends_after(word, following)


def _ends_after(word: str, following: str) -> bool:
    """Whether a full stop after this word ends the sentence, where no small letter follows."""
    bare, known = word.lower(), vocabulary()
    if bare in known.sometimes:
        return following[0].isupper()
    if bare in known.never or _INITIALS.fullmatch(word):
        return False
    return not (word.isdigit() and following.split(maxsplit=1)[0].strip(".,").lower() in known.months)
