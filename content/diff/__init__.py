"""What differs between two contents: member by member, block by block, and inside a block word by word. Pure.

Bounded on any input: what would be more work than a text of people needs is told as replaced, and is still true.
"""

from __future__ import annotations

from typing import Final

import msgspec

from content.diff.blocks import blocks
from content.diff.effort import Effort
from content.diff.members import members
from content.diff.model import BlockDiff, CellDiff, Diff, Mark, Member, Piece, RowDiff
from content.diff.words import marks_of
from content.model import Content

__all__ = ["BlockDiff", "CellDiff", "Diff", "Mark", "Member", "Piece", "RowDiff", "compare", "marks_of"]

_OTHERWISE: Final = frozenset({"body"})


def compare(before: Content, after: Content) -> Diff:
    """The difference from one content to another, whole: with it and the text before, the text after can be made."""
    effort = Effort()
    found = tuple(
        members(msgspec.to_builtins(before), msgspec.to_builtins(after), effort, without=_OTHERWISE)
    )
    body = tuple(blocks(before.body, after.body, effort))
    return Diff(
        same=not found and all(block.op == "kept" for block in body),
        members=found,
        body=body,
    )
