"""Tables: header cells have cells, `headers` stays in its table, data tables have headers and a caption."""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.grid import rows, unassigned
from content.accessibility.report import Message
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element

_TABLES = frozenset({"table", "grid", "treegrid"})
_SMALLEST = 2


def _tables(facts: Facts) -> list[Element]:
    return [one for one in facts.tagged("table") if one.exposed and one.role in _TABLES]


def _headers(facts: Facts) -> Iterable[Element]:
    for element in facts.with_role("columnheader", "rowheader"):
        if element.tag == "th" and element.table is not None and element.table.exposed and element.table.role in _TABLES:
            yield element


def _tables_with_headers(facts: Facts) -> Iterable[Element]:
    """The header cells that no cell is assigned to; where there is none, the tables, which then pass."""
    headers = list(_headers(facts))
    if not headers:
        return []
    tables = [table for table in _tables(facts) if any(one.table is table for one in headers)] if len(headers) < 50 else _tables(facts)  # noqa: PLR2004 - only to spare the search
    without: set[int] = set()
    unknown: list[Element] = []
    for table in tables:
        found = unassigned(table)
        if found is None:
            unknown.append(table)
        else:
            without |= found
    return [one for one in headers if one.index in without] or unknown or tables


def _has_cells(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    if element.tag == "th":
        return False
    return None if unassigned(element) is None else True


def _cells_with_headers(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("td", "th"):
        if element.attributes.get("headers", "").strip() and element.exposed and element.table is not None:
            if element.table.exposed and element.table.role in _TABLES:
                yield element


def _refers_to_its_table(facts: Facts, element: Element) -> Answer:
    for identity in element.attributes["headers"].split()[:100]:
        target = facts.target(identity)
        if target is None or target is element or target.table is not element.table or target.tag not in {"td", "th"}:
            return False
    return True


def _data_tables(facts: Facts) -> Iterable[Element]:
    for table in _tables(facts):
        lines = [row for group in rows(table) for row in group]
        if len(lines) >= _SMALLEST and max(len(row) for row in lines) >= _SMALLEST:
            yield table


def _has_headers(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return any(
        cell.tag == "th" or cell.role in {"columnheader", "rowheader"} for group in rows(element) for row in group for cell in row
    )


def _has_caption(facts: Facts, element: Element) -> Answer:
    return facts.name(element) != ""


RULES = (
    Rule(
        id="table-header-cells",
        act=("d0f69e",),
        wcag=("1.3.1",),
        techniques=("H43", "H63"),
        applies=_tables_with_headers,
        expects=_has_cells,
        title=Message(nb="Overskriftsceller gjelder for minst én celle", en="Header cells are assigned to a cell"),
        failed=Message(nb="Overskriftscellen gjelder ikke for noen celle.", en="The header cell is assigned to no cell."),
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
        title=Message(nb="headers viser til celler i samme tabell", en="headers refers to cells of the same table"),
        failed=Message(
            nb="headers viser til noe som ikke er en annen celle i tabellen.",
            en="headers refers to something that is not another cell of the table.",
        ),
        help=Message(nb="Bruk id-en til overskriftscellen, eller bruk scope.", en="Use the header cell's id, or use scope."),
    ),
    Rule(
        id="table-has-headers",
        wcag=("1.3.1",),
        techniques=("H51", "F91"),
        applies=_data_tables,
        expects=_has_headers,
        title=Message(nb="Tabeller har overskriftsceller", en="Tables have header cells"),
        failed=Message(nb="Tabellen har ingen overskriftsceller.", en="The table has no header cells."),
        help=Message(
            nb="Bruk <th scope=\"col\"> eller <th scope=\"row\"> for overskrifter. Er det ikke en tabell, bruk ikke <table>.",
            en="Use <th scope=\"col\"> or <th scope=\"row\"> for headings. If it is no table, do not use <table>.",
        ),
    ),
    Rule(
        id="table-caption",
        techniques=("H39",),
        blocking=False,
        applies=_data_tables,
        expects=_has_caption,
        title=Message(nb="Tabeller har tittel", en="Tables have a caption"),
        failed=Message(nb="Tabellen har ingen <caption>.", en="The table has no <caption>."),
        help=Message(nb="Skriv i <caption> hva tabellen viser.", en="Say in <caption> what the table shows."),
    ),
)
