"""What a quotation or details can hold: prose without headings, out of whatever blocks were inside."""

from __future__ import annotations

from itertools import groupby

from msgspec import UnsetType, structs

from content.text import Block, Details, Prose, Quote, Span


def parted(blocks: list[Block]) -> tuple[tuple[Prose, ...], list[Block]]:
    """The prose that blocks begin with, and the others that end them; no prose where they take turns, for order is kept."""
    at = next((place for place, block in enumerate(blocks) if not _holds(block)), len(blocks))
    if any(_holds(block) for block in blocks[at:]):
        return (), blocks
    return tuple(each for block in blocks[:at] for each in _held(block)), blocks[at:]


def quoted(blocks: list[Block], cite: str | UnsetType) -> list[Block]:
    """The same blocks with their prose as quotations."""
    found: list[Block] = []
    for holds, group in groupby(blocks, key=_holds):
        if holds:
            prose = tuple(each for block in group for each in _held(block))
            found.append(Quote(content=prose, cite=cite))
        else:
            found += group
    return found


def _holds(block: Block) -> bool:
    return isinstance(block, Prose | Details | Quote)


def _held(block: Block) -> list[Prose]:
    """The prose of a block, with that of a quotation or details."""
    match block:
        case Prose():
            return [_unheaded(block)]
        case Details():
            return [Prose(children=(Span(text=block.summary, marks=("strong",)),)), *block.content]
        case Quote():
            source = block.source
            return [
                *block.content,
                *([Prose(children=(Span(text=source),))] if isinstance(source, str) else []),
            ]
        case _:
            return []


def _unheaded(block: Prose) -> Prose:
    """A heading inside a quotation or details is no part of the outline: a strong paragraph."""
    if block.style == "normal":
        return block
    strong = tuple(
        structs.replace(span, marks=tuple(dict.fromkeys(("strong", *span.marks)))) for span in block.children
    )
    _, _, place = block.key.partition(" ")
    return structs.replace(block, key=place, style="normal", children=strong)
