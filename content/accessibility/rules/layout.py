"""Tables that are no tables, and tables that hide what they are: layout, captions made of cells, empty headers."""

from collections.abc import Iterable, Iterator

from content.accessibility.facts import Facts
from content.accessibility.grid import rows
from content.accessibility.rules.rule import Answer, Rule, asks_people, has_words, never
from content.accessibility.tree import Element
from content.errors import Message

_TABLES = frozenset({"table", "grid", "treegrid"})
_LAID_OUT = frozenset(
    {"table", "form", "nav", "header", "footer", "main", "section", "article", "aside", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"iframe", "video", "hr", "button", "input", "select", "textarea"}
)  # fmt: skip
_MOST_LOOKED_AT = 300
_DATA_MARKUP = frozenset({"th", "caption"})
_DATA_ATTRIBUTES = ("scope", "headers", "abbr")
_SMALLEST = 2
_LONG_CELL = 200


def shown_tables(facts: Facts) -> list[Element]:
    """The tables that assistive technology is told of as tables."""
    return [one for one in facts.tagged("table") if one.exposed and one.role in _TABLES]


def is_marked_as_data(table: Element, inside: Iterable[Element]) -> bool:
    """Whether a table has markup that only tables of data have: header cells, a caption, scope, headers."""
    for one in inside:
        if one.table is table and (
            one.tag in _DATA_MARKUP
            or one.role in {"columnheader", "rowheader"}
            or any(name in one.attributes for name in _DATA_ATTRIBUTES)
        ):
            return True
    return False


def looks_laid_out(facts: Facts, table: Element) -> bool:
    """Whether a table without such markup looks as if it only places things: one row or column, or blocks or little text in its cells."""
    lines = [row for group in rows(table) for row in group if row]
    if len(lines) < _SMALLEST or max(len(row) for row in lines) < _SMALLEST:
        return True
    cells = [cell for row in lines for cell in row][:_MOST_LOOKED_AT]
    inside = facts.elements[table.index + 1 : min(table.end, table.index + _MOST_LOOKED_AT)]
    if any(one.tag in _LAID_OUT for one in inside):
        return True
    if sum(has_words(facts, cell) for cell in cells) * 2 < len(cells):
        return True
    return any(
        cell.end - cell.index < _MOST_LOOKED_AT and len(facts.text(cell)) > _LONG_CELL for cell in cells
    )


def _unmarked(facts: Facts) -> Iterator[Element]:
    for table in shown_tables(facts):
        inside = facts.elements[table.index + 1 : min(table.end, table.index + _MOST_LOOKED_AT)]
        if not is_marked_as_data(table, inside) and looks_laid_out(facts, table):
            yield table


def _presented(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("table") if one.rendered and one.role == "none"]


def _has_no_data_markup(facts: Facts, element: Element) -> Answer:
    if element.attributes.get("summary", "").strip():
        return False
    inside = facts.elements[element.index + 1 : min(element.end, element.index + _MOST_LOOKED_AT)]
    return not any(one.table is element and one.tag in _DATA_MARKUP for one in inside)


def _captions_of_cells(facts: Facts) -> Iterator[Element]:
    """Tables without a caption whose first row is one cell over all columns."""
    for table in shown_tables(facts):
        if any(one.tag == "caption" for one in table.elements()):
            continue
        lines = [row for group in rows(table) for row in group if row]
        if len(lines) <= _SMALLEST or len(lines[0]) != 1:
            continue
        span = lines[0][0].attributes.get("colspan", "").strip()
        widest = max(len(row) for row in lines)
        if (
            span.isascii()
            and span.isdigit()
            and int(span[:6]) >= widest >= _SMALLEST
            and facts.text(lines[0][0])
        ):
            yield lines[0][0]


def _empty_headers(facts: Facts) -> Iterator[Element]:
    """Header cells without a name, but for the corner."""
    for element in facts.with_role("columnheader", "rowheader"):
        row = element.parent
        if element.tag != "th" or row is None or element.table is None or facts.name(element):
            continue
        first = next(row.elements(), None)
        if first is not element or row.parent is None or next(row.parent.elements(), None) is not row:
            yield element


