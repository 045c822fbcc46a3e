"""Passages: the text that stands together in one block, line by line, with how it is set.

One walk over the tree makes them all, so that rules about text (fake headings and lists, capitals, spaced letters) share it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from content.accessibility.boxes import is_block
from content.accessibility.styles import Declarations
from content.accessibility.tree import Element

_EMBEDDED = frozenset(
    {"audio", "button", "canvas", "embed", "iframe", "img", "input", "noscript", "object", "script", "select", "style"}
    | {"svg:svg", "template", "textarea", "video"}
)  # fmt: skip
_BOLD = frozenset({"b", "strong"})
_CODE = frozenset({"code", "kbd", "math:math", "pre", "samp", "var"})
_SET = _BOLD | _CODE | {"a", "big", "font"}
_BOLDEST = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_BIG_FONTS = frozenset({"+1", "+2", "+3", "+4", "5", "6", "7"})
_LONGEST_START = 80
_BIG_KEYWORDS = frozenset({"larger", "large", "x-large", "xx-large", "xxx-large"})


class Passage(Struct, kw_only=True, eq=False):
    """The text of a block that no other block in it holds.

    `text` has a line feed for each `<br>`, and for each line of a `pre`; other white space is as written. `worded` says
    whether there is any text, `strong` and `big` whether all of it is bold or larger by markup, `coded` and `linked` whether
    some is code or in a link. `embeds` is true where an image, a field or the like stands among the words. `led` is true where a `<br>`
    ends a first line that is bold or larger as a whole, without code, link or image.
    """

    element: Element
    text: str = ""
    worded: bool = False
    strong: bool = True
    big: bool = True
    coded: bool = False
    linked: bool = False
    embeds: bool = False
    led: bool | None = None

    @property
    def lines(self) -> list[str]:
        """The lines between breaks, without white space around them."""
        return [line.strip() for line in self.text.split("\n")]


_Setting = tuple[bool, bool, bool, bool]
"""Bold, larger, code, link."""

_PLAIN: _Setting = (False, False, False, False)


def _setting(element: Element, above: _Setting) -> _Setting:
    tag, declared = element.tag, element.declared
    bold, big, coded, linked = above
    if tag in _BOLD:
        bold = True
    elif tag in _CODE:
        coded = True
    elif tag == "a":
        linked = True
    elif tag == "big" or (tag == "font" and element.attributes.get("size", "").strip() in _BIG_FONTS):
        big = True
    if declared is not None:
        bold, big = _declared(declared, bold=bold, big=big)
    return bold, big, coded, linked


def _declared(declared: Declarations, *, bold: bool, big: bool) -> tuple[bool, bool]:
    weight = declared.get("font-weight", ("", False))[0]
    if weight:
        bold = weight in _BOLDEST
    size = declared.get("font-size", ("", False))[0]
    if size:
        big = size in _BIG_KEYWORDS or _pixels(size) >= 1.2 * 16
    return bold, big


def _pixels(size: str) -> float:
    for unit, pixels in (("px", 1.0), ("rem", 16.0), ("em", 16.0), ("pt", 4 / 3), ("%", 0.16)):
        if size.endswith(unit):
            try:
                return float(size.removesuffix(unit)) * pixels
            except ValueError:
                return 0.0
    return 0.0


def passages(root: Element) -> list[Passage]:
    """All passages with text or an image in them that are seen, in document order."""
    found = [Passage(element=root)]
    parts: list[list[str]] = [[]]
    pending: list[tuple[Iterator[Element | str], int, _Setting]] = [(iter(root.children), 0, _PLAIN)]
    while pending:
        children, at, setting = pending[-1]
        for child in children:
            if isinstance(child, str):
                _add(found[at], parts[at], child, setting)
                continue
            tag = child.tag
            if tag == "br":
                parts[at].append("\n")
                _end_line(found[at])
            elif not child.rendered or not child.visible:
                continue
            elif tag in _EMBEDDED:
                found[at].embeds = True
            else:
                below, inner = at, setting
                if is_block(child):
                    parts[at].append("\n")
                    below = len(found)
                    found.append(Passage(element=child))
                    parts.append([])
                    inner = _setting(child, setting)
                elif child.attributes or tag in _SET:
                    inner = _setting(child, setting)
                pending.append((iter(child.children), below, inner))
                break
        else:
            pending.pop()
    kept: list[Passage] = []
    for passage, text in zip(found, parts, strict=True):
        if passage.worded or passage.embeds:
            passage.text = "".join(text)
            kept.append(passage)
    return kept


def _end_line(passage: Passage) -> None:
    """Only the first line with words in it counts."""
    if passage.led is None and passage.worded:
        plain = not (passage.coded or passage.linked or passage.embeds)
        passage.led = plain and (passage.strong or passage.big)


def _add(passage: Passage, parts: list[str], text: str, setting: _Setting) -> None:
    if "\n" in text and passage.element.tag != "pre":
        text = text.replace("\n", " ")
    parts.append(text)
    if not text.isspace():
        passage.worded = True
        bold, big, coded, linked = setting
        if not bold:
            passage.strong = False
        if not big:
            passage.big = False
        if coded:
            passage.coded = True
        if linked:
            passage.linked = True


def passage_of(passages: Sequence[Passage], element: Element) -> Passage:
    """The passage of an element that has one."""
    return passages[bisect_left(passages, element.index, key=lambda one: one.element.index)]


def start_of(passages: Sequence[Passage], element: Element) -> str:
    """How that passage begins, on one line."""
    text = " ".join(passage_of(passages, element).text.split())
    return text if len(text) <= _LONGEST_START else text[:_LONGEST_START].rstrip() + "…"
