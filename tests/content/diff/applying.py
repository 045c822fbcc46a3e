"""Making the text after out of the text before and what differs: what the difference must be good for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from content.diff import BlockDiff, Diff, Member, Piece
from content.diff.sameness import canonical, runs
from content.model import Content
from content.text import Block

Runs = list[tuple[str, tuple[Any, ...]]]


def applied(before: Content, diff: Diff) -> dict[str, Any]:
    """The content after, as plain data."""
    data: dict[str, Any] = msgspec.to_builtins(before)
    for member in diff.members:
        put(data, member)
    data["body"] = msgspec.to_builtins(body(before.body, diff.body))
    return data


def body(before: Sequence[Block], told: Sequence[BlockDiff]) -> list[Block]:
    """The blocks after."""
    made: list[Block] = []
    for step in told:
        if step.op in {"kept", "moved"}:
            assert isinstance(step.before, int)
            made.append(before[step.before])
        elif step.op != "removed":
            assert not isinstance(step.now, msgspec.UnsetType)
            made.append(step.now)
    return made


def put(data: dict[str, Any], member: Member) -> None:
    """Set or take away one member."""
    *path, name = member.pointer.split("/")[1:]
    for part in path:
        data = data[part]
    assert data.get(name, UNSET) == member.before
    if member.after is UNSET:
        del data[name]
    else:
        data[name] = member.after


def says(data: object) -> bytes:
    """What a reader is told."""
    return canonical(msgspec.to_builtins(data))


def text(pieces: Iterable[Piece], *ops: str) -> str:
    """The words of some pieces."""
    return "".join(piece.text for piece in pieces if piece.op in ops)


def under_marks(pieces: Iterable[Piece], *, before: bool) -> Runs:
    """The runs before or after, put together where marks are the same."""
    wanted = ("kept", "removed") if before else ("kept", "added")
    found: Runs = []
    for piece in pieces:
        if piece.op in wanted:
            earlier = piece.marks_before if before else UNSET
            _add(found, piece.text, piece.marks if earlier is UNSET else earlier)
    return found


def expected(holder: Mapping[str, Any]) -> Runs:
    """The runs of a paragraph or cell, put together in the same way."""
    found: Runs = []
    for words, marks in runs(holder):
        _add(found, words, marks)
    return found


def _add(found: Runs, words: str, marks: Any) -> None:
    if found and found[-1][1] == marks:
        found[-1] = (found[-1][0] + words, marks)
    else:
        found.append((words, marks))
