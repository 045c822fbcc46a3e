"""The body in a file: Markdown, and a fence of TOML for each block that Markdown has no signs for."""

from __future__ import annotations

from typing import Final

import msgspec

from content.convert import markdown
from content.convert.html import blocks_of
from content.convert.markdown import Part
from content.errors import Invalid
from content.files.source import Source
from content.text import BLOCK_TYPES, Block, Prose

_FENCES: Final = tuple(name for name in BLOCK_TYPES if name != "block")
_PROSE: Final = {
    "quote": "content",
    "callout": "content",
    "details": "content",
    "video": "transcript",
    "audio": "transcript",
}
_UNWRITTEN: Final = frozenset(["code_block", "hr", "html_block", "table"])


def body(file: Source, text: str, first: int) -> list[object]:
    """The blocks as plain data for `validation.decode`. `first` is the line of the file on which the text begins."""
    blocks: list[object] = []
    try:
        for part in markdown.parts(text):
            line = first + part.line - 1
            if part.token == "fence":  # noqa: S105 - markdown-it's word
                made = _fence(file, part, line, f"/body/{len(blocks)}")
            else:
                made = _data(_prose(file, part, line, f"/body/{len(blocks)}"))
            file.lines += [line] * len(made)
            blocks += made
    except Invalid as error:
        file.all_of(error, first, "/body")
    return blocks


def _fence(file: Source, part: Part, line: int, pointer: str) -> list[object]:
    if part.info not in _FENCES:
        known = ", ".join(_FENCES)
        file.fault(
            pointer,
            "unknown_type",
            nb=f"«{part.info[:40]}» er ikke en blokk. Bruk en av: {known}.",
            en=f"“{part.info[:40]}” is not a block. Use one of: {known}.",
            line=line,
        )
        return []
    data = file.toml(part.text, line + 1, pointer)
    member = _PROSE.get(part.info)
    if member and isinstance(data.get(member), str):
        data[member] = _held(file, str(data[member]), line, f"{pointer}/{member}")
    if part.info == "table" and isinstance(rows := data.get("rows"), list):
        data["rows"] = [_row(file, row, line, f"{pointer}/rows/{number}") for number, row in enumerate(rows)]
    return [{**data, "_type": part.info}]


def _held(file: Source, text: str, line: int, pointer: str) -> list[object]:
    """The Markdown inside a fence: paragraphs and lists only."""
    blocks: list[Block] = []
    for part in markdown.parts(text):
        for block in _prose(file, part, line, pointer):
            if isinstance(block, Prose) and block.style == "normal":
                blocks.append(block)
            else:
                _refuse(file, part.tag or part.token, line, pointer)
    return _data(blocks)


def _row(file: Source, row: object, line: int, pointer: str) -> object:
    """A row is a list of cells; a cell is inline Markdown, or {text, colspan, rowspan}."""
    if not isinstance(row, list):
        return row
    cells = []
    for number, cell in enumerate(row):
        data = {"text": cell} if isinstance(cell, str) else cell
        if isinstance(data, dict) and isinstance(words := data.get("text"), str):
            made = _converted(file, markdown.inline(words), line, f"{pointer}/cells/{number}")
            prose = [block for block in made if isinstance(block, Prose)]
            children, mark_defs = (prose[0].children, prose[0].mark_defs) if prose else ((), ())
            rest = {name: value for name, value in data.items() if name != "text"}
            data = {
                **rest,
                "children": msgspec.to_builtins(children),
                "markDefs": msgspec.to_builtins(mark_defs),
            }
        cells.append(data)
    return {"cells": cells}


def _prose(file: Source, part: Part, line: int, pointer: str) -> list[Block]:
    if part.token in _UNWRITTEN or part.token == "fence" or part.tag == "h1":  # noqa: S105 - markdown-it's word
        _refuse(file, part.tag or part.token, line, pointer)
        return []
    return _converted(file, part.text, line, pointer)


def _converted(file: Source, html: str, line: int, pointer: str) -> list[Block]:
    blocks, dropped = blocks_of(html, relative=False)
    for each in dropped:
        file.fault(
            pointer,
            "dropped",
            nb=f"Dette kan ikke stå her: {each.what} {each.name}.",
            en=f"This cannot stand here: {each.what} {each.name}.",
            line=line,
        )
    return blocks


def _refuse(file: Source, what: str, line: int, pointer: str) -> None:
    known = ", ".join(_FENCES)
    file.fault(
        pointer,
        "not_written_so",
        nb=f"Dette ({what}) skrives ikke slik. Overskrifter er ## til ######; mellom ``` kan du skrive: {known}.",
        en=f"This ({what}) is not written so. Headings are ## to ######; between ``` you can write: {known}.",
        line=line,
    )


def _data(blocks: list[Block]) -> list[object]:
    data: list[object] = msgspec.to_builtins(blocks)
    return data
