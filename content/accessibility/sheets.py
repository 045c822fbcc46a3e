"""The style rules of a `<style>` sheet, flat and in order, as a screen reader's browser would use them.

Sources: CSS Syntax 3 (blocks), CSS Nesting 1, CSS Cascade 5 (layers), Media Queries 5, CSS Conditional 3. A sheet is read in one
pass without recursion. What cannot be read is left out, as user agents do.
"""

import re

from msgspec import Struct

UNLAYERED = 1_000_000
"""The layer of rules that are in none: these win over all that are."""

_LONGEST_SELECTOR = 2000
_MOST_RULES, _DEEPEST_BLOCK = 20_000, 100
_WIDTH, _HEIGHT = 1280.0, 800.0
"""The window that media queries are asked for, in pixels."""

_comment = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|/\*.*?(?:\*/|\Z)|<!--|-->""", re.DOTALL)
_piece = re.compile(r"""\\.|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|[{};()\[\]]""", re.DOTALL)
_part = re.compile(r"""\\.|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[,()\[\]]""", re.DOTALL)
_feature = re.compile(r"(min-|max-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)?\Z")
_HOLDS = frozenset(
    {
        "color", "grid: 0", "grid:0", "hover", "hover: hover", "hover:hover", "any-hover: hover", "pointer: fine",
        "any-pointer: fine", "orientation: landscape", "scripting: enabled", "update: fast", "forced-colors: none",
        "prefers-reduced-motion: no-preference", "prefers-color-scheme: light", "prefers-contrast: no-preference",
        "width", "height",
    }
)  # fmt: skip


class StyleRule(Struct, frozen=True):
    """One rule: its selectors, the text of its declarations, its layer (lower loses), its place in the sheet."""

    selectors: tuple[str, ...]
    style: str
    layer: int
    order: int


class _Block(Struct):
    """An open block. `kind`: "style" holds declarations, "group" holds rules, "off" holds what is not used."""

    kind: str
    selectors: tuple[str, ...]
    layer: int
    order: int
    declarations: list[str]


def split(text: str) -> list[str]:
    """The parts between commas that stand in no bracket and no string."""
    parts: list[str] = []
    start = depth = 0
    for match in _part.finditer(text):
        mark = match[0]
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
        elif mark == "," and depth == 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    parts.append(text[start:].strip())
    return parts


def _matches_feature(feature: str) -> bool:
    feature = " ".join(feature.split())
    found = _feature.match(feature)
    if found is None:
        return feature in _HOLDS
    try:
        asked = float(found[3]) * (1 if found[4] in {None, "px"} else 16)
    except ValueError:
        return False
    have = _WIDTH if found[2] == "width" else _HEIGHT
    return have >= asked if found[1] == "min-" else have <= asked if found[1] == "max-" else have == asked


def applies(media: str) -> bool:
    """Whether a list of media queries holds for a screen of usual size; a query that is not understood does not."""
    queries = split(media.lower())
    return queries == [""] or any(_applies(query) for query in queries)


def _applies(query: str) -> bool:
    negated = query.startswith("not ")
    query = query.removeprefix("not ").removeprefix("only ")
    holds = True
    for part in query.split(" and "):
        words = part.strip()
        if words.startswith("("):
            holds = holds and _matches_feature(words.strip("() "))
        else:
            holds = holds and words in {"all", "screen"}
    return holds is not negated


def _nested(prelude: str, parent: _Block | None) -> tuple[str, ...]:
    if parent is None or not parent.selectors:
        return tuple(one for one in split(prelude) if one and len(one) <= _LONGEST_SELECTOR)
    around = f":is({', '.join(parent.selectors)})" if len(parent.selectors) > 1 else parent.selectors[0]
    found = [one.replace("&", around) if "&" in one else f"{around} {one}" for one in split(prelude) if one]
    return tuple(one for one in found if len(one) <= _LONGEST_SELECTOR)


class _Layers:
    """Layers in the order in which their names are first seen."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def place(self, name: str) -> int:
        return self._known.setdefault(name or f"#{len(self._known)}", len(self._known))


