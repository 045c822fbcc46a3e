"""Advice for clear language (språklova § 9): LIX of the running text, how hard that is, and its three hardest sentences.

Never a fault: a number says nothing of what a reader needs to know. Finnish, Kven and Sámi put into endings what others put into
small words, so their words are long by grammar, and LIX would call all of it very hard: it is not given for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from content.accessibility.facts import Facts
from content.advice.lix import Count, Level, Measured, counted, measured
from content.advice.passages import Passage
from content.advice.suspicion import kin, primary
from content.errors import Message

FEWEST: Final = 50
"""Words below which LIX says too little: one long word more or less would change the level."""
_HARDEST: Final = 3
_NOT_A_SENTENCE: Final = 8
"""A sentence of fewer words is not hard by its length, and one long word in it counts for too much."""
_MOST_QUOTED: Final = 400
_NORWEGIAN: Final = frozenset({"nb", "nn", "no"})
_SCALED: Final = _NORWEGIAN | {"da", "sv"}
_UNSCALED: Final = frozenset({"en"})

_SHORT: Final = Message(
    nb=f"Teksten har under {FEWEST} ord: for lite til at LIX sier noe.",
    en=f"The text has fewer than {FEWEST} words: too few for LIX to say anything.",
)
_UNKNOWN: Final = Message(
    nb="LIX gis ikke: teksten sier ikke hvilket språk den er på. Merk den med lang.",
    en="LIX is not given: the text does not say which language it is in. Mark it with lang.",
)
_GRAMMAR: Final = Message(
    nb="LIX gis ikke for samiske språk, kvensk og finsk: ordene er lange av grammatiske grunner, ikke fordi teksten er tung.",
    en="LIX is not given for Sámi, Kven and Finnish: their words are long by grammar, not because the text is hard.",
)
_OTHER: Final = Message(
    nb="LIX gis ikke for dette språket: skalaen er laget for skandinaviske språk.",
    en="LIX is not given for this language: its scale was made for Scandinavian languages.",
)
_CARE: Final = Message(
    nb="Skalaen til LIX er laget for skandinaviske språk. Engelsk deler opp sammensatte ord og får lavere tall: tallet står uten nivå.",
    en="The scale of LIX was made for Scandinavian languages. English writes compounds apart and comes out lower: no level is given.",
)


class HardSentence(Struct, frozen=True, kw_only=True):
    """One of the hardest sentences: `lix` of it alone, where it is, and its text, shortened where it is very long."""

    text: str
    words: int
    lix: float
    target: str | None
    line: int | None


class Clarity(Struct, frozen=True, kw_only=True):
    """How the running text reads. `lang` is the language that most of it is in; only text in that language is counted.

    `lix` is rounded to a whole number, as it is used; `level` is `very_easy`, `easy`, `medium`, `hard` or `very_hard`. `note` says
    why there is no LIX, or no level.
    """

    lang: str | None
    lix: int | None = None
    level: Level | None = None
    words: int = 0
    sentences: int = 0
    long_words: int = 0
    hardest: tuple[HardSentence, ...] = ()
    note: Message | None = None


def clarity(facts: Facts, passages: Sequence[Passage]) -> Clarity:
    """What is to be said of the running text: without navigation, tables, buttons and attributes."""
    prose = [each for each in passages if each.prose]
    found = measured(each.text for each in prose)
    amount: Counter[str] = Counter()
    for each in found:
        amount[_tongue(prose[each.passage].lang)] += each.count.words
    lang = max(amount, key=lambda each: amount[each], default="")
    if lang in kin("se") | kin("fi"):
        return Clarity(lang=lang, note=_GRAMMAR)
    if lang not in _SCALED | _UNSCALED:
        return Clarity(lang=lang or None, note=_OTHER if lang else _UNKNOWN if amount else _SHORT)
    mine = [each for each in found if _tongue(prose[each.passage].lang) == lang]
    count = counted(mine)
    if count.words < FEWEST:
        return _counts(lang, count, _SHORT)
    made = _counts(lang, count, _CARE if lang in _UNSCALED else None)
    return Clarity(
        lang=lang,
        lix=round(count.lix),
        level=count.level if lang in _SCALED else None,
        words=made.words,
        sentences=made.sentences,
        long_words=made.long_words,
        hardest=tuple(_hard(facts, prose[each.passage], each) for each in _hardest(mine)),
        note=made.note,
    )


def _tongue(tag: str) -> str:
    language = primary(tag)
    return "nb" if language == "no" else language


def _counts(lang: str, count: Count, note: Message | None) -> Clarity:
    return Clarity(
        lang=lang, words=count.words, sentences=count.sentences, long_words=count.long_words, note=note
    )


def _hardest(found: Sequence[Measured]) -> list[Measured]:
    """The hardest first; of two that are as hard, the one that comes first."""
    whole = [each for each in found if each.count.words >= _NOT_A_SENTENCE]
    return sorted(whole, key=lambda each: -each.count.lix)[:_HARDEST]


def _hard(facts: Facts, passage: Passage, each: Measured) -> HardSentence:
    text = each.text if len(each.text) <= _MOST_QUOTED else each.text[: _MOST_QUOTED - 1] + "…"
    return HardSentence(
        text=text,
        words=each.count.words,
        lix=round(each.count.lix),
        target=facts.selector(passage.element),
        line=passage.element.line,
    )
