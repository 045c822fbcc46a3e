"""Tables: header cells have cells, `headers` stays in its table, data tables have headers and a caption."""

from bisect import bisect_right
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.grid import rows
from content.accessibility.rules.layout import looks_laid_out, shown_tables
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_TABLES = frozenset({"table", "grid", "treegrid"})
_SMALLEST = 2
_FARTHEST = 20
"""Tables before a header that are looked at for the one that it is in."""


def _headers(facts: Facts) -> Iterable[Element]:
    tables = facts.with_role(*_TABLES)
    if not tables:
        return
    for element in facts.with_role("columnheader", "rowheader"):
        if _table_of(element, tables) is not None:
            yield element


def _table_of(element: Element, tables: list[Element]) -> Element | None:
    """The exposed table that a header is in: for a cell of HTML its own, else the nearest with such a role."""
    if element.tag in {"td", "th"}:
        table = element.table
        return table if table is not None and table.exposed and table.role in _TABLES else None
    place = bisect_right(tables, element.index, key=lambda table: table.index) - 1
    for table in tables[max(place - _FARTHEST, 0) : place + 1][::-1]:
        if element.index < table.end:
            return None if table.tag == "table" else table
    return None


def _has_cells(facts: Facts, element: Element) -> Answer:
    table = _table_of(element, facts.with_role(*_TABLES))
    if table is None:
        return True
    without = facts.unassigned(table)
    return None if without is None else element.index not in without


