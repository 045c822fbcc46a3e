"""Spans and marks → inline elements.

Marks have no order in Portable Text; here the outermost is always link, then lang, abbr, strong, em. Spans that follow each other
under the same mark share one element, so that a link with one strong word in it is one link to a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup
from msgspec import UNSET

from content.characters import visible
from content.fragments.frame import Frame
from content.fragments.markup import broken, element, together
from content.text import Abbr, Cell, Lang, Link, MarkDef, Prose, Span

_ORDER: Final = ("link", "lang", "abbr", "strong", "em")

_Marks = tuple[tuple[str, MarkDef | None], ...]


def inline(holder: Prose | Cell, frame: Frame) -> Markup:
    """The children of a paragraph, heading, list item or cell."""
    if len(holder.children) == 1 and not holder.children[0].marks:
        return broken(holder.children[0].text)
    defined = {mark.key: mark for mark in holder.mark_defs}
    return _nested([(_sorted(span, defined), span.text) for span in holder.children if span.text], frame)


def _sorted(span: Span, defined: dict[str, MarkDef]) -> _Marks:
    """The marks of a span, outermost first, one of each sort; unknown names are left out."""
    if not span.marks:
        return ()
    found: dict[str, MarkDef | None] = {}
    for name in span.marks:
        match defined.get(name):
            case Link() as mark:
                found.setdefault("link", mark)
            case Lang() as mark:
                found.setdefault("lang", mark)
            case Abbr() as mark:
                found.setdefault("abbr", mark)
            case None if name in ("strong", "em"):
                found.setdefault(name, None)
            case _:
                pass
    return tuple((name, found[name]) for name in _ORDER if name in found)


def _nested(spans: Sequence[tuple[_Marks, str]], frame: Frame) -> Markup:
    parts: list[Markup] = []
    for outermost, group in groupby(spans, key=lambda span: span[0][0] if span[0] else None):
        if outermost is None:
            parts.extend(broken(text) for _, text in group)
        else:
            inside = [(marks[1:], text) for marks, text in group]
            parts.append(_marked(outermost[0], outermost[1], inside, frame))
    return together(*parts)


def _marked(name: str, mark: MarkDef | None, inside: Sequence[tuple[_Marks, str]], frame: Frame) -> Markup:
    match mark:
        case Link():
            return _link(mark, _nested(inside, frame), frame)
        case Lang():
            inner = frame.within(mark.lang)
            text = _nested(inside, inner)
            return text if inner is frame else element("span", {"lang": mark.lang}, text)
        case Abbr():
            return element("abbr", {"title": mark.title}, _nested(inside, frame))
        case _:
            return element(name, None, _nested(inside, frame))


def _link(mark: Link, text: Markup, frame: Frame) -> Markup:
    """The link; its words alone where it leads to nothing public or safe, or would have no words."""
    if not visible(text.striptags()):
        return text
    if mark.record is not UNSET:
        linked = frame.linked.get(mark.record)
        if linked is None:
            return text
        other = linked.locale if linked.locale != frame.locale else None
        return element("a", {"href": frame.page(linked), "hreflang": other}, text)
    href = frame.address(mark.href) if mark.href is not UNSET else None
    return element("a", {"href": href}, text) if href else text
