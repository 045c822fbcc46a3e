"""Short bodies to compare."""

from __future__ import annotations

from typing import Any

from content import diff
from content.diff import BlockDiff, Diff
from content.model import Page, with_keys
from content.text import Block, Cell, Link, Prose, Row, Span, Table


def para(text: str, **more: Any) -> Prose:
    """A paragraph without marks."""
    return Prose(children=(Span(text=text),), **more)


def linked(before: str, words: str, after: str, href: str, **more: Any) -> Prose:
    """A paragraph with one link."""
    return Prose(
        children=(Span(text=before), Span(text=words, marks=("m1",)), Span(text=after)),
        mark_defs=(Link(key="m1", href=href),),
        **more,
    )


def table(*rows: tuple[str, ...], caption: str = "Søknader") -> Table:
    """A table of plain words."""
    return Table(
        caption=caption,
        rows=tuple(Row(cells=tuple(Cell(children=(Span(text=word),)) for word in row)) for row in rows),
    )


def page(*body: Block, **more: Any) -> Page:
    """A page, with keys filled in as they are when it is saved."""
    return with_keys(Page(**{"slug": "side", "title": "Side", "body": body} | more))  # type: ignore[return-value]


def between(before: tuple[Block, ...], after: tuple[Block, ...]) -> Diff:
    """The difference between two bodies."""
    return diff.compare(page(*before), page(*after))


def ops(found: Diff) -> list[str]:
    """What became of each block."""
    return [block.op for block in found.body]


def altered(found: Diff) -> tuple[BlockDiff, ...]:
    """The blocks that are not as and where they were."""
    return tuple(block for block in found.body if block.op != "kept")


def only(found: Diff) -> BlockDiff:
    """The one block that is not as it was."""
    (block,) = altered(found)
    return block
