"""CSS as far as markup shows it: `style` attributes and `<style>` sheets (CSS Cascading and Inheritance Level 5).

No layout runs. Work is bounded: what goes beyond `LIMIT` matches of selectors against elements is left out, so a hostile sheet
cannot hold the check up.
"""

import re
from collections.abc import Callable

from turbohtml import Element as Node
from turbohtml import SelectorSyntaxError

from content.accessibility import sheets as rules

Declarations = dict[str, tuple[str, bool]]
"""Winning value and importance by property; those of `::before` and `::after` under names like "::before content"."""

LIMIT = 2_000_000

_pseudo = re.compile(r"::?(before|after)\s*\Z", re.IGNORECASE)
_important = re.compile(r"\s*!\s*important\Z", re.IGNORECASE)
_comment = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_declaration = re.compile(r"""(?:\\.|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|\([^)]*\)?|[^;])+""", re.DOTALL)
_dimension = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?([a-z]+|%)?\Z")
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
_font = re.compile(
    r"(?:^|\s)([\d.]+(?:px|em|rem|%|pt|pc|in|cm|mm|q|ex|ch)|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?:\s*/\s*(\S+))?(?=\s)"
)
_GENERATING = ("content", "display", "visibility")
_WIDE_KEYWORDS = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_DISPLAYS = frozenset(
    {
        "none", "contents", "block", "inline", "flow", "flow-root", "inline-block", "flex", "inline-flex", "grid", "inline-grid",
        "table", "inline-table", "table-row", "table-cell", "table-caption", "table-row-group", "table-header-group",
        "table-footer-group", "table-column", "table-column-group", "list-item", "ruby", "ruby-text", "ruby-base", "math",
        "-webkit-box", "-webkit-inline-box", "run-in",
    }
)  # fmt: skip


def _is_spacing(value: str) -> bool:
    match = _dimension.match(value)
    return value == "normal" or (match is not None and (match[1] is not None or not value.strip("+-0.")))


def _is_line_height(value: str) -> bool:
    return value == "normal" or (not value.startswith("-") and _dimension.match(value) is not None)


def _is_font_size(value: str) -> bool:
    return value in _keywords or value in {"smaller", "larger", "xxx-large", "math"} or _is_spacing(value)


_VALID: dict[str, Callable[[str], bool]] = {
    "display": lambda value: _DISPLAYS.issuperset(value.split()),
    "visibility": {"visible", "hidden", "collapse"}.__contains__,
    "letter-spacing": _is_spacing,
    "word-spacing": _is_spacing,
    "line-height": _is_line_height,
    "font-size": _is_font_size,
}
"""What a user agent would take for a value; it ignores a declaration with another."""


def _is_valid(name: str, value: str) -> bool:
    test = _VALID.get(name)
    return test is None or value in _WIDE_KEYWORDS or "(" in value or test(value)


def declared(style: str) -> Declarations:
    """The winning declarations of one `style` attribute or the block of one rule.

    The `font` shorthand also declares `font-size` and `line-height`. Values are in lower case, but for `content`.
    """
    found: Declarations = {}
    if "/*" in style:
        style = _comment.sub(" ", style)
    pieces = _declaration.findall(style) if "(" in style or '"' in style or "'" in style else style.split(";")
    for piece in pieces:
        name, colon, written = piece.partition(":")
        name, written = name.strip().lower(), written.strip()
        if not colon or not written:
            continue
        value = _important.sub("", written)
        important = len(value) < len(written)
        if name != "content":
            value = value.lower()
        if name == "font" and (size := _font.search(value)) is not None:
            merge(found, {"font-size": (size[1], important), "line-height": (size[2] or "normal", important)})
        if _is_valid(name, value):
            merge(found, {name: (value, important)})
    return found


def sheets(root: Node, size: int) -> dict[Node, Declarations]:
    """What the `<style>` sheets of a tree of `size` elements declare for each element that they match."""
    known: list[tuple[int, tuple[int, int, int], int, str, Declarations]] = []
    for style in root.select("style"):
        attributes = style.attrs
        if str(attributes.get("type") or "text/css").strip().lower() != "text/css":
            continue
        if not rules.applies(str(attributes.get("media") or "")):
            continue
        for rule in rules.style_rules(style.text):
            found = declared(rule.style)
            for selector in rule.selectors:
                if found and len(known) * size < LIMIT:
                    known.append((rule.layer, rules.specificity(selector), len(known), selector, found))
    matched: dict[Node, Declarations] = {}
    for _, _, _, selector, found in sorted(known, key=lambda rule: rule[:3]):
        pseudo = _pseudo.search(selector)
        if pseudo is None:
            _lay(root, selector, found, matched)
        else:
            prefix = f"::{pseudo[1].lower()} "
            shown = {prefix + name: found[name] for name in _GENERATING if name in found}
            base = selector[: pseudo.start()] or "*"
            _lay(root, base + "*" if base[-1] in " >+~" else base, shown, matched)
    return matched


def _lay(root: Node, selector: str, found: Declarations, matched: dict[Node, Declarations]) -> None:
    try:
        nodes = root.select(selector)
        if root.tag == "html" and root.matches(selector):
            nodes = [root, *nodes]
    except (SelectorSyntaxError, ValueError):
        return
    for node in nodes:
        merge(matched.setdefault(node, {}), found)


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
