"""The cells of a table in their slots, and which header is assigned to which (HTML section 4.9.12).

Work is bounded: spans count no further than the table reaches, and a table with more than `MOST_SLOTS` slots has no grid.
"""

from msgspec import Struct

from content.accessibility.tree import Element

MOST_SLOTS = 200_000
_WIDEST = 1000
_HEADERS = frozenset({"columnheader", "rowheader"})
_CELLS = frozenset({"cell", "gridcell"}) | _HEADERS
_GROUPS = frozenset({"thead", "tbody", "tfoot"})


class Cell(Struct, frozen=True, kw_only=True, eq=False):
    """One `td` or `th` with the slots that it covers: columns `x` to `x + width`, rows `y` to `y + height`."""

    element: Element
    x: int
    y: int
    width: int
    height: int


def _span(element: Element, name: str, most: int, *, zero: int) -> int:
    value = element.attributes.get(name, "").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    number = int(value[:9])
    return min(number, most) if number else zero


def rows(table: Element) -> list[list[list[Element]]]:
    """The cells of each row, by row group: `thead` first, `tfoot` last."""
    groups: dict[str, list[list[list[Element]]]] = {"thead": [], "tbody": [], "tfoot": []}
    loose: list[list[Element]] = []
    for child in table.elements():
        if child.tag in _GROUPS:
            groups[child.tag].append([_cells(row) for row in child.elements() if row.tag == "tr"])
        elif child.tag == "tr":
            loose.append(_cells(child))
    return [*groups["thead"], *([loose] if loose else []), *groups["tbody"], *groups["tfoot"]]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.elements() if cell.tag in {"td", "th"}]


def cells(table: Element) -> list[Cell] | None:
    """The cells with their slots, in order; null when the table is too large to lay out."""
    placed: list[Cell] = []
    slots = y = 0
    for group in rows(table):
        taken: dict[int, int] = {}  # column → first row that is free again
        bottom = y + len(group)
        for row in group:
            x = 0
            for element in row:
                while taken.get(x, 0) > y:
                    x += 1
                    slots += 1
                width = _span(element, "colspan", _WIDEST, zero=1)
                height = _span(element, "rowspan", bottom - y, zero=bottom - y)
                slots += width
                if slots > MOST_SLOTS:
                    return None
                if height > 1:
                    taken.update(dict.fromkeys(range(x, x + width), y + height))
                placed.append(Cell(element=element, x=x, y=y, width=width, height=height))
                x += width
            y += 1
    return placed


def unassigned(table: Element) -> set[int] | None:
    """The indices of header elements that no cell is assigned to; null when the table is too large to tell."""
    placed = cells(table)
    if placed is None:
        return None
    named: set[str] = set()
    free: list[Cell] = []
    data_rows: set[int] = set()
    data_columns: set[int] = set()
    for cell in placed:
        own = cell.element.attributes
        named.update(one for one in own.get("headers", "").split() if one != own.get("id"))
        if "headers" not in own:
            free.append(cell)
        if cell.element.tag == "td":
            data_rows.update(range(cell.y, cell.y + cell.height))
            data_columns.update(range(cell.x, cell.x + cell.width))
    ends = _group_ends(table)
    lowest: dict[int, int] = {}  # column → lowest row with a cell that takes its headers from where it stands
    rightmost: dict[int, int] = {}
    for cell in free:
        for x in range(cell.x, cell.x + cell.width):
            lowest[x] = max(lowest.get(x, -1), cell.y)
        for y in range(cell.y, cell.y + cell.height):
            rightmost[y] = max(rightmost.get(y, -1), cell.x)
    found: set[int] = set()
    for cell in placed:
        element = cell.element
        heads = element.tag == "th" or element.explicit in _HEADERS
        if not heads or element.attributes.get("id") in named:
            continue
        columns, lines = range(cell.x, cell.x + cell.width), range(cell.y, cell.y + cell.height)
        down, across = _directions(element, columns, lines, data_columns, data_rows)
        below = down and any(lowest.get(x, -1) >= cell.y + cell.height for x in columns)
        if across and element.attributes.get("scope", "").strip().lower() == "rowgroup":
            lines = range(cell.y, ends.get(cell.y, cell.y + cell.height))
            beside = any(rightmost.get(y, -1) >= cell.x + (cell.width if y == cell.y else 0) for y in lines)
        else:
            beside = across and any(rightmost.get(y, -1) >= cell.x + cell.width for y in lines)
        # A header that is one for neither is a plain cell (HTML-AAM, `th`).
        if (down or across) and not below and not beside:
            found.add(element.index)
    return found


def _group_ends(table: Element) -> dict[int, int]:
    """For each row the row after the last of its row group."""
    ends: dict[int, int] = {}
    y = 0
    for group in rows(table):
        ends.update(dict.fromkeys(range(y, y + len(group)), y + len(group)))
        y += len(group)
    return ends


def unassigned_by_role(inside: list[Element]) -> set[int]:
    """The same for a table made of roles, from its exposed descendants: columns are counted as they stand.

    Where attributes say which column a cell is in or how many it covers, every header counts as assigned.
    """
    lines: dict[int, list[Element]] = {}
    line: list[Element] = []
    for one in inside:
        if one.role == "row":
            line = lines.setdefault(one.index, [])
        elif one.role in _CELLS and lines:
            if any(
                name in one.attributes
                for name in ("aria-colindex", "aria-colspan", "aria-rowspan", "headers")
            ):
                return set()
            line.append(one)
    found: set[int] = set()
    lengths = sorted(len(line) for line in lines.values())
    longest = lengths[-1] if lengths else 0
    second = lengths[-2] if len(lengths) > 1 else 0
    for line in lines.values():
        reach = second if len(line) == longest else longest
        for x, one in enumerate(line):
            if (one.role == "columnheader" and x >= reach) or (one.role == "rowheader" and len(line) == 1):
                found.add(one.index)
    return found


def _directions(
    element: Element, columns: range, lines: range, data_columns: set[int], data_rows: set[int]
) -> tuple[bool, bool]:
    """Whether a header is one for its columns, and for its rows (HTML section 4.9.12.2)."""
    scope = element.attributes.get("scope", "").strip().lower()
    if element.explicit in {"columnheader", "rowheader"}:
        return element.explicit == "columnheader", element.explicit == "rowheader"
    if scope in {"col", "colgroup"}:
        return True, False
    if scope in {"row", "rowgroup"}:
        return False, True
    down = data_rows.isdisjoint(lines)
    return down, not down and data_columns.isdisjoint(columns)
