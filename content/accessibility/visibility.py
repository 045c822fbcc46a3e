"""What can be seen, as far as markup shows it: CSS that hides, clips or moves content out of the page."""

import re

from content.accessibility import styles
from content.accessibility.boxes import LONGEST, is_block
from content.accessibility.facts import Facts
from content.accessibility.tree import Element

_OFF_PAGE = -500.0
"""Pixels beyond which a negative offset counts as outside the page."""

_OFFSETS = {"relative", "absolute", "fixed"}

_clip = re.compile(
    r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\s*\)"
)
_icons = re.compile(r"\b(?:icons?|symbols|awesome|glyphicons?|icomoon|fontello|ionicons)\b", re.IGNORECASE)
_icon_class = re.compile(
    r"(?:^|\s)(?:material-icons|material-symbols|glyphicon|fa[bsrl]?)(?:-\w+)?(?:\s|\Z)", re.IGNORECASE
)
_nothing = re.compile(r"\bscale[xy3d]*\(\s*0*(?:\.0*)?\s*[,)]")
_inset = re.compile(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%")


def hides_from_sight(facts: Facts, element: Element) -> bool:
    """Whether the element's own CSS clips it away or moves it out of the page."""
    declared = element.declared
    if declared is None:
        return False
    values = {name: value for name, (value, _) in declared.items()}
    size = facts.font_size(element)
    if _nothing.search(values.get("transform", "")) or _is_squeezed(values, size):
        return True
    if values.get("opacity") in {"0", "0%", "0.0"} or _inset.match(values.get("clip-path", "")):
        return True
    if values.get("position") in _OFFSETS:
        if values["position"] != "relative" and _clip.match(values.get("clip", "")):
            return True
        for side in ("left", "top", "right", "bottom"):
            offset = styles.length(values.get(side, ""), size)
            if offset is not None and offset <= _OFF_PAGE:
                return True
    return any(
        (moved := styles.length(values.get(name, ""), size)) is not None and moved <= _OFF_PAGE
        for name in ("text-indent", "margin-left", "margin-top")
    )


def _is_squeezed(values: dict[str, str], size: float) -> bool:
    """Whether a box is too small to show anything, and cuts off what does not fit."""
    if not any(
        values.get(name, "visible") not in {"visible", "auto", "scroll"}
        for name in ("overflow", "overflow-x", "overflow-y")
    ):
        return size == 0
    width, height = (
        min(
            (side for name in names if (side := styles.length(values.get(name, ""), size)) is not None),
            default=_OFF_PAGE,
        )
        for names in (("width", "max-width"), ("height", "max-height"))
    )
    return size == 0 or width == 0 or height == 0 or (0 <= width <= 1 and 0 <= height <= 1)


def is_icon(element: Element) -> bool:
    """Whether the element's text is drawn as a picture, by a font of icons: it is then no text (WCAG, non-text content)."""
    family = (element.declared or {}).get("font-family", ("", False))[0]
    return (
        _icons.search(family) is not None
        or _icon_class.search(element.attributes.get("class", "")) is not None
    )


def visible_text(facts: Facts, element: Element) -> str:
    """The text that is seen in the element, white space collapsed, cut after `LONGEST` characters."""
    parts: list[str] = []
    size = 0
    pending: list[Element | str] = [element]
    while pending and size < LONGEST:
        one = pending.pop()
        if isinstance(one, str):
            parts.append(one)
            size += len(one)
        elif one.tag == "br":
            parts.append(" ")
        elif one.rendered and not hides_from_sight(facts, one) and not is_icon(one):
            children: list[Element | str] = one.children if one.visible else [*one.elements()]
            pending += [" ", *reversed(children), " "] if is_block(one) else reversed(children)
        size += 1
    return " ".join("".join(parts).split())


def is_in_sight(facts: Facts, element: Element) -> bool:
    """Whether neither the element nor anything around it is hidden from sight."""
    if not (element.rendered and element.visible):
        return False
    known = facts.sights
    above: list[Element] = []
    one: Element | None = element
    while one is not None and one.index not in known:
        above.append(one)
        one = one.parent
    seen = True if one is None else known[one.index]
    for one in reversed(above):
        seen = seen and not hides_from_sight(facts, one)
        known[one.index] = seen
    return seen
