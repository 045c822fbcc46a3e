"""Tables: caption, header cells with scope, and a region around them that scrolls sideways where the column is narrow.

A header over several columns belongs to a column group, one beside several rows to a row group; `scope` may only say so where
there is such a group, so the groups are written out (HTML Living Standard, 4.9.10; WCAG 1.3.1, technique H63). The region can
be focused, so that the keyboard scrolls it, and is named by the caption (WCAG 2.1.1, 1.4.10; ACT rule 0ssw9k).
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from content.characters import visible
from content.fragments.frame import Frame
from content.fragments.inline import inline
from content.fragments.markup import broken, element, lines, void
from content.text import Cell, Row, Table


class _Placed(Struct, frozen=True):
    """A cell, the column that it begins in, and how many columns and rows it covers within its group."""

    cell: Cell
    column: int
    width: int
    height: int


def table(block: Table, frame: Frame, number: int) -> Markup:
    """The table in its region; `number` counts the fragment's tables."""
    caption = frame.id(f"table-{number}")
    head = _grid(block.rows[: block.header_rows])
    rest = _grid(block.rows[block.header_rows :])
    spans = _column_groups(head)
    groups = [
        lines("tbody", None, *(_row(row, block, frame, spans, rows=len(group), head=False) for row in group))
        for group in _row_groups(rest, block.header_columns)
    ]
    top = [lines("thead", None, *(_row(row, block, frame, spans, rows=0, head=True) for row in head))]
    return lines(
        "div",
        {
            "class": "nk-table",
            "id": frame.places.get(block.key),
            "role": "region",
            "tabindex": 0,
            "aria-labelledby": caption,
        },
        lines(
            "table",
            None,
            element("caption", {"id": caption}, broken(block.caption)),
            *[
                element("colgroup", {"span": width}) if width > 1 else lines("colgroup", None, void("col"))
                for width in spans
            ],
            *(top if head else ()),
            *groups,
        ),
    )


def _grid(rows: Sequence[Row]) -> list[list[_Placed]]:
    """Where each cell lies. No cell reaches beyond the last row of its group."""
    placed: list[list[_Placed]] = []
    covered: dict[int, int] = {}
    for index, row in enumerate(rows):
        column = 0
        line: list[_Placed] = []
        fresh: dict[int, int] = {}
        for cell in row.cells:
            while covered.get(column, 0) > 0:
                column += 1
            height = min(cell.rowspan, len(rows) - index)
            line.append(_Placed(cell, column, cell.colspan, height))
            if height > 1:
                fresh.update(dict.fromkeys(range(column, column + cell.colspan), height))
            column += cell.colspan
        covered = {at: left - 1 for at, left in (covered | fresh).items() if left > 1}
        placed.append(line)
    return placed


def _column_groups(head: list[list[_Placed]]) -> list[int]:
    """The widths of the column groups that the first header row makes; none where no header covers several columns."""
    if not head or all(placed.width == 1 for placed in head[0]):
        return []
    return [placed.width for placed in head[0]]


def _row_groups(rows: list[list[_Placed]], header_columns: int) -> list[list[list[_Placed]]]:
    """The rows in groups: those that a header covers together, and the runs of rows between."""
    groups: list[list[list[_Placed]]] = []
    closed = True
    at = 0
    while at < len(rows):
        end = at + 1
        tallest = _reach(rows[at])
        grouped = any(placed.height > 1 and placed.column < header_columns for placed in rows[at])
        while end < at + tallest:
            tallest = max(tallest, end - at + _reach(rows[end]))
            end += 1
        if grouped or closed or not groups:
            groups.append(rows[at:end])
        else:
            groups[-1].extend(rows[at:end])
        closed = grouped
        at = end
    return groups


def _reach(row: list[_Placed]) -> int:
    return max(placed.height for placed in row)


def _row(
    row: list[_Placed], block: Table, frame: Frame, spans: list[int], *, rows: int, head: bool
) -> Markup:
    return lines("tr", None, *(_cell(placed, block, frame, spans, rows=rows, head=head) for placed in row))


def _cell(placed: _Placed, block: Table, frame: Frame, spans: list[int], *, rows: int, head: bool) -> Markup:
    text = inline(placed.cell, frame)
    attributes = {
        "colspan": placed.width if placed.width > 1 else None,
        "rowspan": placed.height if placed.height > 1 else None,
    }
    if not visible(text.striptags()):  # the empty corner of a table is no header of anything
        return element("td", attributes, text)
    if head:
        return element("th", {"scope": "colgroup" if _is_group(placed, spans) else "col", **attributes}, text)
    if placed.column < block.header_columns:
        return element(
            "th", {"scope": "rowgroup" if 1 < placed.height == rows else "row", **attributes}, text
        )
    return element("td", attributes, text)


def _is_group(placed: _Placed, spans: list[int]) -> bool:
    """True where a header covers exactly one group of several columns."""
    start = 0
    for width in spans:
        if start == placed.column:
            return 1 < width == placed.width
        start += width
    return False