RULES = (
    Rule(
        id="layout-table",
        wcag=("1.3.2",),
        techniques=("F49", "G57"),
        blocking=False,
        decides=False,
        applies=_unmarked,
        expects=asks_people,
        title=Message(
            nb="Tabeller brukes ikke til å plassere ting", en="Tables are not used to place things"
        ),
        applicability=Message(
            nb="Hver tabell uten overskriftsceller og tittel som har én rad eller kolonne, eller overskrifter, skjemaer, tabeller eller lange tekster i cellene.",
            en="Each table without header cells and caption that has one row or column, or headings, forms, tables or long texts in its cells.",
        ),
        expectation=Message(
            nb="Den viser data. Bare et menneske kan svare.", en="It shows data. Only a person can tell."
        ),
        passing="<table><tr><th>År</th><th>Møter</th></tr><tr><td>2026</td><td>4</td></tr></table>",
        asking="<table><tr><td><h2>Barents</h2></td><td><h2>Arktis</h2></td></tr></table>",
        failed=Message(nb="Tabellen plasserer bare ting.", en="The table only places things."),
        doubt=Message(
            nb="Viser tabellen data, eller er den der for å plassere ting ved siden av hverandre?",
            en="Does the table show data, or is it there to place things side by side?",
        ),
        help=Message(
            nb='Bruk stilarket til å plassere ting. Må det være en tabell, sett role="presentation".',
            en='Place things with the style sheet. If it has to be a table, set role="presentation".',
        ),
    ),
    Rule(
        id="layout-table-markup",
        wcag=("1.3.1",),
        techniques=("F46",),
        applies=_presented,
        expects=_has_no_data_markup,
        title=Message(
            nb="Tabeller som bare plasserer ting, har ikke overskriftsceller",
            en="Tables that only place things have no header cells",
        ),
        applicability=Message(
            nb="Hver synlige tabell med rollen none eller presentation.",
            en="Each visible table with the role none or presentation.",
        ),
        expectation=Message(
            nb="Den har ikke <th>, <caption> eller summary.", en="It has no <th>, <caption> or summary."
        ),
        passing='<table role="presentation"><tr><td>Barents</td><td>Arktis</td></tr></table>',
        failing='<table role="presentation"><tr><th>Barents</th><th>Arktis</th></tr></table>',
        failed=Message(
            nb="Tabellen sier at den bare plasserer ting, men er merket opp som data.",
            en="The table says that it only places things, but is marked up as data.",
        ),
        help=Message(
            nb="Fjern role hvis den viser data, ellers <th>, <caption> og summary.",
            en="Remove the role if it shows data, else <th>, <caption> and summary.",
        ),
    ),
    Rule(
        id="table-caption-cell",
        wcag=("1.3.1",),
        techniques=("H39",),
        blocking=False,
        decides=False,
        applies=_captions_of_cells,
        expects=asks_people,
        title=Message(nb="Tabellens tittel er ikke en celle", en="The caption of a table is not a cell"),
        applicability=Message(
            nb="Den første raden i hver tabell uten <caption>, der den er én celle over alle kolonner.",
            en="The first row of each table without a <caption>, where it is one cell over all columns.",
        ),
        expectation=Message(
            nb="Cellen er ikke tittelen på tabellen. Bare et menneske kan svare.",
            en="The cell is not the caption of the table. Only a person can tell.",
        ),
        passing="<table><caption>Møter</caption><tr><th>År</th><th>Antall</th></tr><tr><td>2026</td><td>4</td></tr></table>",
        asking='<table><tr><th colspan="2">Møter</th></tr><tr><th>År</th><th>Antall</th></tr><tr><td>2026</td><td>4</td></tr></table>',
        failed=Message(nb="Tittelen er en celle.", en="The caption is a cell."),
        doubt=Message(
            nb="Er den øverste cellen tittelen på tabellen?", en="Is the top cell the caption of the table?"
        ),
        help=Message(nb="Bruk <caption> for tittelen.", en="Use a <caption> for it."),
    ),
    Rule(
        id="table-header-empty",
        blocking=False,
        applies=_empty_headers,
        expects=never,
        title=Message(nb="Overskriftsceller er ikke tomme", en="Header cells are not empty"),
        applicability=Message(
            nb="Hver <th> uten tilgjengelig navn, hjørnet øverst til venstre unntatt.",
            en="Each <th> without an accessible name, the corner at the top left apart.",
        ),
        expectation=Message(nb="Den finnes ikke.", en="There is none."),
        passing="<table><tr><th>År</th><th>Møter</th></tr><tr><td>2026</td><td>4</td></tr></table>",
        failing="<table><tr><th>År</th><th></th></tr><tr><td>2026</td><td>4</td></tr></table>",
        failed=Message(nb="Overskriftscellen er tom.", en="The header cell is empty."),
        help=Message(
            nb="Skriv hva kolonnen eller raden er, eller bruk <td>.",
            en="Say what the column or row is, or use <td>.",
        ),
    ),
)
