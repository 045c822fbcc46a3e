"""The elements of a fragment or document in order, read once from the parser's tree.

This module and `styles` are the only ones that see a node of the parser (ADR 0005). The walk is iterative, so depth costs
no stack, and reads each node once, because every attribute access crosses from Python to C.
"""

import re
from collections.abc import Iterator
from typing import Literal

from turbohtml import Element as Node
from turbohtml import Text, parse, parse_fragment

Mode = Literal["fragment", "document"]

_integer = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]+)")

_FOREIGN_DOCTYPES = frozenset({"<!doctype svg>", "<!doctype svg ", "<!doctype math", "<!doctype svg\n"})

FRAGMENT = "#fragment"
"""The tag of the element that stands for a fragment itself; it is not in the markup."""


class Element:
    """One element with what the check knows of it.

    `tag` is the local name in lower case for HTML, with a prefix for others ("svg:title"). `children` holds elements and
    text in order. `index` counts from 0 in document order and `end` is the index after the last descendant, so that
    `elements[index:end]` is the subtree. The states are filled in by `facts`:

    - `rendered` no `display: none` or the like on it or above it; `visible` not hidden by `visibility`;
    - `concealed` under `aria-hidden="true"`; `inert` under `inert`; `exposed` in the accessibility tree, so none of these;
    - `focusable` can take focus, by script or by the user;
    - `explicit` the role that its `role` attribute names, `role` the one in force; `lang` the language in force;
    - `declared` its CSS; `table` the nearest table above; `first` a details' summary or a fieldset's legend;
    - `sectioned` within sectioning content; `disabled` within a disabled fieldset; `only_headers` a row without `td`.
    """

    __slots__ = (
        "attributes",
        "children",
        "concealed",
        "declared",
        "depth",
        "disabled",
        "end",
        "explicit",
        "exposed",
        "first",
        "focusable",
        "index",
        "inert",
        "lang",
        "node",
        "only_headers",
        "parent",
        "rendered",
        "role",
        "sectioned",
        "table",
        "tag",
        "visible",
    )

    def __init__(self, node: Node, tag: str, parent: "Element | None", depth: int) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        self.depth = depth
        self.index = 0
        self.end = 0
        self.children: list[Element | str] = []
        self.attributes: dict[str, str] = {}
        self.declared: dict[str, tuple[str, bool]] | None = None
        self.rendered = True
        self.visible = True
        self.concealed = False
        self.inert = False
        self.exposed = True
        self.focusable = False
        self.explicit: str | None = None
        self.role: str | None = None
        self.lang: str | None = None
        self.sectioned = False
        self.disabled = False
        self.table: Element | None = None
        self.first: Element | None = None
        self.only_headers: bool | None = None

    def get(self, name: str) -> str | None:
        """The value of an attribute, "" when it is there without one, null when it is not there."""
        return self.attributes.get(name)

    def ancestors(self) -> Iterator["Element"]:
        """The ancestors from the nearest outwards."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def elements(self) -> Iterator["Element"]:
        """The child elements."""
        for child in self.children:
            if child.__class__ is Element:
                yield child

    @property
    def local(self) -> str:
        """The local name as CSS type selectors want it."""
        return self.node.tag if ":" in self.tag else self.tag

    @property
    def line(self) -> int | None:
        """The line in the source, counted from 1; null for what the parser made up itself."""
        return None if self.tag == FRAGMENT else self.node.source_line

    @property
    def tab_index(self) -> int | None:
        """The number that `tabindex` gives, by HTML's rules for parsing integers; null when it gives none."""
        found = _integer.match(self.attributes.get("tabindex", ""))
        return None if found is None else int(found[1][:9])

    @property
    def tabbable(self) -> bool:
        """Whether the element is in the sequential focus order."""
        return self.focusable and ("tabindex" not in self.attributes or (self.tab_index or 0) >= 0)


