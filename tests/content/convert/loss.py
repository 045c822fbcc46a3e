"""What a conversion lost: words, their order, links. It reads the source as a browser shows it, and the body as apps read it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import turbohtml
from msgspec import UNSET, Struct
from turbohtml import Element, Text

from content.convert import Converted
from content.sanitize import policy
from content.text import Block, Link, Prose, Table, inner, plain

# Not shown, or a control that holds no text of the page: what was in these is listed among what was dropped.
_UNSEEN_TAGS = """
    head title script style template noscript iframe noembed noframes object embed audio video canvas
    select datalist textarea input applet frameset annotation annotation-xml desc metadata
"""
UNSEEN = frozenset(_UNSEEN_TAGS.split())
# Where a browser begins a new line, or another cell: words on both sides are not one.
_APART_TAGS = """
    address article aside blockquote body br button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li listing
    main menu nav ol p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp area
    img math svg mi mo mn mtext text
"""
APART = frozenset(_APART_TAGS.split())
# Their words may stand elsewhere in the body than they stood in the page: a caption comes after its picture.
MOVED = frozenset(["caption", "figcaption", "summary", "footer", "cite", "map"])


_FILE_NAME = re.compile(r"^\s*\S+\.\w{3,4}\s*$")  # no alternative text: dropped, and listed
_QUOTES = str.maketrans("", "", "«»“”")  # which a `q` has from us, and had from the browser


class Lost(Struct, frozen=True):
    """`words` that are not in the body, or not as often; the first that are out of `order`; `links` in neither body nor list."""

    words: dict[str, int]
    order: list[str]
    links: set[str]

    def __bool__(self) -> bool:
        return bool(self.words or self.order or self.links)


def lost(html: str, converted: Converted) -> Lost:
    """Everything that the page showed and that the conversion neither kept nor, for links, listed."""
    root = turbohtml.parse(html)
    shown = list(_folded(_shown(root, moved=True)))
    kept = [word for block in converted.body for word in _folded(iter([_read(block)]))]
    return Lost(
        dict(Counter(shown) - Counter(kept)),
        _out_of_order(list(_folded(_shown(root, moved=False))), kept),
        _links(root)
        - _linked(converted.body)
        - {each.name for each in converted.dropped if each.what == "address"},
    )


def _shown(parent: Element | turbohtml.Document, *, moved: bool) -> Iterator[str]:
    for node in parent.children:
        if isinstance(node, Text):
            yield node.data
        elif isinstance(node, Element) and _is_shown(node) and (moved or node.tag not in MOVED):
            if node.tag == "img" and moved and not _FILE_NAME.search(node.attr("alt") or ""):
                yield f"\n{node.attr('alt') or ''}"
            apart = "\n" if node.tag in APART else ""
            yield apart
            yield from _shown(node, moved=moved)
            yield apart


def _is_shown(node: Element) -> bool:
    """Not so the sign in front of a list item of Word's, which a list has of itself."""
    return node.tag not in UNSEEN and "mso-list:Ignore" not in (node.attr("style") or "")


def _folded(texts: Iterator[str]) -> Iterator[str]:
    """Words, with what an eye cannot tell apart made one, and without what an eye cannot see."""
    text = unicodedata.normalize("NFKC", "".join(texts)).replace("\N{MINUS SIGN}", "-")
    for word in text.split():
        seen = "".join(
            letter for letter in word if unicodedata.category(letter) not in {"Cc", "Cf", "Cn", "Co"}
        )
        if seen := seen.translate(_QUOTES):
            yield seen


def _read(block: Block) -> str:
    texts = [plain(block)]
    if isinstance(caption := getattr(block, "caption", UNSET), str) and not isinstance(block, Table):
        texts.append(caption)
    return "\n".join(texts)


def _out_of_order(shown: list[str], kept: list[str]) -> list[str]:
    """The words from the first on that does not come after those before it."""
    at = 0
    for place, word in enumerate(shown):
        try:
            at = kept.index(word, at) + 1
        except ValueError:
            return shown[max(0, place - 3) : place + 5]
    return []


def _links(root: turbohtml.Document) -> set[str]:
    """The addresses of links that have something to follow them by, as we write them, or as written where we refuse them."""
    found = set()
    for link in root.select("a[href], area[href]"):
        href = link.attr("href") or ""
        if not any(link.closest(tag) for tag in UNSEEN):
            found.add(policy.address(href) or href[:200])
    return {href for href in found if href and not href.startswith("#")}


def _linked(body: tuple[Block, ...]) -> set[str]:
    found: set[str] = set()
    for block in body:
        prose = [block] if isinstance(block, Prose) else list(inner(block))
        marks = [mark for each in prose for mark in each.mark_defs]
        if isinstance(block, Table):
            marks += [mark for row in block.rows for cell in row.cells for mark in cell.mark_defs]
        for mark in marks:
            if isinstance(mark, Link):
                found.add(str(mark.href) if mark.href is not UNSET else f"urn:uuid:{mark.record}")
    return found
