"""The facts that rules read: one pass over the tree, everything else on demand and remembered.

Sources: HTML-AAM 1.0 and WAI-ARIA 1.2 section 7.1 for what is left out of the accessibility tree, HTML section 15.3 for
what user agents do not render.
"""

import re
from collections import Counter

from content.accessibility import grid, names, rendering, styles, tree
from content.accessibility.colours import Colours
from content.accessibility.passages import Passage, passages
from content.accessibility.scripts import Scripts
from content.accessibility.semantics import explicit_role, inherit, resolve_role
from content.accessibility.tree import FRAGMENT, Element, Mode
from content.characters import squeezed

_simple_id = re.compile(r"[a-zA-Z_][a-zA-Z0-9_-]*\Z")
_plain = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*\Z")


class Facts:
    """What is known of one fragment or document.

    `elements` are in document order, the root first. `by_tag`, `by_role` (exposed elements alone) and `by_id` index them;
    `aria` holds those with an `aria-*` attribute, `roled` those with a `role`, `styled` those with a `style`. `foreign` says that a
    document is a drawing or a formula, not a page.
    """

    __slots__ = (
        "_colours",
        "_passages",
        "aria",
        "by_id",
        "by_role",
        "by_tag",
        "elements",
        "font_sizes",
        "foreign",
        "headers",
        "heading_level",
        "html",
        "mode",
        "names",
        "owners",
        "roled",
        "root",
        "scripts",
        "selectors",
        "sights",
        "styled",
        "subjects",
    )

    def __init__(self, html: str, *, mode: Mode, heading_level: int) -> None:
        node = tree.parsed(html, mode)
        self.html = html
        self.mode: Mode = mode
        self.foreign = mode == "document" and tree.is_foreign(html)
        self.heading_level = heading_level
        self.elements = tree.read(node, mode)
        self.root = self.elements[0]
        self.by_tag: dict[str, list[Element]] = {}
        self.by_role: dict[str, list[Element]] = {}
        self.by_id: dict[str, list[Element]] = {}
        self.aria: list[Element] = []
        self.roled: list[Element] = []
        self.styled: list[Element] = []
        self._colours: Colours | None = None
        self._passages: list[Passage] | None = None
        self.font_sizes: dict[int, float] = {}
        self.headers: dict[int, set[int] | None] = {}
        self.sights: dict[int, bool] = {}
        self.selectors: dict[int, str | None] = {}
        self.subjects: dict[int, bytes] = {}
        styled = any(element.tag == "style" for element in self.elements)
        rendering.set_aside_areas(self.elements)
        self._look(styles.sheets(node, len(self.elements)) if styled else {})
        self.owners = _owners(self)
        self.scripts = Scripts(self.text(one) for one in self.by_tag.get("script", ()))
        self.names = names.Names(self.elements, self.by_id, self.by_tag)

    def _look(self, sheets: dict[tree.Node, styles.Declarations]) -> None:
        by_tag, by_role, by_id = self.by_tag, self.by_role, self.by_id
        for element in self.elements:
            parent, attributes = element.parent, element.attributes
            if parent is None:
                element.lang = attributes.get("lang")
            else:
                inherit(element, parent)
            if attributes:
                self._read_attributes(element)
            if sheets and (found := sheets.get(element.node)) is not None:
                found = dict(found)
                styles.merge(found, element.declared or {})
                element.declared = found
            rendering.decide(element, parent)
            element.role = resolve_role(element)
            by_tag.setdefault(element.tag, []).append(element)
            if identity := attributes.get("id"):
                by_id.setdefault(identity, []).append(element)
            if element.exposed and element.role is not None:
                by_role.setdefault(element.role, []).append(element)

    def _read_attributes(self, element: Element) -> None:
        attributes = element.attributes
        if "role" in attributes:
            element.explicit = explicit_role(element)
            self.roled.append(element)
        if (style := attributes.get("style")) is not None:
            element.declared = styles.declared(style)
            self.styled.append(element)
        for name in attributes:
            if name.startswith("aria-"):
                self.aria.append(element)
                break

    def tagged(self, *tags: str) -> list[Element]:
        """The elements with one of these tags, in document order."""
        return self._together(self.by_tag, tags)

    def with_role(self, *roles: str) -> list[Element]:
        """The exposed elements with one of these roles, in document order."""
        return self._together(self.by_role, roles)

    @staticmethod
    def _together(index: dict[str, list[Element]], keys: tuple[str, ...]) -> list[Element]:
        found = [index[key] for key in keys if key in index]
        if len(found) < 2:  # noqa: PLR2004 - nothing to merge
            return found[0] if found else []
        return sorted(
            (element for elements in found for element in elements), key=lambda element: element.index
        )

    def name(self, element: Element) -> str:
        """The accessible name, "" when there is none (accname 1.2)."""
        return self.names.of(element)

    @property
    def passages(self) -> list[Passage]:
        """The text that is seen, by the block that it stands in."""
        if self._passages is None:
            self._passages = passages(self.root)
        return self._passages

    @property
    def colours(self) -> Colours:
        """The colours of text and of what is behind it."""
        if self._colours is None:
            self._colours = Colours(self.elements)
        return self._colours

    def target(self, identity: str) -> Element | None:
        """The first element with this id."""
        found = self.by_id.get(identity)
        return found[0] if found else None

    def inside(self, element: Element) -> list[Element]:
        """The descendants, in document order."""
        return self.elements[element.index + 1 : element.end]

    def text(self, element: Element) -> str:
        """The text of the element and its descendants, hidden or not, with white space collapsed."""
        parts = [child for child in element.children if isinstance(child, str)]
        if element.end > element.index + 1:
            parts = []
            pending: list[Element | str] = [element]
            while pending:
                child = pending.pop()
                if isinstance(child, str):
                    parts.append(child)
                else:
                    pending += reversed(child.children)
        return squeezed("".join(parts))

    def may_be_filled(self, element: Element) -> bool:
        """Whether a script in the document names the element or one in it, and fills in or changes what it names."""
        words = self.scripts.filling
        return bool(words) and any(
            one.attributes.get("id") in words for one in self.elements[element.index : element.end]
        )

    def font_size(self, element: Element) -> float:
        """The computed font size in pixels, as far as markup says it; 16 where nothing does."""
        sizes = self.font_sizes
        above: list[Element] = []
        one: Element | None = element
        while one is not None and one.index not in sizes:
            above.append(one)
            one = one.parent
        size = 16.0 if one is None else sizes[one.index]
        for one in reversed(above):
            if one.declared is not None and "font-size" in one.declared:
                size = styles.font_size(one.declared["font-size"][0], size)
            sizes[one.index] = size
        return size

    def unassigned(self, table: Element) -> set[int] | None:
        """The indices of the table's header cells that no cell is assigned to; null when it is too large to tell."""
        if table.index not in self.headers:
            self.headers[table.index] = (
                grid.unassigned(table)
                if table.tag == "table"
                else grid.unassigned_by_role([one for one in self.inside(table) if one.exposed])
            )
        return self.headers[table.index]

    def selector(self, element: Element) -> str | None:
        """A CSS selector that finds this element alone: from the nearest unique id, the document, or `:scope`.

        Null for the fragment itself and for what is deeper than `DEEPEST` below such a start.
        """
        return _selector(self, element)


