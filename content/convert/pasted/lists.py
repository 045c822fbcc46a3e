"""Word's lists: paragraphs with a bullet or a number in front, made lists where nothing is lost by it.

Word marks them with `mso-list:l0 level1 lfo1` and hides the sign in `mso-list:Ignore` or between conditional comments; "filtered"
HTML has only the class MsoListParagraph and a run of no-break spaces in `font:7.0pt` after the sign. A list counts from 1, so
a run of numbers that does not, or that a list would count otherwise, stays as it is: its numbers are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from msgspec import Struct
from turbohtml import Comment, Element, Node, Text

_LEVEL: Final = re.compile(r"mso-list\s*:\s*(l\d+)\s+level(\d+)", re.IGNORECASE)
_IGNORED: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_INDENT: Final = re.compile(r"margin-left\s*:\s*(\d+(?:\.\d+)?)\s*(in|pt|cm)", re.IGNORECASE)
_GAP: Final = re.compile(r"font\s*:\s*7(?:\.0)?pt", re.IGNORECASE)
_A_LEVEL: Final = {"in": 0.5, "pt": 36.0, "cm": 1.27}  # half an inch, Word's own step
_NUMBER: Final = re.compile(r"\(?([0-9]{1,4}|[A-Za-z]|[ivxIVX]{1,6})[.)]")
_BULLETS: Final = "oØüqvnlw"  # what Word's bullets are as letters, in Courier New and Wingdings
_LONGEST_SIGN: Final = 16
_ROMAN: Final = {"i": 1, "v": 5, "x": 10}


class _Item(Struct, frozen=True):
    paragraph: Element
    list: str
    """Word's name of the list, "l0"; "" where it is not said."""
    level: int
    sign: str
    hidden: tuple[Node, ...]
    """The nodes that hold the sign, to be taken out."""

    @property
    def tag(self) -> str:
        """The list that the sign belongs to; "" where no list has such a sign, as 1.2."""
        if _NUMBER.fullmatch(self.sign):
            return "ol"
        bullet = len(self.sign) == 1 and (not self.sign.isalnum() or self.sign in _BULLETS)
        return "ul" if bullet else ""


def mend(root: Element) -> None:
    """Make lists of Word's list paragraphs."""
    parents: dict[int, Element] = {}
    for paragraph in root.select("p[style*=mso-list], p[class*=MsoListParagraph]"):
        parent = paragraph.parent
        if isinstance(parent, Element):
            parents[id(parent)] = parent
    for parent in parents.values():
        for run in _runs(parent):
            for part in _parts(run):
                if _counts_alike(part):
                    _make(part)
    for gap in root.select("span[style*=font]"):
        if _GAP.search(gap.attr("style") or "") and not gap.text.strip():
            gap.replace_with(Text(" "))


def _runs(parent: Element) -> Iterator[list[_Item]]:
    run: list[_Item] = []
    for node in tuple(parent.children):
        item = _item(node) if isinstance(node, Element) else None
        if item is not None:
            run.append(item)
        elif run and (isinstance(node, Element) or (isinstance(node, Text) and node.data.strip())):
            yield run
            run = []
    if run:
        yield run


def _parts(run: list[_Item]) -> Iterator[list[_Item]]:
    """What of a run may become lists: nothing where one list has signs of both sorts, those that a list has and others."""
    odd = {item.list for item in run if not item.tag}
    if not any(item.tag and item.list in odd for item in run):
        for tagged, part in groupby(run, key=lambda item: bool(item.tag)):
            if tagged:
                yield list(part)


def _item(node: Element) -> _Item | None:
    style = node.attr("style") or ""
    level = _LEVEL.search(style)
    if node.tag != "p" or not (level or "MsoListParagraph" in (node.attr("class") or "")):
        return None
    hidden = _between_comments(node) or _ignored(node) or _before_the_gap(node)
    sign = "".join("".join(map(_words, hidden)).split())
    if not sign or len(sign) > _LONGEST_SIGN:
        return None
    if level:
        return _Item(node, level[1].lower(), int(level[2]), sign, hidden)
    return _Item(node, "", _by_indent(style), sign, hidden)


