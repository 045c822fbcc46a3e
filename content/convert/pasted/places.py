"""Links within the text, and the ids that they lead to: a footnote and the way back from it.

No id stays in a body; a block has a key. So the place is left in the text as an empty link `#at-NAME`, and what leads there
becomes `#to-NAME`: the reader makes keys of the places, and drops and lists what leads to none. Anybody may write such
links, to no harm: they lead to keys within the text.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from turbohtml import Element

AT: Final = "#at-"
TO: Final = "#to-"
_NOT_IN_KEYS: Final = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST: Final = 40
# An element may not be put into these, or would not be read there: the place is before the table, or the picture.
_BEFORE: Final = frozenset(
    ["br", "hr", "img", "input", "table", "tbody", "tfoot", "thead", "tr", "ul", "ol", "dl"]
)


def mend(root: Element) -> None:
    """Leave the places in the text that links lead to, and let those links name them."""
    links = [
        (link, unquote(href[1:]))
        for link in root.select('a[href^="#"]')
        if len(href := link.attr("href") or "") > 1
    ]
    if not links:
        return
    targets = _targets(root, {name for _, name in links})
    names: dict[str, str] = {}
    taken: set[str] = set()
    for name, element in targets.items():
        key = _NOT_IN_KEYS.sub("-", name).strip("-")[:_LONGEST] or "x"
        names[name] = key if key not in taken else f"{key}-{len(names)}"
        taken.add(names[name])
        _leave(element, names[name])
    for link, name in links:
        if name in names:
            link.attrs["href"] = TO + names[name]


def _targets(root: Element, wanted: set[str]) -> dict[str, Element]:
    """The first element for each name (HTML Living Standard, 7.4.6.4: an id, else the name of an `a`)."""
    found: dict[str, Element] = {}
    for element in root.select("[id]"):
        if (name := element.attr("id") or "") in wanted:
            found.setdefault(name, element)
    for element in root.select("a[name]"):
        if (name := element.attr("name") or "") in wanted:
            found.setdefault(name, element)
    return found


def _leave(element: Element, name: str) -> None:
    place = Element("a")
    place.attrs["href"] = AT + name
    outer = element.closest("a")
    while element.tag in _BEFORE and element.tag.startswith("t") and element.tag != "table":
        parent = element.parent
        if not isinstance(parent, Element):
            return
        element = parent
    if outer is not None:  # a link may not stand in a link
        outer.insert_before(place)
    elif element.tag in _BEFORE:
        element.insert_before(place)
    else:
        element.insert(0, place)