def _cells_with_headers(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("td", "th"):
        table = element.table
        if table is None or not element.attributes.get("headers", "").strip():
            continue
        if element.exposed and table.exposed and table.role in _TABLES:
            yield element


def _refers_to_its_table(facts: Facts, element: Element) -> Answer:
    doubtful = False
    for identity in element.attributes["headers"].split()[:100]:
        target = facts.target(identity)
        if (
            target is None
            or target is element
            or target.table is not element.table
            or target.tag not in {"td", "th"}
        ):
            return False
        if target.tag == "td" and target.explicit not in {"columnheader", "rowheader"}:
            doubtful = True
    # HTML takes any cell for a header, but asks authors for a `th`: not all readers say what a plain cell heads.
    return None if doubtful else True


def _data_tables(facts: Facts) -> Iterable[Element]:
    for table in shown_tables(facts):
        lines = [row for group in rows(table) for row in group]
        if len(lines) >= _SMALLEST and max(len(row) for row in lines) >= _SMALLEST:
            yield table


def _likely_data_tables(facts: Facts) -> Iterable[Element]:
    """Those that do not look as if they only place things, which `layout-table` asks about."""
    for table in _data_tables(facts):
        if _has_headers(facts, table) or not looks_laid_out(facts, table):
            yield table


def _has_headers(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return any(
        cell.tag == "th" or cell.role in {"columnheader", "rowheader"}
        for group in rows(element)
        for row in group
        for cell in row
    )


def _has_caption(facts: Facts, element: Element) -> Answer:
    return facts.name(element) != ""


RULES = (
    Rule(
        id="table-header-cells",
        act=("d0f69e",),
        wcag=("1.3.1",),
        techniques=("H43", "H63"),
        applies=_headers,
        expects=_has_cells,
        title=Message(
            nb="Overskriftsceller gjelder for minst én celle", en="Header cells are assigned to a cell"
        ),
        applicability=Message(
            nb="Hver overskriftscelle i en tabell som hjelpemidler får vite om.",
            en="Each header cell of a table that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Minst én annen celle hører til den.", en="At least one other cell is assigned to it."
        ),
        passing="<table><tr><th>År</th></tr><tr><td>2026</td></tr></table>",
        failing="<table><tr><th>År</th></tr></table>",
        failed=Message(
            nb="Overskriftscellen gjelder ikke for noen celle.", en="The header cell is assigned to no cell."
        ),
        doubt=Message(nb="Tabellen er for stor til å sjekkes.", en="The table is too large to check."),
        help=Message(
            nb="Sett scope på cellen, eller fjern kolonnen eller raden som er tom.",
            en="Set scope on the cell, or remove the empty column or row.",
        ),
    ),
    Rule(
        id="table-headers-attribute",
        act=("a25f45",),
        wcag=("1.3.1",),
        techniques=("H43", "F90"),
        applies=_cells_with_headers,
        expects=_refers_to_its_table,
        title=Message(
            nb="headers viser til celler i samme tabell", en="headers refers to cells of the same table"
        ),
        applicability=Message(
            nb="Hver celle med attributtet headers i en tabell som hjelpemidler får vite om.",
            en="Each cell with a headers attribute in a table that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Hver id der hører til en annen celle i samme tabell.",
            en="Each id in it belongs to another cell of the same table.",
        ),
        passing='<table><tr><th id="ar">År</th></tr><tr><td headers="ar">2026</td></tr></table>',
        failing='<table><tr><th>År</th></tr><tr><td headers="ar">2026</td></tr></table>',
        failed=Message(
            nb="headers viser til noe som ikke er en annen celle i tabellen.",
            en="headers refers to something that is not another cell of the table.",
        ),
        doubt=Message(
            nb="headers viser til en vanlig celle. Er den en overskrift? Da bør den være <th>.",
            en="headers refers to a plain cell. Is it a header? It should be a <th> then.",
        ),
        help=Message(
            nb="Bruk id-en til overskriftscellen, eller bruk scope.",
            en="Use the header cell's id, or use scope.",
        ),
    ),
    Rule(
        id="table-has-headers",
        wcag=("1.3.1",),
        techniques=("H51", "F91"),
        applies=_likely_data_tables,
        expects=_has_headers,
        title=Message(nb="Tabeller har overskriftsceller", en="Tables have header cells"),
        applicability=Message(
            nb="Hver tabell med minst to rader og to kolonner som vises som tabell, og som ikke ser ut til bare å plassere ting.",
            en="Each table with at least two rows and two columns that is shown as a table and does not look as if it only places things.",
        ),
        expectation=Message(
            nb="Minst én celle er en overskriftscelle.", en="At least one cell is a header cell."
        ),
        passing="<table><tr><th>År</th><th>Møter</th></tr><tr><td>2026</td><td>4</td></tr></table>",
        failing="<table><tr><td>År</td><td>Møter</td></tr><tr><td>2026</td><td>4</td></tr></table>",
        failed=Message(nb="Tabellen har ingen overskriftsceller.", en="The table has no header cells."),
        help=Message(
            nb='Bruk <th scope="col"> eller <th scope="row"> for overskrifter. Er det ikke en tabell, bruk ikke <table>.',
            en='Use <th scope="col"> or <th scope="row"> for headings. If it is no table, do not use <table>.',
        ),
    ),
    Rule(
        id="table-caption",
        techniques=("H39",),
        blocking=False,
        applies=_data_tables,
        expects=_has_caption,
        title=Message(nb="Tabeller har tittel", en="Tables have a caption"),
        applicability=Message(
            nb="Hver tabell med minst to rader og to kolonner som vises som tabell.",
            en="Each table with at least two rows and two columns that is shown as a table.",
        ),
        expectation=Message(
            nb="Tabellen har et tilgjengelig navn, helst fra <caption>.",
            en="The table has an accessible name, best from a <caption>.",
        ),
        passing="<table><caption>Møter</caption><tr><th>År</th><th>Møter</th></tr><tr><td>2026</td><td>4</td></tr></table>",
        failing="<table><tr><th>År</th><th>Møter</th></tr><tr><td>2026</td><td>4</td></tr></table>",
        failed=Message(nb="Tabellen har ingen <caption>.", en="The table has no <caption>."),
        help=Message(nb="Skriv i <caption> hva tabellen viser.", en="Say in <caption> what the table shows."),
    ),
)
