"""A difference as lines for people: what was removed stands in [-…-], what was added in {+…+}, coloured on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import UNSET

from content.diff import BlockDiff, CellDiff, Diff, Mark, Member, Piece, RowDiff, marks_of
from content.history import Comparison
from content.text import Block, Cell, Prose, Table, plain
from service.cli.terminal import painted
from service.cli.terminal import plain as printable

_CONTEXT: Final = 40
_LONGEST: Final = 2_000


def told(comparison: Comparison) -> Iterator[str]:
    """Which revisions are compared, and the whole difference."""
    for sign, each in (("-", comparison.before), ("+", comparison.after)):
        note = f": {printable(each.note)}" if each.note else ""
        yield f"{sign} revision {each.revision}, {each.at.isoformat()}, {printable(each.author)}{note}"
    yield from _lines(comparison.diff)


def _lines(diff: Diff) -> Iterator[str]:
    if diff.same:
        yield "They say the same."
    for member in diff.members:
        yield from _member(member, "")
    yield from _blocks(diff.body, "")


def _blocks(told: Sequence[BlockDiff], indent: str) -> Iterator[str]:
    kept = 0
    for block in told:
        if block.op == "kept":
            kept += 1
            continue
        yield from _as_before(kept, indent)
        kept = 0
        yield from _block(block, indent)
    yield from _as_before(kept, indent)


def _as_before(kept: int, indent: str, what: str = "block") -> Iterator[str]:
    if kept:
        yield f"{indent}= {kept} {what if kept == 1 else f'{what}s'} as before"


def _block(block: BlockDiff, indent: str) -> Iterator[str]:
    match block.op:
        case "added" if not isinstance(block.now, msgspec.UnsetType):
            words = painted(f"{{+{_said(block.now)}+}}", "green", sys.stdout)
            yield f"{indent}+ {_place(block.after)} {_name(block.now)}: {words}"
        case "removed" if not isinstance(block.was, msgspec.UnsetType):
            words = painted(f"[-{_said(block.was)}-]", "red", sys.stdout)
            yield f"{indent}- {_place(block.before)} {_name(block.was)}: {words}"
        case "moved":
            yield f"{indent}> {_place(block.after)} {block.type}: moved, was {_place(block.before)}"
        case _ if not isinstance(block.now, msgspec.UnsetType):
            yield from _changed(block, block.now, indent)


def _changed(block: BlockDiff, now: Block, indent: str) -> Iterator[str]:
    moved = f" (moved, was {_place(block.before)})" if block.moved else ""
    words = f": {_words(block.words)}" if block.words else ""
    yield f"{indent}~ {_place(block.after)} {_name(now)}{moved}{words}"
    inner = f"{indent}    "
    yield from _marks(block.words, inner)
    for member in block.members:
        yield from _member(member, inner)
    yield from _blocks(block.content, inner)
    kept = 0
    for row in block.rows:
        if row.op == "kept":
            kept += 1
            continue
        yield from _as_before(kept, inner, "row")
        kept = 0
        yield from _row(row, block, inner)
    yield from _as_before(kept, inner, "row")


def _member(member: Member, indent: str) -> Iterator[str]:
    if member.pointer == "/children":
        yield f"{indent}~ the same words, with marks that reach otherwise over them"
    elif member.words:
        yield f"{indent}~ {member.pointer}: {_words(member.words)}"
    else:
        removed = (
            [] if member.before is UNSET else [painted(f"[-{_value(member.before)}-]", "red", sys.stdout)]
        )
        added = (
            [] if member.after is UNSET else [painted(f"{{+{_value(member.after)}+}}", "green", sys.stdout)]
        )
        yield f"{indent}~ {member.pointer}: {' '.join([*removed, *added])}"


def _row(row: RowDiff, block: BlockDiff, indent: str) -> Iterator[str]:
    match row.op:
        case "added":
            words = painted(f"{{+{_cells(block.now, row.after)}+}}", "green", sys.stdout)
            yield f"{indent}+ row {_place(row.after)}: {words}"
        case "removed":
            words = painted(f"[-{_cells(block.was, row.before)}-]", "red", sys.stdout)
            yield f"{indent}- row {_place(row.before)}: {words}"
        case "moved":
            yield f"{indent}> row {_place(row.after)}: moved, was {_place(row.before)}"
        case "changed":
            moved = f" (moved, was {_place(row.before)})" if row.moved else ""
            yield f"{indent}~ row {_place(row.after)}{moved}"
            for cell in row.cells:
                yield from _cell(cell, row, block, f"{indent}    ")


def _cell(cell: CellDiff, row: RowDiff, block: BlockDiff, indent: str) -> Iterator[str]:
    match cell.op:
        case "added":
            words = painted(f"{{+{_one_cell(block.now, row.after, cell.after)}+}}", "green", sys.stdout)
            yield f"{indent}+ cell {_place(cell.after)}: {words}"
        case "removed":
            words = painted(f"[-{_one_cell(block.was, row.before, cell.before)}-]", "red", sys.stdout)
            yield f"{indent}- cell {_place(cell.before)}: {words}"
        case "moved":
            yield f"{indent}> cell {_place(cell.after)}: moved, was {_place(cell.before)}"
        case "changed":
            yield f"{indent}~ cell {_place(cell.after)}: {_words(cell.words)}"
            yield from _marks(cell.words, f"{indent}    ")
            for member in cell.members:
                yield from _member(member, f"{indent}    ")


def _words(pieces: Sequence[Piece]) -> str:
    parts = []
    for number, piece in enumerate(pieces):
        text = printable(piece.text)
        match piece.op:
            case "added":
                parts.append(painted(f"{{+{_short(text)}+}}", "green", sys.stdout))
            case "removed":
                parts.append(painted(f"[-{_short(text)}-]", "red", sys.stdout))
            case _:
                parts.append(_around(text, first=number == 0, last=number == len(pieces) - 1))
    return "".join(parts)


def _around(text: str, *, first: bool, last: bool) -> str:
    """Kept words: those next to what changed."""
    if len(text) <= 2 * _CONTEXT:
        return text
    begun = "" if first else text[:_CONTEXT]
    ended = "" if last else text[-_CONTEXT:]
    return f"{begun}…{ended}" if begun or ended else f"{text[:_CONTEXT]}…"


def _marks(pieces: Sequence[Piece], indent: str) -> Iterator[str]:
    for piece in pieces:
        lost, gained = marks_of(piece)
        if lost or gained:
            removed = [painted(f"[-{_mark(mark)}-]", "red", sys.stdout) for mark in lost]
            added = [painted(f"{{+{_mark(mark)}+}}", "green", sys.stdout) for mark in gained]
            yield f"{indent}~ “{_short(printable(piece.text))}”: {' '.join([*removed, *added])}"


def _mark(mark: Mark) -> str:
    return mark.type if mark.value is UNSET else f"{mark.type} {printable(mark.value)}"


def _name(block: Block) -> str:
    if not isinstance(block, Prose):
        return str(block.__struct_config__.tag)
    if block.list_item is not UNSET:
        return "list item"
    return "paragraph" if block.style == "normal" else f"heading {block.style}"


def _said(block: Block) -> str:
    """The words of a block; where it leads, if it has none."""
    address = next((each for name in ("src", "href", "record") if (each := getattr(block, name, None))), "")
    return _short(plain(block) or str(address))


def _place(place: object) -> str:
    return str(place + 1) if isinstance(place, int) else "?"


def _value(value: Any) -> str:
    return _short(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def _cells(block: object, row: object) -> str:
    cells = block.rows[row].cells if isinstance(block, Table) and isinstance(row, int) else ()
    return _short(" | ".join(_cell_text(cell) for cell in cells))


def _one_cell(block: object, row: object, place: object) -> str:
    if isinstance(block, Table) and isinstance(row, int) and isinstance(place, int):
        return _short(_cell_text(block.rows[row].cells[place]))
    return ""


def _cell_text(cell: Cell) -> str:
    return "".join(span.text for span in cell.children)


def _short(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