def _attributes(node: Node) -> dict[str, str]:
    return {
        name: value if value.__class__ is str else "" if value is None else " ".join(value)
        for name, value in node.attrs.items()
    }


def parsed(html: str, mode: Mode) -> Node:
    """The parser's root: the `html` element of a document, or an element that holds a fragment's nodes.

    Scripting counts as on, as in the page that embeds the fragment: so the content of `noscript` is text.
    """
    if mode == "fragment":
        return parse_fragment(html, scripting=True)
    root = parse(html, scripting=True, allow_declarative_shadow_roots=False).root
    return root if root is not None else parse_fragment("")


def read(root: Node, mode: Mode) -> list[Element]:
    """All elements in document order; the first is the root (tag `html`, or `FRAGMENT`)."""
    first = Element(root, FRAGMENT if mode == "fragment" else "html", None, 0)
    elements: list[Element] = []
    pending = [first]
    while pending:
        element = pending.pop()
        element.index = len(elements)
        elements.append(element)
        node = element.node
        element.attributes = _attributes(node)
        depth = element.depth + 1
        in_html = ":" not in element.tag or element.tag == "svg:foreignobject"
        children = element.children
        below: list[Element] = []
        for child in node.children:
            if child.__class__ is Node:
                tag: str = child.tag
                if not in_html or tag in {"svg", "math"}:
                    space = child.namespace.value
                    if space != "html":
                        tag = f"{space}:{tag.lower()}"
                below_element = Element(child, tag, element, depth)
                children.append(below_element)
                below.append(below_element)
            elif child.__class__ is Text:
                children.append(child.data)
        if below:
            below.reverse()
            pending += below
    for element in reversed(elements):
        if not element.end:
            element.end = element.index + 1
        if element.parent is not None and element.end > element.parent.end:
            element.parent.end = element.end
    return elements


def _opening(html: str, *, doctypes: frozenset[str] = frozenset()) -> str:
    """The first ten letters in lower case, after a byte order mark, white space, comments and one of these doctypes."""
    position = 1 if html.startswith("\ufeff") else 0
    while True:
        while position < len(html) and html[position] in " \t\n\f\r":
            position += 1
        # `<?` opens a comment to HTML's parser: an XML declaration.
        mark = (
            "-->" if html.startswith("<!--", position) else ">" if html.startswith("<?", position) else None
        )
        if mark is None and html[position : position + 14].lower() in doctypes:
            mark = ">"
        if mark is None:
            return html[position : position + 10].lower()
        end = html.find(mark, position + 2 + 2 * (mark == "-->"))
        if end < 0:
            return ""
        position = end + len(mark)


def is_foreign(html: str) -> bool:
    """Whether the root of a document is an `svg` or a `math` element: it is then no page to the rules for pages."""
    opening = _opening(html, doctypes=_FOREIGN_DOCTYPES)
    return opening.startswith(("<svg", "<math")) and not opening[4:6].strip("h").isalnum()


def is_document(html: str) -> bool:
    """Whether markup opens with a doctype or `<html>`, after a byte order mark, white space and comments."""
    opening = _opening(html)
    return opening.startswith("<!doctype") or (
        opening.startswith("<html") and not opening[5:6].isalnum() and opening[5:6] != "-"
    )


def decoded(raw: bytes) -> str:
    """Bytes as a browser would read them: a byte-order mark, a `<meta charset>`, UTF-8, else windows-1252.

    Source: HTML Living Standard, 13.2.3.2 (determining the character encoding).
    """
    label = parse(raw, positions=False).encoding or "utf-8"
    try:
        return raw.decode(label, "replace").removeprefix("\ufeff")
    except LookupError:  # a label of the web that Python has no codec for
        return raw.decode("utf-8", "replace").removeprefix("\ufeff")


__all__ = ["FRAGMENT", "Element", "Mode", "Node", "decoded", "is_document", "is_foreign", "parsed", "read"]
