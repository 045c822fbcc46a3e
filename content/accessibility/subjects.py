"""What a finding is about, as a digest: the same in every variant and at every heading level, and whatever stands around it.

An answer of a person is bound to this digest. So it covers what a person looks at (words, addresses, alternatives, languages,
what may be played), and neither ids and classes, nor how a heading is numbered, nor which of several sizes of an image is offered.
"""

import re
from collections.abc import Iterable
from hashlib import sha256

from content.accessibility.tree import Element
from content.characters import squeezed

_MEANT = (
    "alt",
    "aria-label",
    "autoplay",
    "colspan",
    "controls",
    "data",
    "href",
    "kind",
    "lang",
    "loop",
    "muted",
    "placeholder",
    "role",
    "rowspan",
    "scope",
    "src",
    "srclang",
    "style",
    "title",
    "type",
    "value",
)
_heading = re.compile(r"h[1-6]\Z")
_SIZES = frozenset({"picture"})
"""Elements whose `source` children are sizes of one image."""


def subject(elements: Iterable[Element], known: dict[int, bytes]) -> str:
    """The digest of these elements together, each with the language in force there: "sha256:" and 64 hexadecimal digits.

    `known` holds the digests of elements by their index, so that many findings in one another cost no more than one reading.
    """
    whole = sha256()
    for element in elements:
        whole.update(_part(b"L", (element.lang or "").lower()))
        whole.update(_digest(element, known))
    return f"sha256:{whole.hexdigest()}"


def _digest(element: Element, known: dict[int, bytes]) -> bytes:
    pending = [element]
    while pending:
        one = pending[-1]
        if one.index in known:
            pending.pop()
            continue
        missing = [child for child in one.elements() if child.index not in known and not _is_size(child)]
        if missing:
            pending += missing
            continue
        pending.pop()
        known[one.index] = _own(one, known)
    return known[element.index]


def _own(element: Element, known: dict[int, bytes]) -> bytes:
    own = sha256(_part(b"E", _heading.sub("h", element.tag)))
    for name in _MEANT:
        if name in element.attributes:
            own.update(_part(b"A", f"{name}={squeezed(element.attributes[name])}"))
    for child in element.children:
        if isinstance(child, str):
            if words := squeezed(child):
                own.update(_part(b"T", words))
        elif not _is_size(child):
            own.update(b"C" + known[child.index])
    return own.digest()


def _is_size(element: Element) -> bool:
    return element.tag == "source" and element.parent is not None and element.parent.tag in _SIZES


def _part(sort: bytes, text: str) -> bytes:
    """A part with its sort and its length, so that no two sequences of parts are the same bytes."""
    data = text.encode("utf-8", "replace")
    return sort + len(data).to_bytes(8, "big") + data