def _owners(facts: Facts) -> dict[int, Element]:
    owners: dict[int, Element] = {}
    for element in facts.aria:
        if (value := element.attributes.get("aria-owns")) is not None:
            for identity in value.split():
                target = facts.target(identity)
                if target is not None and not target.index <= element.index < target.end:
                    owners.setdefault(target.index, element)
    return owners


DEEPEST = 100


def _selector(facts: Facts, element: Element) -> str | None:
    if element.tag == FRAGMENT:
        return None
    kept = facts.selectors
    steps: list[Element] = []
    start: str | None = None
    one: Element | None = element
    while one is not None and len(steps) < DEEPEST:
        identity = one.attributes.get("id", "")
        if _simple_id.match(identity) and len(facts.by_id[identity]) == 1:
            start = "#" + identity
        elif one.parent is None:
            start = "html" if one.tag == "html" else ":scope"
        if start is not None:
            break
        steps.append(one)
        one = one.parent
    if start is None:
        return None
    for step in reversed(steps):
        if step.index not in kept:
            _number_children(step.parent, kept)
        start += f" > {kept[step.index]}"
    return start


def _number_children(parent: Element | None, kept: dict[int, str | None]) -> None:
    if parent is None:
        return
    children = list(parent.elements())
    total = Counter(child.local for child in children)
    seen: Counter[str] = Counter()
    for position, child in enumerate(children, 1):
        local = child.local
        seen[local] += 1
        if not _plain.match(local):
            kept[child.index] = f":nth-child({position})"
        elif total[local] == 1:
            kept[child.index] = local
        else:
            kept[child.index] = f"{local}:nth-of-type({seen[local]})"
