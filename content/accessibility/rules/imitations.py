"""Prose that looks like something else: headings made of bold or large letters, lists made of signs."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from content.accessibility.facts import Facts
from content.accessibility.passages import Passage, passage_of
from content.accessibility.rules.rule import Answer, Rule, asks_people, by_start
from content.accessibility.tree import Element
from content.errors import Message

_TEXT_BLOCKS = frozenset({"p", "div"})
_HEADED = frozenset({"p", "div", "ul", "ol", "dl", "table", "blockquote", "figure"})
_NOT_HEADED = frozenset(
    {"a", "address", "aside", "blockquote", "button", "caption", "dd", "dt", "figcaption", "figure", "footer", "label"}
    | {"legend", "li", "nav", "summary", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
)  # fmt: skip
_LONGEST_HEADING = 80
_LEAST_LETTERS = 3
_MOST_LABELLED = 200
_no_heading = re.compile(r"[.,;:…]\Z|\A[\W\d_]*\Z|@|https?:|\d{2} ?\d{2} ?\d{2}")

_bullet = re.compile(r"[•●○◦▪▫■□‣⁃▶►➢➤✓✔✗❖♦]\s*(?=\S)")
_sign = re.compile(r"[-–—*·+>]\s+(?=\S)")
_number = re.compile(r"\(?([0-9]{1,2}|[a-zæøå])[.)]\s+(?=\S)", re.IGNORECASE)
_month = re.compile(
    r"(?:januar|jan|februar|feb|mars|mar|april|apr|mai|juni|jun|juli|jul|august|aug|september|sept?|oktober|okt|november|nov"
    r"|desember|des|january|february|march|may|june|july|october|oct|december|dec|\w+mánu|\w+kuuta"
    r"|divisjon|etasje|klasse|plass|trinn|floor)\b",
    re.IGNORECASE,
)
_speech = re.compile(
    r"[.!?»”\"]\Z|,\s+(?:sier|seier|sa|forteller|fortel|mener|meiner|says|said|lohká|dadjá)\b", re.IGNORECASE
)
_LEAST_SIGNS = 3
"""A hyphen or a number at the start of two lines may be speech, or a sum; with three in a row it is worth a look."""


def _is_bold(passage: Passage) -> bool:
    return passage.worded and (passage.strong or passage.big)


def _fake_headings(facts: Facts) -> Iterator[Element]:
    """Short paragraphs and first lines that are bold or large as a whole, with other text right after them in the same place."""
    passages = facts.passages
    yield from (each.element for each in passages if each.led and _is_headed_within(each))
    for passage, after in pairwise(passages):
        element = passage.element
        if not _is_bold(passage) or element.tag not in _TEXT_BLOCKS or element.explicit is not None:
            continue
        if passage.embeds or passage.linked or passage.coded or _names_another(facts, element):
            continue
        text = " ".join(passage.text.split())
        if "\n" in passage.text.strip() or not _may_head(text):
            continue
        if _is_bold(after) or after.element.parent is not _next_place(element, after.element):
            continue
        if len(after.text.strip()) > len(text) and not _is_apart(element):
            yield element


def _may_head(text: str) -> bool:
    return _LEAST_LETTERS <= len(text) <= _LONGEST_HEADING and not _no_heading.search(text)


def _is_apart(element: Element) -> bool:
    return any(one.tag in _NOT_HEADED for one in element.ancestors())


def _is_headed_within(passage: Passage) -> bool:
    """Whether its first line, which is bold or large, stands over a sentence. A name over a title and a telephone number does not."""
    element = passage.element
    if _is_bold(passage) or element.tag not in _TEXT_BLOCKS or element.explicit is not None:
        return False
    heading, after, *_ = [line for line in passage.lines if line] + ["", ""]
    text = " ".join(heading.split())
    return _may_head(text) and len(after) > len(text) and after[-1] in ".!?" and not _is_apart(element)


def _names_another(facts: Facts, element: Element) -> bool:
    """Whether something is labelled by the element, as our callouts are: then what it heads is told already."""
    identity = element.attributes.get("id")
    return identity is not None and any(
        identity in one.attributes.get("aria-labelledby", "").split() for one in facts.aria[:_MOST_LABELLED]
    )


def _next_place(element: Element, after: Element) -> Element | None:
    """Where the block after must stand to be headed: beside the element, or as an item of a list beside it."""
    parent = after.parent
    if parent is not None and parent.tag in {"ul", "ol", "dl"} and parent.parent is element.parent:
        return parent
    return element.parent if after.tag in _HEADED else None


def _signs(lines: list[str]) -> list[str]:
    """What each line begins with: "•" for a bullet, "-" for a hyphen or the like, the number or letter, or ""."""
    found: list[str] = []
    for line in lines:
        match = _number.match(line)
        if _bullet.match(line):
            found.append("•")
        elif _sign.match(line):
            found.append("" if _speech.search(line) else "-")
        elif match and not _month.match(line[match.end() :]):
            found.append(match[1].lower())
        else:
            found.append("")
    return found


def _is_next(sign: str, before: str) -> bool:
    if sign.isdigit() and before.isdigit():
        return int(sign) == int(before) + 1
    return len(sign) == len(before) == 1 and sign.isalpha() and ord(sign) == ord(before) + 1


def _runs(signs: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Runs of lines that look like a list: first, how many, and whether the signs are bullets."""
    first = 0
    while first < len(signs):
        sign, last = signs[first], first + 1
        if sign in {"•", "-"}:
            while last < len(signs) and signs[last] == sign:
                last += 1
        elif sign in {"1", "a"}:
            while last < len(signs) and _is_next(signs[last], signs[last - 1]):
                last += 1
        if last - first >= (2 if sign == "•" else _LEAST_SIGNS):
            yield first, last - first, sign == "•"
        first = last


