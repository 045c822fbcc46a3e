"""What an editor must see to after a conversion: what was guessed, and what is missing before the text can be published."""

from __future__ import annotations

from typing import Final

from msgspec import structs

from content.errors import Fault, Message
from content.text import Block, Image, Prose, Table

_MAX_CAPTION: Final = 300


def remarked(blocks: list[Block]) -> tuple[list[Block], list[Fault]]:
    """The blocks with captions and headers for tables that have none, and a remark for each of these and each missing alt text."""
    found: list[Block] = []
    remarks: list[Fault] = []
    heading = ""
    for number, block in enumerate(blocks):
        if isinstance(block, Prose) and block.style != "normal":
            heading = "".join(span.text for span in block.children)
        if isinstance(block, Table):
            found.append(_table(block, heading, number, remarks))
            continue
        found.append(block)
        if isinstance(block, Image) and not block.alt and not block.decorative:
            remarks.append(
                _remark(
                    f"/{number}/alt",
                    "missing_alt",
                    nb="Bildet mangler alternativ tekst. Skriv hva bildet forteller, eller merk det som pynt.",
                    en="The image has no alternative text. Write what it tells, or mark it as decorative.",
                )
            )
    return found, remarks


def _table(table: Table, heading: str, number: int, remarks: list[Fault]) -> Table:
    if not table.caption:
        first = ", ".join("".join(span.text for span in cell.children) for cell in table.rows[0].cells)
        table = structs.replace(
            table, caption=" ".join((heading or first or "–")[:_MAX_CAPTION].split()) or "–"
        )
        remarks.append(
            _remark(
                f"/{number}/caption",
                "guessed_caption",
                nb=f"Tabellen hadde ingen tittel, og fikk «{table.caption[:60]}». Skriv hva den viser.",
                en=f"The table had no caption, and was given “{table.caption[:60]}”. Write what it shows.",
            )
        )
    if not table.header_rows and not table.header_columns:
        table = structs.replace(table, header_rows=1)
        remarks.append(
            _remark(
                f"/{number}/header_rows",
                "guessed_headers",
                nb="Tabellen hadde ingen overskriftsceller. Første rad ble brukt som overskrift. Se om det stemmer.",
                en="The table had no header cells. Its first row was taken for headers. See whether that is right.",
            )
        )
    return table


def _remark(pointer: str, code: str, *, nb: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))
