"""HTML in: from whatever was pasted or sent to the few elements that Portable Text can say.

Guard (bounds) → turbohtml (remove what must go whole) → bleach (our list) → turbohtml again, which refuses anything that is
not on the list: two parsers of different make must agree. Repeated until nothing changes, so cleaning twice is cleaning once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal

import turbohtml
from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]  # its stubs leave it out
from bleach.sanitizer import Cleaner
from msgspec import Struct
from turbohtml import Comment, Element, Namespace, Text

from content.errors import Invalid
from content.sanitize import guard, policy
from content.sanitize.version import POLICY, Policy

__all__ = ["POLICY", "Dropped", "Policy", "Sanitized", "What", "listed", "sanitize"]

What = Literal["address", "attribute", "character", "comment", "element", "tag", "words"]

_MAX_ROUNDS: Final = 6
# The same letters that content.validation refuses: XML 1.0 cannot carry them.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_QUIET: Final = frozenset({"html", "head", "body", "tbody"})  # a parser's own additions
_SHOWN: Final = 200
_AS_WRITTEN: Final = frozenset({"listing", "pre"})
_NOT_SHOWN: Final = policy.UNSEEN | {"annotation", "annotation-xml", "desc", "metadata", "title"}
_CARRY_ADDRESSES: Final = ("action", "cite", "data", "formaction", "href", "poster", "src")


class Dropped(Struct, frozen=True, kw_only=True):
    """What did not come through, and how often.

    `what`: an `element` went with all that was in it; of a `tag` the words stayed; `words` were in an element that went;
    `address`, `attribute`, `character` and `comment` are what they say. `name` is the element, the attribute, the refused
    address, or the words: of the last two no more than 200 characters.
    """

    what: What
    name: str = ""
    times: int = 1


class Sanitized(Struct, frozen=True, kw_only=True):
    """Clean HTML, what was dropped to get it, sorted, and the policy that it was cleaned by."""

    html: str
    dropped: tuple[Dropped, ...] = ()
    policy: Policy = POLICY


def sanitize(html: str, mend: Callable[[Element], None] | None = None) -> Sanitized:
    """The HTML with nothing but what `policy` allows. Raises Invalid where it is beyond the bounds, or will not come clean.

    `mend` may change the tree before anything is taken from it; what it makes is cleaned as all else.
    """
    dropped: Counter[tuple[What, str]] = Counter()
    guard.guard(html)
    clean = _once(html, dropped, mend)
    for _ in range(_MAX_ROUNDS):
        again = _once(clean, dropped)
        if again == clean:
            return Sanitized(html=clean, dropped=listed(dropped))
        clean = again
    raise _unclean("it changes each time that it is read")


def listed(dropped: Counter[tuple[What, str]]) -> tuple[Dropped, ...]:
    """The counts as sorted Dropped."""
    return tuple(
        Dropped(what=what, name=name, times=times) for (what, name), times in sorted(dropped.items()) if times
    )


def _once(
    html: str, dropped: Counter[tuple[What, str]], mend: Callable[[Element], None] | None = None
) -> str:
    root = turbohtml.parse_fragment(_writable(html, dropped), positions=False)
    guard.shallow(root)
    guard.short(root)
    if mend:
        mend(root)
        guard.shallow(root)
    _prepare(root, dropped)
    # Serialising has resolved character references, so letters that were hidden in them show now.
    cleaner = Cleaner(  # a fresh one each time: a Cleaner is not safe to share between threads
        tags=policy.TAGS,
        attributes=policy.allowed,
        protocols=policy.SCHEMES,
        strip=True,
        strip_comments=True,
        filters=[_DoubleQuotes],
    )
    root = turbohtml.parse_fragment(cleaner.clean(_writable(root.inner_html, dropped)), positions=False)
    _assert_clean(root)
    return root.inner_html


def _writable(text: str, dropped: Counter[tuple[What, str]]) -> str:
    text, times = _UNWRITABLE.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if times:
        dropped["character", ""] += times
    return text


def _prepare(parent: Element, dropped: Counter[tuple[What, str]]) -> None:
    """What bleach cannot do: remove whole elements, keep words apart, mend addresses; and keep the list of what goes."""
    for node in tuple(parent.children):
        if isinstance(node, Comment):
            dropped["comment", ""] += 1
        if not isinstance(node, Element):
            continue
        if node.tag in policy.WHOLLY or node.namespace != Namespace.HTML:
            _remove(node, dropped)
            continue
        if node.tag in policy.RAW:
            dropped["tag", node.tag] += 1
            _show_raw(node)
            continue
        if node.tag in policy.TAGS:
            _attributes(node, dropped)
        elif node.tag not in _QUIET:
            dropped["tag", node.tag] += 1
            _addresses(node, dropped)
        if node.tag in _AS_WRITTEN:
            _break_lines(node)
        _prepare(node, dropped)
        if node.tag in policy.BLOCKS:
            node.wrap(Element("div"))


def _remove(node: Element, dropped: Counter[tuple[What, str]]) -> None:
    dropped["element", node.tag] += 1
    for each in (node, *node.descendants):
        if isinstance(each, Element):
            _addresses(each, dropped)
    shown = "" if node.tag in policy.UNSEEN else " ".join(_shown(node))
    if shown and node.namespace != Namespace.HTML:
        node.insert_before(Text(f" {shown} "))
    elif shown:
        dropped["words", shown[:_SHOWN]] += 1
    node.decompose()


def _shown(node: Element) -> Iterator[str]:
    """The words in an element that goes; in a drawing or a formula, those that a browser shows."""
    for child in node.children:
        if isinstance(child, Text):
            yield from child.data.split()
        elif isinstance(child, Element) and child.tag not in _NOT_SHOWN:
            yield from _shown(child)


def _addresses(node: Element, dropped: Counter[tuple[What, str]]) -> None:
    for name in _CARRY_ADDRESSES:
        value = node.attr(name)
        if value:
            dropped["address", value[:_SHOWN]] += 1


def _show_raw(node: Element) -> None:
    shown = Element("div")
    shown.append(Text(node.text))
    node.replace_with(shown)
    _break_lines(shown)


def _break_lines(pre: Element) -> None:
    for text in tuple(pre.descendants):
        if isinstance(text, Text) and "\n" in text.data:
            first, *rest = text.data.split("\n")
            text.insert_before(*_lines(first, rest))
            text.decompose()


def _lines(first: str, rest: Iterable[str]) -> list[Text | Element]:
    nodes: list[Text | Element] = [Text(first)]
    for line in rest:
        nodes += [Element("br"), Text(line)]
    return nodes


def _attributes(node: Element, dropped: Counter[tuple[What, str]]) -> None:
    for name in tuple(node.attrs):
        value = node.attr(name) or ""
        if name in policy.ADDRESSES and name in policy.ATTRIBUTES.get(node.tag, ()):
            mended = policy.address(value, name)
            if mended is None:
                dropped["address", value[:_SHOWN]] += 1
                del node.attrs[name]
            else:
                node.attrs[name] = mended
        elif not policy.allowed(node.tag, name, value):
            dropped["attribute", name] += 1


class _DoubleQuotes(Filter):  # type: ignore[misc]  # bleach's shim is untyped
    """bleach 6.4 escapes `&` twice in an attribute that holds `"`, once more at every save: keep it from choosing `'`."""

    def __iter__(self):  # type: ignore[no-untyped-def]  # html5lib's token stream
        for token in Filter.__iter__(self):
            if token["type"] in {"StartTag", "EmptyTag"}:
                for name, value in token["data"].items():
                    token["data"][name] = value.replace('"', "&quot;")
            yield token


def _assert_clean(root: Element) -> None:
    for node in root.descendants:
        if isinstance(node, Text):
            continue
        if not isinstance(node, Element) or node.tag not in policy.TAGS:
            raise _unclean(f"“{getattr(node, 'tag', 'comment')}” is left over")
        for name in node.attrs:
            if not policy.allowed(node.tag, name, node.attr(name) or ""):
                raise _unclean(f"the attribute “{name}” is left over")


def _unclean(why: str) -> Invalid:
    return Invalid.one(
        "",
        "unsafe_html",
        nb="HTML-en lar seg ikke rense trygt. Lim den inn som ren tekst.",
        en=f"The HTML cannot be cleaned safely: {why}. Paste it as plain text.",
    )
