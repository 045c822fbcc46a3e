"""Advice on a fragment or a document, beside its Report: pure, but for what a detector remembers."""

from __future__ import annotations

from itertools import islice
from typing import Final

from msgspec import Struct

from content.accessibility.facts import Facts
from content.accessibility.questions import LANGUAGE
from content.accessibility.report import MOST_FINDINGS, Finding
from content.accessibility.tree import Mode
from content.advice.clarity import Clarity, clarity
from content.advice.detector import Detector, NoDetector
from content.advice.passages import Passage, passages
from content.advice.suspicion import suspected
from content.errors import Message

_MOST_QUOTED: Final = 80
_NAMES: Final = {
    "da": ("dansk", "Danish"),
    "de": ("tysk", "German"),
    "en": ("engelsk", "English"),
    "es": ("spansk", "Spanish"),
    "fi": ("finsk eller kvensk", "Finnish or Kven"),
    "fr": ("fransk", "French"),
    "nb": ("norsk", "Norwegian"),
    "nn": ("norsk", "Norwegian"),
    "pl": ("polsk", "Polish"),
    "ru": ("russisk", "Russian"),
    "se": ("samisk", "Sámi"),
    "sv": ("svensk", "Swedish"),
    "uk": ("ukrainsk", "Ukrainian"),
}


class Languages(Struct, frozen=True, kw_only=True):
    """What the detector found. `detector` names it, null where there was none: `note` then says why. `passages` counts all that it was
    given to look at; each of the `findings` is one that a person has to answer.
    """

    detector: str | None
    passages: int
    findings: tuple[Finding, ...]
    note: Message | None = None


class Advice(Struct, frozen=True, kw_only=True):
    """What is said beside a Report, and never keeps anything from being published."""

    language: Languages
    clarity: Clarity


def advise(
    html: str, *, mode: Mode = "fragment", locale: str | None = None, detector: Detector | None = None
) -> Advice:
    """Advice on markup. `locale` is the language of what says none; without a detector no language is suspected.

    Any text is answered; it is read once, in time that grows with its length.
    """
    text = html if html.isascii() else html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    facts = Facts(text, mode=mode, heading_level=2)
    found = passages(facts, locale)
    judge = detector or NoDetector()
    if judge.absence is not None:
        languages = Languages(detector=None, passages=0, findings=(), note=judge.absence)
        return Advice(language=languages, clarity=clarity(facts, found))
    doubted = {
        index: language
        for index, passage in enumerate(found)
        if (language := suspected(passage.text, passage.lang, judge)) is not None
    }
    findings = tuple(
        _finding(facts, found[index], language) for index, language in islice(doubted.items(), MOST_FINDINGS)
    )
    return Advice(
        language=Languages(detector=judge.name, passages=len(found), findings=findings),
        clarity=clarity(facts, [each for index, each in enumerate(found) if index not in doubted]),
    )


def askable(html: str) -> tuple[Finding, ...]:
    """A finding for each passage of a fragment, as if it were suspected: which are depends on the detector, what is there does not."""
    facts = Facts(html, mode="fragment", heading_level=2)
    return tuple(_finding(facts, each, each.lang) for each in passages(facts))


def _finding(facts: Facts, passage: Passage, language: str) -> Finding:
    text = passage.text if len(passage.text) <= _MOST_QUOTED else passage.text[: _MOST_QUOTED - 1] + "…"
    nb, en = _NAMES.get(language, (f"språket {language}", f"the language {language}"))
    lang = passage.lang[:_MOST_QUOTED]
    return Finding(
        rule=LANGUAGE.id,
        wcag=LANGUAGE.wcag,
        outcome="cantTell",
        target=facts.selector(passage.element),
        line=passage.element.line,
        subject=passage.subject,
        message=Message(
            nb=f"Dette ser ut til å være {nb}, men er merket som {lang}: «{text}»",
            en=f"This looks like {en}, but is marked as {lang}: “{text}”",
        ),
        help=LANGUAGE.help,
    )
