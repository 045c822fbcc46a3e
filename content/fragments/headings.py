"""Headings: the level of each in the host's page, and the id that links within the text refer to.

The author's h2 to h6 say which heading belongs under which. The level that comes out counts from the record's title, one
step at a time, so that no level is skipped whatever the author wrote (WCAG 1.3.1, 2.4.6; ACT rule-in-progress on heading
order). HTML ends at h6: below that a heading says its level by ARIA (WAI-ARIA 1.2, `aria-level`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from content.characters import visible
from content.fragments.markup import Child, element
from content.text import Block, Prose, inner, plain

_DEEPEST: Final = 6
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ß": "ss", "ł": "l"}
)


def heading(level: int, attributes: dict[str, str | None], *children: Child) -> Markup:
    """A heading of a level from 1 upwards."""
    if level <= _DEEPEST:
        return element(f"h{level}", attributes, *children)
    return element("div", {"role": "heading", "aria-level": level, **attributes}, *children)


class Outline:
    """Where the text is in its own headings. `base` is the level of what stands above."""

    def __init__(self, base: int) -> None:
        self._base = base
        self._open: list[int] = []

    @property
    def level(self) -> int:
        """The level of the heading that the text stands under."""
        return self._base + len(self._open)

    def enter(self, written: int) -> int:
        """The level to write a heading with, that the author gave the level `written`."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return self.level

    def inside(self) -> Outline:
        """The outline of a part that is set apart: its headings stay below the heading that it stands under."""
        return Outline(self.level)


def is_heading(prose: Prose) -> bool:
    """True for a heading with words; a list item is none, whatever its style."""
    return prose.style != "normal" and not isinstance(prose.list_item, str) and visible(plain(prose))


def ids(body: tuple[Block, ...], prefix: str) -> list[str]:
    """The id of every heading in the order of the text, made from its words: `nk-1f2e3d4c5b6a-hva-vi-gjor`, the next one `…-2`."""
    found: list[str] = []
    taken: dict[str, int] = {}
    for prose in _headings(body):
        name = candidate = anchor(plain(prose))
        while candidate in taken:
            taken[name] += 1
            candidate = f"{name}-{taken[name]}"
        taken[candidate] = 1
        found.append(f"{prefix}-{candidate}")
    return found


def anchors(ids: list[str], prefix: str) -> dict[str, str]:
    """What a link within the text may say after its #, and the id that it means."""
    return {each.removeprefix(f"{prefix}-"): each for each in ids}


def anchor(text: str) -> str:
    """The words of a heading as an id: small letters a to z, digits and hyphens."""
    folded = (
        unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:80].rstrip("-") or "del"


def _headings(body: tuple[Block, ...]) -> Iterator[Prose]:
    for block in body:
        if isinstance(block, Prose):
            if is_heading(block):
                yield block
        else:
            yield from _headings(inner(block))
