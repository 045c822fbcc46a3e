"""A body block by block, and what changed inside each block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, structs

from content.diff import pairing, words
from content.diff.effort import Effort
from content.diff.members import members
from content.diff.model import BlockDiff, CellDiff, Member, Piece, RowDiff
from content.diff.pairing import Step
from content.diff.sameness import Data, canonical, runs
from content.text import Block, inner

_OTHERWISE: Final = frozenset({"_key", "_type", "children", "markDefs", "content", "transcript", "rows"})
_IN_CELLS: Final = frozenset({"children", "markDefs"})


def blocks(before: Sequence[Block], after: Sequence[Block], effort: Effort) -> Iterator[BlockDiff]:
    """Every block of both bodies, in the order of the second."""
    mine: list[Data] = msgspec.to_builtins(list(before))
    theirs: list[Data] = msgspec.to_builtins(list(after))
    for step in pairing.steps(mine, theirs, effort):
        was = before[step.before] if isinstance(step.before, int) else None
        now = after[step.after] if isinstance(step.after, int) else None
        shown = now or was
        if shown is None:
            continue
        told = BlockDiff(
            op=step.op,
            type=str(shown.__struct_config__.tag),
            key=shown.key,
            before=step.before,
            after=step.after,
            moved=step.moved,
        )
        if step.op == "changed":
            told = structs.replace(told, was=was, now=now)
            told = _changed(told, _of(mine, step.before), _of(theirs, step.after), effort)
        elif was is None:
            told = structs.replace(told, now=now)
        elif now is None:
            told = structs.replace(told, was=was)
        yield told


def _changed(told: BlockDiff, mine: Data, theirs: Data, effort: Effort) -> BlockDiff:
    if not (isinstance(told.was, Struct) and isinstance(told.now, Struct)):
        return told
    found, pieces = _within(mine, theirs, _OTHERWISE, effort)
    return structs.replace(
        told,
        members=found,
        words=pieces,
        content=tuple(blocks(inner(told.was), inner(told.now), effort)),
        rows=tuple(_rows(mine.get("rows", ()), theirs.get("rows", ()), effort)),
    )


def _within(
    mine: Data, theirs: Data, without: frozenset[str], effort: Effort
) -> tuple[tuple[Member, ...], tuple[Piece, ...]]:
    """The members and the words of a paragraph, a cell, or a block of another type."""
    found = tuple(members(mine, theirs, effort, without=without))
    if "children" not in theirs:
        return found, ()
    pieces = words.pieces(runs(mine), runs(theirs), effort)
    if not found and all(piece.op == "kept" and piece.marks_before is UNSET for piece in pieces):
        # The same words under the same marks, which reach otherwise over them: two links to one place were made one.
        found = (Member(pointer="/children", before=mine["children"], after=theirs["children"]),)
    return found, pieces


def _rows(mine: Sequence[Data], theirs: Sequence[Data], effort: Effort) -> Iterator[RowDiff]:
    for step in pairing.steps(mine, theirs, effort):
        row = RowDiff(op=step.op, before=step.before, after=step.after, moved=step.moved)
        if step.op == "changed":
            was, now = _of(mine, step.before)["cells"], _of(theirs, step.after)["cells"]
            row = structs.replace(row, cells=tuple(_cells(was, now, effort)))
        yield row


def _cells(mine: Sequence[Data], theirs: Sequence[Data], effort: Effort) -> Iterator[CellDiff]:
    """Cells at the same place, where there are as many as before; otherwise a column came or went."""
    if len(mine) == len(theirs):
        steps = [Step(op="changed", before=place, after=place) for place in range(len(mine))]
    else:
        steps = pairing.steps(mine, theirs, effort)
    for step in steps:
        cell = CellDiff(op=step.op, before=step.before, after=step.after, moved=step.moved)
        if step.op == "changed":
            was, now = _of(mine, step.before), _of(theirs, step.after)
            if canonical(was) == canonical(now):
                cell = structs.replace(cell, op="kept")
            else:
                found, pieces = _within(was, now, _IN_CELLS, effort)
                cell = structs.replace(cell, members=found, words=pieces)
        yield cell


def _of(parts: Sequence[Any], place: object) -> Any:
    return parts[place] if isinstance(place, int) else {}
