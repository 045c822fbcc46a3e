"""CSS as far as markup shows it: `style` attributes and `<style>` sheets (CSS Cascading and Inheritance Level 4).

No layout runs and media queries are not asked. Work is bounded: what goes beyond `LIMIT` matches of selectors against
elements is left out, so a hostile sheet cannot hold the check up.
"""

import re

from turbohtml import Element as Node
from turbohtml import SelectorSyntaxError
from turbohtml.cssom import StyleDeclaration, StyleSheet

Declarations = dict[str, tuple[str, bool]]
"""Winning value and importance by property."""

LIMIT = 2_000_000

_ids = re.compile(r"#[\w-]+")
_classes = re.compile(r"\.[\w-]+|\[[^\]]*\]|(?<!:):(?!:)[\w-]+")
_types = re.compile(r"(?:^|[\s>+~(])[a-zA-Z][\w-]*|::[\w-]+")
_length = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px|em|rem|%|pt|pc|in|cm|mm|q|ex|ch)?\Z")
_pixels = {
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
}
_keywords = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}


def declared(style: str) -> Declarations:
    """The winning declarations of one `style` attribute."""
    block = StyleDeclaration.parse(style)
    return {name: (block[name].strip().lower(), block.important(name)) for name in block}


def _specificity(selector: str) -> tuple[int, int, int]:
    return len(_ids.findall(selector)), len(_classes.findall(selector)), len(_types.findall(selector))


def sheets(root: Node, size: int) -> dict[Node, Declarations]:
    """What the `<style>` sheets of a tree of `size` elements declare for each element that they match."""
    rules: list[tuple[tuple[int, int, int], int, str, Declarations]] = []
    for style in root.select("style"):
        for rule in StyleSheet(style.text).rules:
            found = {
                name: (rule.style[name].strip().lower(), rule.style.important(name)) for name in rule.style
            }
            for selector in rule.selector_text.split(","):
                if found and len(rules) * size < LIMIT:
                    rules.append((_specificity(selector), len(rules), selector.strip(), found))
    matched: dict[Node, Declarations] = {}
    for _, _, selector, found in sorted(rules, key=lambda rule: rule[:2]):
        try:
            nodes = root.select(selector)
        except (SelectorSyntaxError, ValueError):
            continue
        if root.tag == "html" and selector in {"html", ":root", "*"}:
            nodes = [root, *nodes]
        for node in nodes:
            merge(matched.setdefault(node, {}), found)
    return matched


def merge(below: Declarations, above: Declarations) -> None:
    """Lays `above` over `below` in place: a later declaration wins unless the earlier alone is important."""
    for name, (value, important) in above.items():
        if important or not below.get(name, ("", False))[1]:
            below[name] = (value, important)


def length(value: str, font_size: float) -> float | None:
    """A CSS length in pixels, relative to a font size in pixels; null when it cannot be told without layout."""
    match = _length.match(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit is None:
        return number if number == 0 else None
    if unit in {"em", "%"}:
        return number * font_size / (100 if unit == "%" else 1)
    if unit in {"ex", "ch"}:
        return number * font_size / 2
    if unit == "rem":
        return number * 16
    return number * _pixels[unit]


def font_size(value: str, inherited: float) -> float:
    """The font size in pixels that a declared value gives below an inherited one; what is not understood is inherited."""
    if value in _keywords:
        return _keywords[value]
    if value == "smaller":
        return inherited / 1.2
    if value == "larger":
        return inherited * 1.2
    if value == "initial":
        return 16.0
    size = length(value, inherited)
    return inherited if size is None else size
