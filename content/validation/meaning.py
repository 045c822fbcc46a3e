"""What fits together: rules between fields that a type cannot state. Reads plain data and skips what has no right shape."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from content.errors import Fault
from content.model import UUID_FORM
from content.text import DECORATORS
from content.validation import addresses
from content.validation.faults import fault
from content.validation.times import instant

RESERVED_SLUGS: Final = frozenset({"list"})
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_LISTS: Final = (list, tuple)


def walk(data: object) -> Iterator[Fault]:
    """Every fault of meaning in a Content given as plain data."""
    if not isinstance(data, dict):
        return
    slug = data.get("slug")
    if isinstance(slug, str) and (slug in RESERVED_SLUGS or UUID_FORM.fullmatch(slug)):
        yield fault(
            "/slug",
            "reserved_slug",
            nb=f"«{slug}» er reservert. Velg en annen adresse.",
            en=f"“{slug}” is reserved. Choose another slug.",
        )
    title = data.get("title")
    if isinstance(title, str) and title != unicodedata.normalize("NFC", title):
        yield fault(
            "/title",
            "not_nfc",
            nb="Tegnene må være sammensatt (Unicode NFC).",
            en="The letters must be composed (Unicode NFC).",
        )
    yield from _source(data.get("source"))
    yield from addresses.walk(data)
    yield from _fields(data.get("kind"), data.get("fields"))
    yield from _body(data.get("body"), "/body")
    yield from _unique(data.get("topics"), "/topics")


def _source(source: object) -> Iterator[Fault]:
    """ISO 8601 dates of less than full precision, and intervals of them: real days, in order."""
    date = source.get("date") if isinstance(source, dict) else None
    if not isinstance(date, str):
        return
    parts = date.split("/")
    if not all(_DATE.fullmatch(part) for part in parts):
        return  # the shape tells
    try:
        days = [datetime.date.fromisoformat(f"{part}-01-01"[: len("2014-05-31")]) for part in parts]
    except ValueError:
        days = []
    if not days or days != sorted(days):
        yield fault(
            "/source/date",
            "no_date",
            nb=f"«{date[:40]}» er ikke en dato, eller slutter før den begynner.",
            en=f"“{date[:40]}” is no date, or ends before it begins.",
        )


def _fields(kind: object, fields: object) -> Iterator[Fault]:
    if not isinstance(fields, dict):
        return
    match kind:
        case "event":
            yield from _order(fields, "start", "end")
            if not fields.get("place") and not fields.get("online"):
                yield fault(
                    "/fields/place",
                    "missing",
                    nb="Oppgi sted, en nettadresse («online»), eller begge.",
                    en="Give a place, an address on the web (“online”), or both.",
                )
        case "call":
            yield from _order(fields, "opens", "deadline")
            yield from _amount(fields.get("amount"), "/fields/amount")
        case "project":
            yield from _order(fields, "starts", "ends")
            yield from _amount(fields.get("budget"), "/fields/budget")
        case "contact":
            if not any(fields.get(name) for name in ("phone", "email", "web")):
                yield fault(
                    "/fields",
                    "missing",
                    nb="Oppgi telefon, e-post eller nettadresse.",
                    en="Give a phone number, an e-mail address or a web address.",
                )


def _order(fields: dict[str, Any], first: str, last: str) -> Iterator[Fault]:
    begin, end = instant(fields.get(first)), instant(fields.get(last))
    if begin and end and end < begin:
        yield fault(
            f"/fields/{last}",
            "before_start",
            nb=f"«{last}» er før «{first}».",
            en=f"“{last}” is before “{first}”.",
        )


def _amount(amount: object, at: str) -> Iterator[Fault]:
    if isinstance(amount, dict):
        low, high = amount.get("minimum"), amount.get("maximum")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield fault(
                f"{at}/minimum",
                "before_start",
                nb="Det minste beløpet er større enn det største.",
                en="The smallest amount is above the largest.",
            )


def _body(blocks: object, at: str) -> Iterator[Fault]:
    if not isinstance(blocks, _LISTS):
        return
    keys: set[str] = set()
    for index, block in enumerate(blocks):
        if isinstance(block, dict):
            here = f"{at}/{index}"
            yield from _key(block, keys, here)
            yield from _block(block, here)


def _block(block: dict[str, Any], at: str) -> Iterator[Fault]:
    match block.get("_type"):
        case "block":
            yield from _marks(block, at)
            if "level" in block and "listItem" not in block:
                yield fault(
                    f"{at}/level",
                    "level_without_list",
                    nb="«level» hører til et listepunkt.",
                    en="“level” belongs to a list item.",
                )
        case "table":
            yield from _table(block, at)
        case "link-card":
            yield from _one_target(block, at)
            if block.get("href") and not block.get("title"):
                yield fault(
                    f"{at}/title",
                    "missing",
                    nb="Et kort til en nettadresse trenger tittel.",
                    en="A card to a web address needs a title.",
                )
        case "contact-card":
            if not block.get("record") and not block.get("name"):
                yield fault(
                    f"{at}/name",
                    "missing",
                    nb="Oppgi navn, eller kontakten («record»).",
                    en="Give a name, or the contact (“record”).",
                )
    for part in ("content", "transcript"):
        yield from _body(block.get(part), f"{at}/{part}")


def _marks(holder: dict[str, Any], at: str) -> Iterator[Fault]:
    definitions = [each for each in _items(holder.get("markDefs")) if isinstance(each, dict)]
    defined = [each.get("_key") for each in definitions]
    for index, definition in enumerate(definitions):
        here = f"{at}/markDefs/{index}"
        key = definition.get("_key")
        if not key or key in DECORATORS or defined.count(key) > 1:
            yield fault(
                f"{here}/_key",
                "key",
                nb="Merket trenger en egen «_key».",
                en="The mark needs a “_key” of its own.",
            )
        if definition.get("_type") == "link":
            yield from _one_target(definition, here)
    known = {*DECORATORS, *(key for key in defined if isinstance(key, str))}
    keys: set[str] = set()
    for index, span in enumerate(_items(holder.get("children"))):
        if not isinstance(span, dict):
            continue
        yield from _key(span, keys, f"{at}/children/{index}")
        for number, mark in enumerate(_items(span.get("marks"))):
            if isinstance(mark, str) and mark not in known:
                yield fault(
                    f"{at}/children/{index}/marks/{number}",
                    "unknown_mark",
                    nb=f"«{mark[:40]}» er verken strong, em eller definert i markDefs.",
                    en=f"“{mark[:40]}” is neither strong, em nor defined in markDefs.",
                )


def _table(table: dict[str, Any], at: str) -> Iterator[Fault]:
    rows = [row for row in _items(table.get("rows")) if isinstance(row, dict)]
    if table.get("header_rows", 1) == 0 and table.get("header_columns", 0) == 0:
        yield fault(
            f"{at}/header_rows",
            "no_headers",
            nb="Tabellen trenger overskrifter i rad eller kolonne.",
            en="The table needs headers in a row or a column.",
        )
    widths = _widths(rows)
    if widths and len(set(widths)) > 1:
        yield fault(
            f"{at}/rows",
            "ragged",
            nb="Radene har ulikt antall celler.",
            en="The rows differ in their number of cells.",
        )
    for index, row in enumerate(rows):
        for number, cell in enumerate(_items(row.get("cells"))):
            if isinstance(cell, dict):
                yield from _marks(cell, f"{at}/rows/{index}/cells/{number}")


def _widths(rows: list[dict[str, Any]]) -> list[int]:
    """The width of each row in columns, with spans from above counted in; [] where spans have no right shape."""
    hanging: list[tuple[int, int]] = []  # (rows still to cover, columns)
    widths = []
    for row in rows:
        width = sum(columns for _, columns in hanging)
        hanging = [(left - 1, columns) for left, columns in hanging if left > 1]
        for cell in _items(row.get("cells")):
            columns, depth = (
                (cell.get("colspan", 1), cell.get("rowspan", 1)) if isinstance(cell, dict) else (1, 1)
            )
            if not isinstance(columns, int) or not isinstance(depth, int):
                return []
            width += columns
            if depth > 1:
                hanging.append((depth - 1, columns))
        widths.append(width)
    return widths


def _one_target(holder: dict[str, Any], at: str) -> Iterator[Fault]:
    if bool(holder.get("href")) == bool(holder.get("record")):
        yield fault(
            at, "one_target", nb="Oppgi enten «href» eller «record».", en="Give either “href” or “record”."
        )


def _key(block: dict[str, Any], keys: set[str], at: str) -> Iterator[Fault]:
    key = block.get("_key")
    if isinstance(key, str) and key:
        if key in keys:
            yield fault(
                f"{at}/_key",
                "duplicate_key",
                nb=f"«{key[:40]}» er brukt før.",
                en=f"“{key[:40]}” is used before.",
            )
        keys.add(key)


def _unique(values: object, at: str) -> Iterator[Fault]:
    items = _items(values)
    for index, value in enumerate(items):
        if value in items[:index]:
            yield fault(
                f"{at}/{index}", "duplicate", nb=f"«{value}» står to ganger.", en=f"“{value}” is there twice."
            )


def _items(value: object) -> list[Any]:
    return list(value) if isinstance(value, _LISTS) else []
