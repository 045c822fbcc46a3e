"""Links within the text: each leads to the key of a block, or is no link any more and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from msgspec import structs

from content.convert.pasted.places import TO
from content.sanitize import What
from content.text import Block, Cell, Details, Link, MarkDef, Prose, Quote, Table, inner

_Holder = TypeVar("_Holder", Prose, Cell)
_Keyed = TypeVar("_Keyed", bound=Block)


def joined(blocks: list[Block], same: Mapping[str, str]) -> tuple[list[Block], Counter[tuple[What, str]]]:
    """The blocks with every link `#to-…` leading to a key that is there, and those that lead to none, as addresses dropped.

    `same` gives the place that a block is named after, for its other places.
    """
    lost: Counter[tuple[What, str]] = Counter()
    keys = {each.key for block in blocks for each in (block, *inner(block))}

    def mended(holder: _Holder) -> _Holder:
        if not any(isinstance(mark, Link) and _is_inner(mark) for mark in holder.mark_defs):
            return holder
        marks: list[MarkDef] = []
        gone: set[str] = set()
        for mark in holder.mark_defs:
            if isinstance(mark, Link) and _is_inner(mark):
                name = str(mark.href).removeprefix(TO)
                key = TO.removeprefix("#") + same.get(name, name)
                if key in keys:
                    marks.append(structs.replace(mark, href=f"#{key}"))
                else:
                    gone.add(mark.key)
                    lost["address", f"#{name}"] += 1
            else:
                marks.append(mark)
        spans = tuple(
            structs.replace(span, marks=tuple(mark for mark in span.marks if mark not in gone))
            for span in holder.children
        )
        return structs.replace(holder, children=spans, mark_defs=tuple(marks))

    def block_of(block: Block) -> Block:
        match block:
            case Prose():
                return mended(block)
            case Quote() | Details():
                return structs.replace(block, content=tuple(map(mended, block.content)))
            case Table():
                rows = (structs.replace(row, cells=tuple(map(mended, row.cells))) for row in block.rows)
                return structs.replace(block, rows=tuple(rows))
            case _:
                return block

    return [block_of(block) for block in _unique(blocks)], lost


def _unique(blocks: list[Block]) -> list[Block]:
    """The blocks without the keys that one before has: a caption that is read as such and as text leaves its place twice."""
    taken: set[str] = set()

    def first(block: _Keyed) -> _Keyed:
        if block.key and block.key in taken:
            return structs.replace(block, key="")
        taken.add(block.key)
        return block

    found: list[Block] = []
    for block in blocks:
        kept = first(block)
        if isinstance(kept, Quote | Details):
            kept = structs.replace(kept, content=tuple(map(first, kept.content)))
        found.append(kept)
    return found


def _is_inner(link: Link) -> bool:
    return isinstance(link.href, str) and link.href.startswith(TO)