def _typed_lists(facts: Facts) -> dict[int, bool]:
    """Where a list is typed: the element's index, and whether that is sure. In one block by breaks, or block by block."""
    found: dict[int, bool] = {}
    single: list[tuple[Element, str]] = []
    for passage in facts.passages:
        element = passage.element
        if passage.coded or element.tag == "pre":
            continue
        lines = [line for line in passage.lines if line]
        if len(lines) == 1 and element.tag in _TEXT_BLOCKS and element.explicit is None:
            single.append((element, lines[0]))
        elif len(lines) > 1:
            for _, _, sure in _runs(_signs(lines)):
                found[element.index] = found.get(element.index, False) or sure
    for group in _neighbours(single):
        for first, _, sure in _runs(_signs([line for _, line in group])):
            found[group[first][0].index] = sure
    return found


def _neighbours(single: list[tuple[Element, str]]) -> Iterator[list[tuple[Element, str]]]:
    group: list[tuple[Element, str]] = []
    for element, line in single:
        before = group[-1][0] if group else None
        if before is not None and (before.parent is not element.parent or before.end != element.index):
            yield group
            group = []
        group.append((element, line))
    if group:
        yield group


def _fake_lists(facts: Facts) -> Iterable[Element]:
    return [facts.elements[index] for index in sorted(_typed_lists(facts))]


def _is_sure_to_be_none(facts: Facts, element: Element) -> Answer:
    # A bullet is nothing but the sign of a list; a hyphen or a number can be read as text (WCAG 1.3.1: "or available in text").
    lines = [line for line in passage_of(facts.passages, element).lines if line]
    sure = any(sure for _, _, sure in _runs(_signs(lines))) if len(lines) > 1 else _bullet.match(lines[0])
    return False if sure else None


def _heading(facts: Facts, element: Element) -> str:
    """The words that look like a heading: the first line."""
    return next(" ".join(line.split()) for line in passage_of(facts.passages, element).lines if line)


RULES = (
    Rule(
        id="fake-heading",
        wcag=("1.3.1",),
        techniques=("F2", "H42", "G141"),
        blocking=False,
        decides=False,
        applies=_fake_headings,
        expects=asks_people,
        detail=_heading,
        title=Message(nb="Overskrifter er merket som overskrifter", en="Headings are marked as headings"),
        applicability=Message(
            nb="Hvert kort avsnitt, eller hver første linje i et avsnitt, som er fet eller stor i sin helhet og står rett foran annen tekst.",
            en="Each short paragraph, or first line of one, that is bold or large as a whole, and that stands right before other text.",
        ),
        expectation=Message(
            nb="Det er ikke en overskrift. Bare et menneske kan svare.",
            en="It is not a heading. Only a person can tell.",
        ),
        passing="<h2>Slik søker du</h2><p>Send inn skjemaet før fristen i mars.</p>",
        asking="<p><strong>Slik søker du</strong></p><p>Send inn skjemaet før fristen i mars.</p>",
        failed=Message(nb="«{what}» er en overskrift.", en="“{what}” is a heading."),
        doubt=Message(
            nb="«{what}» ser ut som en overskrift, men er vanlig tekst. Er det en overskrift?",
            en="“{what}” looks like a heading, but is plain text. Is it a heading?",
        ),
        help=Message(
            nb="Bruk en overskrift på riktig nivå, så finner skjermlesere den.",
            en="Use a heading at the right level, so that screen readers find it.",
        ),
    ),
    Rule(
        id="fake-list",
        wcag=("1.3.1",),
        techniques=("F2", "H48"),
        applies=_fake_lists,
        expects=_is_sure_to_be_none,
        detail=by_start,
        title=Message(nb="Lister er merket som lister", en="Lists are marked as lists"),
        applicability=Message(
            nb="Linjer eller avsnitt etter hverandre som begynner med samme kuletegn (minst to), med strek eller med tall i rekkefølge (minst tre).",
            en="Lines or paragraphs in a row that begin with the same bullet (two or more), with a hyphen or with numbers in order (three or more).",
        ),
        expectation=Message(
            nb="Det er ingen liste: med kuletegn er det alltid en, med strek eller tall kan bare et menneske svare.",
            en="They are no list: with bullets they always are one, with hyphens or numbers only a person can tell.",
        ),
        passing="<ul><li>Barents</li><li>Nordkalotten</li></ul>",
        failing="<p>• Barents<br>• Nordkalotten</p>",
        asking="<p>- Barents<br>- Nordkalotten<br>- Arktis</p>",
        failed=Message(
            nb="Listen «{what}» er skrevet med tegn, ikke merket som liste.",
            en="The list “{what}” is typed with signs and not marked as a list.",
        ),
        doubt=Message(
            nb="«{what}» ser ut som en liste. Er det en?", en="“{what}” looks like a list. Is it one?"
        ),
        help=Message(nb="Bruk <ul> eller <ol> med <li>.", en="Use <ul> or <ol> with <li>."),
    ),
)