def _between_comments(paragraph: Element) -> tuple[Node, ...]:
    found: list[Node] = []
    inside = False
    for node in paragraph.children:
        if isinstance(node, Comment):
            if "endif" in node.data:
                return tuple(found)
            inside = inside or "supportLists" in node.data
        elif inside:
            found.append(node)
    return ()


def _ignored(paragraph: Element) -> tuple[Node, ...]:
    for span in paragraph.find_all("span"):
        if _IGNORED.search(span.attr("style") or ""):
            return (span,)
    return ()


def _before_the_gap(paragraph: Element) -> tuple[Node, ...]:
    """The sign and the no-break spaces after it, where no mark of Word's is left: all up to the first gap."""
    for gap in paragraph.find_all("span"):
        if not _GAP.search(gap.attr("style") or "") or gap.text.strip():
            continue
        before = [node for node in gap.previous_siblings if not isinstance(node, Comment)]
        holder = gap.parent
        if before and isinstance(holder, Element) and not _precedes(paragraph, holder):
            return (*reversed(before), gap)
        return ()
    return ()


def _precedes(paragraph: Element, holder: Element) -> bool:
    """Whether there are words in the paragraph before the element that holds the sign."""
    node = holder
    while node is not paragraph and isinstance(node.parent, Element):
        if any(_words(each).strip() for each in node.previous_siblings):
            return True
        node = node.parent
    return False


def _words(node: Node) -> str:
    return node.data if isinstance(node, Text) else node.text if isinstance(node, Element) else ""


def _by_indent(style: str) -> int:
    indent = _INDENT.search(style)
    return max(1, round(float(indent[1]) / _A_LEVEL[indent[2].lower()])) if indent else 1


def _counts_alike(run: list[_Item]) -> bool:
    """Whether lists, as `_make` makes them, would have the signs that Word has."""
    open_lists: list[tuple[int, str, int]] = []  # level, tag, how many so far
    for item in run:
        while len(open_lists) > 1 and open_lists[-1][0] > item.level:
            open_lists.pop()
        level, tag, count = open_lists[-1] if open_lists else (0, "", 0)
        if item.level > level:
            open_lists.append((item.level, item.tag, 1))
        else:
            open_lists[-1] = (level, item.tag, count + 1 if tag == item.tag else 1)
        if item.tag == "ol" and open_lists[-1][2] not in _values(item.sign):
            return False
    return True


def _values(sign: str) -> set[int]:
    match = _NUMBER.fullmatch(sign)
    number = match[1].lower() if match else ""
    if number.isdigit():
        return {int(number)}
    letter = {ord(number) - ord("a") + 1} if len(number) == 1 else set()
    return letter | ({_roman(number)} if set(number) <= set(_ROMAN) else set())


def _roman(number: str) -> int:
    values = [_ROMAN[letter] for letter in number]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _make(run: list[_Item]) -> None:
    first = Element(run[0].tag)
    run[0].paragraph.insert_before(first)
    open_lists: list[tuple[int, Element]] = [(run[0].level, first)]
    for item in run:
        while len(open_lists) > 1 and open_lists[-1][0] > item.level:
            open_lists.pop()
        level, within = open_lists[-1]
        if item.level > level:
            within = _under(within, item.tag)
            open_lists.append((item.level, within))
        elif within.tag != item.tag:
            other = Element(item.tag)
            within.insert_after(other)
            within = other
            open_lists[-1] = (level, within)
        for node in item.hidden:
            node.extract()
        entry = Element("li")
        if lang := item.paragraph.attr("lang"):
            entry.attrs["lang"] = lang
        entry.extend(tuple(item.paragraph.children))
        within.append(entry)
        item.paragraph.decompose()


def _under(within: Element, tag: str) -> Element:
    below = Element(tag)
    last = tuple(within.children)[-1]
    if isinstance(last, Element):
        last.append(below)
    return below
