"""Whether a passage is clearly in another language than it says (WCAG 3.1.2, technique H58).

A false alarm costs more than a miss: it teaches people not to look. So names, numbers, addresses and what is quoted are taken out
first, four words must be left, and languages that a detector mixes up count as one. What is left of Norwegian, Danish and
Swedish is told apart by words that only one of them has.
"""

from __future__ import annotations

import re
from typing import Final

from content.advice.detector import Detector, Likely
from content.advice.vocabulary import vocabulary

FEWEST: Final = 4
"""Words that must be left."""
MOST: Final = 2_000
"""Characters of a passage that are looked at."""
_CLEARLY: Final = 0.75
_SURELY: Final = 0.9
_HARDLY: Final = 0.02
_CHARACTERS: Final = 12
_NO_LANGUAGE: Final = frozenset({"", "zxx"})
_QUOTED: Final = re.compile(
    r"«[^«»]{0,500}»|»[^«»]{0,500}«|“[^“”]{0,500}”|”[^”]{0,500}”|„[^„“]{0,500}“|\"[^\"]{0,500}\""
)
_MARKS_AROUND: Final = "«»“”„\"'‘’()[]{}<>,;:.!?…–—-/|•·*"
_PARTS: Final = re.compile(r"[,;|•·]|\s[–—-]\s")
_LIST: Final = 3
_NOT_A_WORD: Final = re.compile(r"[\d@_=\\{}]|://|www\.|\.\w|\w\(|^\W*-\w")
"""Numbers, addresses, and what stands in for code: options and calls."""


def primary(tag: str) -> str:
    """The primary subtag of a language tag, in lower case (RFC 5646 section 2.2.1)."""
    return tag.strip().split("-", 1)[0].lower()


def kin(language: str) -> frozenset[str]:
    """The languages that count as the same, itself among them."""
    return vocabulary().kin.get(language, frozenset({language}))


def suspected(text: str, said: str, detector: Detector) -> str | None:
    """The primary subtag of the language that a passage is in, where that is clearly another than its tag `said` says; else null.

    Null too where no language is said, or where the detector knows neither that language nor its kin.
    """
    own = kin(primary(said))
    if not primary(said) or not own & detector.languages:
        return None
    left = essence(text[:MOST])
    if len(left) < FEWEST and not _long_enough(left):
        return None
    likely = detector.likely(" ".join(left))
    return _judged(left, primary(said), own, likely)


def essence(text: str) -> list[str]:
    """The words that show a language: without names and what else has a capital within a sentence, numbers, addresses, quotations.

    None of them where most words have a capital, or each part between commas begins with one: a title, a list of names.
    """
    text = text.strip()
    parts = [part.strip(_MARKS_AROUND + " ") for part in _PARTS.split(text)]
    if len(parts) >= _LIST and not any(part[:1].islower() for part in parts):
        return []
    bare = text.strip(_MARKS_AROUND + " ")
    whole = _QUOTED.fullmatch(text) is not None
    left = []
    begins, capitals = True, 0
    for token in (bare if whole else _QUOTED.sub(" ", text)).split():
        word = token.strip(_MARKS_AROUND)
        if word and not _NOT_A_WORD.search(token):
            if word.lower() == word or (begins and word[1:].lower() == word[1:]):
                left.append(word.lower())
            else:
                capitals += 1
        begins = token.endswith((".", "!", "?", "…")) or (begins and not word)
    return left if capitals < len(left) else []


def _long_enough(left: list[str]) -> bool:
    """Whether there is as much in a script without capitals, which may have no spaces between words."""
    return (
        sum(letter.isalpha() and letter.lower() == letter.upper() for word in left for letter in word)
        >= _CHARACTERS
    )


def _judged(left: list[str], said: str, own: frozenset[str], likely: Likely) -> str | None:
    best = max(likely, key=lambda language: (likely[language], language), default="")
    if best in own or best in _NO_LANGUAGE:
        return None
    only = vocabulary().only
    if said in only and best in only:
        clear = likely[best] >= _SURELY and _marked(left, best) and not _marked(left, said)
    else:
        others = (kin(best) | frozenset(only if best in only else ())) - own
        found = sum(likely.get(each, 0.0) for each in others)
        clear = found >= _CLEARLY and sum(likely.get(each, 0.0) for each in own) < _HARDLY
    return best if clear else None


def _marked(left: list[str], language: str) -> bool:
    """Whether there is a word in it that the other two Scandinavian languages do not have."""
    only, swedish = vocabulary().only[language], language == "sv"
    return any(word in only or (swedish and ("ä" in word or "ö" in word)) for word in left)
