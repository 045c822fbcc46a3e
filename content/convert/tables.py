"""Tables: caption, headers and spans; and telling data from what was only laid out as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from turbohtml import Element

from content.convert.line import Line
from content.text import Cell, Row, Table

_MAX_COLUMNS = 100
_MAX_ROWS = 2_000
_MAX_SPAN = 1_000
_MAX_HEADERS = 10


def laid_out(node: Element) -> bool:
    """No data table (HTML, "Tables must not be used as layout aids").

    One cell or none; one row or column of cells that are no headers; headings or tables in it; or more than a table takes.
    """
    rows = [cells for row in _rows(node) if (cells := _cells(row))]
    cells = [cell for row in rows for cell in row]
    wide = max((len(row) for row in rows), default=0)
    columns = max((sum(_columns(cell) for cell in row) for row in rows), default=0)
    if len(cells) <= 1 or len(rows) > _MAX_ROWS or columns > _MAX_COLUMNS:
        return True
    if (len(rows) == 1 or wide == 1) and not any(cell.tag == "th" for cell in cells):
        return True
    return any(
        isinstance(each, Element) and each.tag in {"table", "h1", "h2", "h3", "h4", "h5", "h6"}
        for each in node.descendants
    )


def captions(node: Element) -> list[Element]:
    """Its captions: HTML allows one, and pages have more."""
    return [each for each in node.children if isinstance(each, Element) and each.tag == "caption"]


def table(node: Element, caption: str, read: Callable[[Element], Line]) -> Table:
    """The table under a caption. `read` makes a line out of a cell."""
    rows = list(_rows(node))
    depths = _depths(rows)
    found = [[_cell(cell, depth, read) for cell, depth in row] for row in depths if row]
    tags = [[cell.tag for cell in cells] for row in rows if (cells := _cells(row))]
    heads = _leading([all(tag == "th" for tag in row) for row in tags])
    columns = min((_leading([tag == "th" for tag in row]) for row in tags[heads:]), default=0)
    return Table(
        caption=caption,
        header_rows=min(heads, _MAX_HEADERS),
        header_columns=min(columns, _MAX_HEADERS),
        rows=tuple(Row(cells=tuple(cells)) for cells in _even(found)),
    )


def _depths(rows: list[Element]) -> list[list[tuple[Element, int]]]:
    """The cells of each row with how many rows they cover, of those that have cells of their own."""
    filled = [bool(_cells(row)) for row in rows]
    return [
        [(cell, max(1, sum(filled[at : at + _spanned(cell)]))) for cell in _cells(row)]
        for at, row in enumerate(rows)
    ]


def _even(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of the same width, with spans from above counted in: empty cells where a browser leaves a hole."""
    hanging: list[tuple[int, int]] = []  # rows still to cover, columns
    widths = []
    for row in rows:
        widths.append(sum(columns for _, columns in hanging) + sum(cell.colspan for cell in row))
        hanging = [(left - 1, columns) for left, columns in hanging if left > 1]
        hanging += [(cell.rowspan - 1, cell.colspan) for cell in row if cell.rowspan > 1]
    widest = max(widths, default=0)
    return [row + [Cell()] * (widest - width) for row, width in zip(rows, widths, strict=True)]


def _cell(node: Element, depth: int, read: Callable[[Element], Line]) -> Cell:
    children, mark_defs = read(node).spans()
    return Cell(children=children, mark_defs=mark_defs, colspan=_columns(node), rowspan=depth)


def _columns(node: Element) -> int:
    return min(int(node.attr("colspan") or 1), _MAX_COLUMNS)


def _spanned(node: Element) -> int:
    return min(int(node.attr("rowspan") or 1), _MAX_SPAN)


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