def _opened(prelude: str, around: _Block | None, order: int, layers: _Layers) -> _Block:
    layer = around.layer if around is not None else UNLAYERED
    selectors = around.selectors if around is not None else ()
    if around is not None and around.kind == "off":
        return _Block("off", (), layer, order, [])
    if not prelude.startswith("@"):
        return _Block("style", _nested(prelude, around), layer, order, [])
    name, _, rest = prelude[1:].partition(" ")
    name, bracket, more = name.partition("(")
    rest = (bracket + more + " " + rest).strip()
    kind = "off"
    match name.lower():
        case "media" if applies(rest):
            kind = "group"
        case "supports" if not rest.lower().startswith("not"):
            kind = "group"
        case "layer":
            kind, layer = "group", layers.place(rest)
    # Declarations right inside a nested `@media` belong to the rule around it.
    return _Block("style" if kind == "group" and selectors else kind, selectors, layer, order, [])


class _Reader:
    """Where the reading of a sheet stands: the blocks that are open, and the rules found so far."""

    def __init__(self) -> None:
        self.found: list[StyleRule] = []
        self._layers = _Layers()
        self._open: list[_Block] = []
        self._order = 0
        self._beyond = 0

    def open(self, prelude: str) -> None:
        if len(self._open) > _DEEPEST_BLOCK:
            self._beyond += 1
            return
        self._order += 1
        around = self._open[-1] if self._open else None
        self._open.append(_opened(prelude, around, self._order, self._layers))

    def say(self, piece: str) -> None:
        """A declaration, or an at-rule without a block."""
        if self._beyond:
            return
        if self._open and self._open[-1].kind == "style":
            self._open[-1].declarations.append(piece)
        elif piece.lower().startswith("@layer "):
            for name in split(piece[7:]):
                self._layers.place(name)

    def close(self) -> None:
        if self._beyond:
            self._beyond -= 1
        elif self._open:
            block = self._open.pop()
            style = ";".join(one for one in block.declarations if one)
            if block.kind == "style" and block.selectors and style:
                self.found.append(StyleRule(block.selectors, style, block.layer, block.order))

    def end(self) -> None:
        while self._open or self._beyond:
            self.close()


def style_rules(text: str) -> list[StyleRule]:
    """The style rules of a sheet that are in force, those of `@media` and nested ones included."""
    text = _comment.sub(lambda match: match[1] or " ", text)
    reader = _Reader()
    start = depth = 0
    for match in _piece.finditer(text):
        if len(reader.found) > _MOST_RULES:
            break
        mark = match[0]
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(depth - 1, 0)
        elif depth == 0 and mark in "{};":
            piece = text[start : match.start()].strip()
            start = match.end()
            if mark == "{":
                reader.open(piece)
            else:
                reader.say(piece)
            if mark == "}":
                reader.close()
    reader.say(text[start:].strip())
    reader.end()
    return sorted(reader.found, key=lambda rule: rule.order)


_simple = re.compile(
    r"""\\.|"[^"]*"|'[^']*'|::?[\w-]+\(?|\#(?:\\.|[\w-])+|\.(?:\\.|[\w-])+|\[|\]|\(|\)|(?<![\w.#:\\-])[a-zA-Z][\w-]*""",
    re.DOTALL,
)
_LISTS = frozenset({":is(", ":not(", ":has(", ":matches("})
_ELEMENTS = frozenset({":before", ":after", ":first-line", ":first-letter"})
_DEEPEST = 8


def specificity(selector: str, depth: int = 0) -> tuple[int, int, int]:
    """Ids, classes and types that a selector counts for (Selectors 4, section 17)."""
    ids = classes = types = 0
    position, bracket = 0, False
    while (match := _simple.search(selector, position)) is not None:
        position, mark = match.end(), match[0]
        if bracket:
            bracket = mark != "]"
        elif mark == "[":
            bracket, classes = True, classes + 1
        elif mark[0] == "#":
            ids += 1
        elif mark[0] == ".":
            classes += 1
        elif mark.startswith("::") or mark in _ELEMENTS:
            types += 1
        elif mark[0] == ":":
            name = mark.lower()
            if name.endswith("("):
                inside, position = _arguments(selector, position)
                if name in _LISTS and depth < _DEEPEST:
                    most = max(specificity(one, depth + 1) for one in split(inside))
                    ids, classes, types = ids + most[0], classes + most[1], types + most[2]
                elif name != ":where(":
                    classes += 1
            else:
                classes += 1
        elif mark[0].isalpha():
            types += 1
    return ids, classes, types


def _arguments(selector: str, start: int) -> tuple[str, int]:
    depth = 1
    for match in _part.finditer(selector, start):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth == 0:
            return selector[start : match.start()], match.end()
    return selector[start:], len(selector)


__all__ = ["UNLAYERED", "StyleRule", "applies", "specificity", "split", "style_rules"]
