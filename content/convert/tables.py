"""Tables: caption, headers and spans; and telling data from what was only laid out as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from turbohtml import Element

from content.convert.line import Line
from content.text import Cell, Row, Table

_MAX_COLSPAN = 100
_MAX_ROWSPAN = 1_000


def laid_out(node: Element) -> bool:
    """No data table: one cell or none, or with headings or tables in it (HTML, "Tables must not be used as layout aids")."""
    cells = [cell for row in _rows(node) for cell in _cells(row)]
    return len(cells) <= 1 or any(
        isinstance(each, Element) and each.tag in {"table", "h1", "h2", "h3", "h4", "h5", "h6"}
        for each in node.descendants
    )


def captions(node: Element) -> list[Element]:
    """Its captions: HTML allows one, and pages have more."""
    return [each for each in node.children if isinstance(each, Element) and each.tag == "caption"]


def table(node: Element, caption: str, read: Callable[[Element], Line]) -> Table:
    """The table under a caption. `read` makes a line out of a cell."""
    rows = [cells for row in _rows(node) if (cells := _cells(row))]
    heads = _leading([all(cell.tag == "th" for cell in cells) for cells in rows])
    columns = min(
        (_leading([cell.tag == "th" for cell in cells]) for cells in rows[heads:]),
        default=0,
    )
    return Table(
        caption=caption,
        header_rows=min(heads, 10),
        header_columns=min(columns, 10),
        rows=tuple(Row(cells=tuple(_cell(cell, read) for cell in cells)) for cells in rows),
    )


def _cell(node: Element, read: Callable[[Element], Line]) -> Cell:
    children, mark_defs = read(node).spans()
    return Cell(
        children=children,
        mark_defs=mark_defs,
        colspan=min(int(node.attr("colspan") or 1), _MAX_COLSPAN),
        rowspan=min(int(node.attr("rowspan") or 1), _MAX_ROWSPAN),
    )


def _rows(node: Element) -> Iterator[Element]:
    for child in node.children:
        if isinstance(child, Element) and child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)
        elif isinstance(child, Element) and child.tag == "tr":
            yield child


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element) and cell.tag in {"td", "th"}]


def _leading(flags: list[bool]) -> int:
    return flags.index(False) if False in flags else len(flags)
