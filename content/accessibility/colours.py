"""The colours of text and of what is behind it, as far as markup says them.

A host's style sheet is not seen: what the markup does not say is not known, and not guessed. Sources: CSS Color 4, CSS
Backgrounds 3, HTML section 15.3 (links, form controls and `mark` have colours of their own and inherit none).
"""

import re
from typing import Literal

from content.accessibility.palette import Colour, attribute_colour, colour
from content.accessibility.styles import Declarations
from content.accessibility.tree import Element

Unknown = Literal["host", "unclear"]
"""`host`: the markup says nothing, the page around does. `unclear`: the markup says it, and it cannot be told (an image)."""

Known = Colour | Unknown

_OWN_COLOURS = frozenset({"button", "input", "mark", "meter", "option", "progress", "select", "textarea"})
_LIFTED = frozenset({"absolute", "fixed", "sticky"})
_BLENDING = ("mix-blend-mode", "filter", "backdrop-filter", "background-clip", "-webkit-background-clip")
_UNSET = frozenset({"", "inherit", "unset", "revert", "revert-layer"})
_image = re.compile(r"url\(|gradient\(|image|element\(|paint\(")
_INITIAL = {"initial": "black"}


class Colours:
    """The colours of one tree's elements, from the top down and remembered."""

    __slots__ = ("_behind", "_text", "said")

    def __init__(self, elements: list[Element]) -> None:
        self._text: dict[int, Known] = {}
        self._behind: dict[int, Known] = {}
        self.said = any(_says(element) for element in elements)
        """Whether any markup gives a colour at all."""
        if self.said:
            for element in elements:
                above = element.parent
                self._text[element.index] = self._text_of(element, above)
                self._behind[element.index] = self._behind_of(element, above)

    def text(self, element: Element) -> Known:
        """The colour of the element's own text."""
        return self._text.get(element.index, "host")

    def behind(self, element: Element) -> Known:
        """The opaque colour behind the element's own text."""
        return self._behind.get(element.index, "host")

    def _text_of(self, element: Element, above: Element | None) -> Known:
        written = (element.declared or {}).get("color", ("", False))[0]
        if not written and (old := element.attributes.get(_TEXT_ATTRIBUTES.get(element.tag, ""))) is not None:
            found = attribute_colour(old)
            if found is not None:
                return found
        inherited: Known = "host" if above is None else self._text[above.index]
        if _is_faded(element):
            return "unclear"
        if written in _UNSET or written == "currentcolor":
            if not written and (
                element.tag in _OWN_COLOURS or (element.tag == "a" and "href" in element.attributes)
            ):
                return "host"
            return inherited
        found = colour(_INITIAL.get(written, written))
        return "unclear" if found is None else found

    def _behind_of(self, element: Element, above: Element | None) -> Known:
        under: Known = "host" if above is None else self._behind[above.index]
        declared, attributes = element.declared or {}, element.attributes
        if declared.get("position", ("", False))[0] in _LIFTED or element.tag in _OWN_COLOURS:
            under = "host"
        if _is_unclear(element, declared):
            return "unclear"
        written = _written(declared)
        if written == "currentcolor":
            own = self._text[element.index]
            return own if isinstance(own, Colour) else "unclear"
        if written in _UNSET or written in {"initial", "none"}:
            old = attributes.get("bgcolor", "") if not written and element.tag in _OLD_BACKGROUNDS else ""
            return attribute_colour(old) or under
        found = colour(written)
        return "unclear" if found is None else _laid(found, under)


def _is_unclear(element: Element, declared: Declarations) -> bool:
    """Whether what is behind the element is an image or a gradient, or is blended with what lies below."""
    if element.tag.startswith(("svg:", "math:")) or any(name in declared for name in _BLENDING):
        return True
    if "background" in element.attributes and element.tag in _OLD_BACKGROUNDS:
        return True
    return any(
        _image.search(declared[name][0]) for name in ("background", "background-image") if name in declared
    )


def _written(declared: Declarations) -> str:
    """The background colour that is declared, alone or in the shorthand; "" when none is."""
    written = declared.get("background-color", ("", False))[0]
    whole = declared.get("background", ("", False))[0]
    return written or (_layer_colour(whole) if whole else "")


_TEXT_ATTRIBUTES = {"font": "color", "body": "text", "basefont": "color"}
_OLD_BACKGROUNDS = frozenset({"body", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})


def _says(element: Element) -> bool:
    declared, attributes = element.declared, element.attributes
    if declared is not None and any(name in declared for name in ("color", "background-color", "background")):
        return True
    if not attributes:
        return False
    return "bgcolor" in attributes or _TEXT_ATTRIBUTES.get(element.tag, "") in attributes


def _is_faded(element: Element) -> bool:
    opacity = (element.declared or {}).get("opacity", ("1", False))[0]
    return opacity not in {"1", "1.0", "100%", "inherit", "initial", "unset"}


def _layer_colour(whole: str) -> str:
    """The colour in a `background` without an image; "" where there is none to be told."""
    if colour(whole) is not None or whole in {"inherit", "initial", "unset", "none", "currentcolor"}:
        return whole
    words = [word for word in re.split(r"\s+(?![^(]*\))", whole) if colour(word) is not None]
    return words[-1] if words else "unknown"


def _laid(found: Colour, under: Known) -> Known:
    if found.alpha >= 1:
        return found
    if found.alpha == 0:
        return under
    return found.over(under) if isinstance(under, Colour) else "unclear"
