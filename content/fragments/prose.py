"""Paragraphs, headings and lists. Portable Text keeps list items flat, each with a level; HTML nests them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import UNSET

from content.characters import visible
from content.fragments.frame import Frame
from content.fragments.headings import Outline, heading, is_heading
from content.fragments.inline import inline
from content.fragments.markup import element, lines
from content.text import Prose, plain

_TAGS = {"bullet": "ul", "number": "ol"}


def paragraph(prose: Prose, frame: Frame, outline: Outline, ids: Iterator[str]) -> Markup | None:
    """A paragraph or heading; None where it has no words. Takes the next of the ids for a heading."""
    if is_heading(prose):
        level = outline.enter(int(prose.style[1:]))
        return heading(level, {"class": "nk-heading", "id": next(ids)}, inline(prose, frame))
    if not visible(plain(prose)):
        return None
    return element("p", {"id": frame.places.get(prose.key)}, inline(prose, frame))


def passage(content: Sequence[Prose], frame: Frame, outline: Outline, ids: Iterator[str]) -> list[Markup]:
    """The prose within another block: paragraphs, headings and lists, one after another."""
    found: list[Markup] = []
    at = 0
    while at < len(content):
        if content[at].list_item is UNSET:
            if part := paragraph(content[at], frame, outline, ids):
                found.append(part)
            at += 1
        else:
            end = at
            while end < len(content) and content[end].list_item is not UNSET:
                end += 1
            found.extend(lists(content[at:end], frame))
            at = end
    return found


def lists(items: Sequence[Prose], frame: Frame) -> list[Markup]:
    """A run of list items as lists. An item on a deeper level goes into the item before it.

    Only whether a level is deeper counts, not by how much: an author's step from 1 to 3 is one step.
    """
    items = [item for item in items if visible(plain(item))]
    found: list[Markup] = []
    at = 0
    while at < len(items):
        sort, level = items[at].list_item, _level(items[at])
        entries: list[Markup] = []
        while at < len(items) and (items[at].list_item, _level(items[at])) == (sort, level):
            own = inline(items[at], frame)
            place = {"id": frame.places.get(items[at].key)}
            at = (begin := at + 1)
            while at < len(items) and _level(items[at]) > level:
                at += 1
            nested = lists(items[begin:at], frame)
            entries.append(lines("li", place, own, *nested) if nested else element("li", place, own))
        found.append(lines(_TAGS[str(sort)], {"class": "nk-items"}, *entries))
    return found


def _level(item: Prose) -> int:
    return 1 if item.level is UNSET else item.level
