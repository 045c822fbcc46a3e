"""Synthetic records, the same every time: about 3 kB of HTML each, with headings, a list, a table and a link."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from content.model import Content, News
from content.text import Block, Cell, Lang, Link, Prose, Row, Span, Table

_SENTENCES = (
    "Samarbeidet i nord bygger på lange tradisjoner og korte avstander.",
    "Fylkeskommunen følger opp avtalene sammen med partnerne sine.",
    "Målet er levende lokalsamfunn, god kompetanse og trygg ferdsel.",
    "Neste møte holdes digitalt, og alle kommuner er invitert.",
)


def identity(number: int) -> UUID:
    """A UUIDv7 for a number."""
    return UUID(int=(0x01A208000000 << 80) | (7 << 76) | (2 << 62) | number)


def content(number: int) -> Content:
    """The record of a number."""
    return News(
        slug=f"prove-{number}",
        title=f"Prøve {number}: møte om samarbeid i nord",
        summary=" ".join(_SENTENCES[:2]),
        body=tuple(_body(number)),
    )


def notice(number: int) -> Content:
    """A short record of a number: about 2 kB as JSON."""
    return News(
        slug=f"melding-{number}",
        title=f"Melding {number}: møte om samarbeid i nord",
        summary=_SENTENCES[0],
        body=tuple(
            Prose(key=f"p{part}", children=(Span(text=" ".join(_SENTENCES[part % 3 : part % 3 + 2])),))
            for part in range(5)
        ),
    )


def _body(number: int) -> Iterator[Block]:
    for part in range(4):
        yield Prose(key=f"h{part}", style="h2", children=(Span(text=f"Del {part + 1} av {number}"),))
        yield Prose(
            key=f"p{part}",
            children=(
                Span(text=" ".join(_SENTENCES) + " "),
                Span(text=f"Les rapport {part + 1} om samarbeidet", marks=("a",)),
                Span(text=" eller "),
                Span(text="the summary in English", marks=("e",)),
                Span(text="."),
            ),
            mark_defs=(
                Link(key="a", href=f"https://example.org/rapport/{number}/{part}"),
                Lang(key="e", lang="en"),
            ),
        )
    for item in range(3):
        yield Prose(key=f"l{item}", list_item="bullet", level=1, children=(Span(text=_SENTENCES[item]),))
    rows = [("År", "Møter")] + [(str(2020 + year), str(year * 3)) for year in range(4)]
    yield Table(
        key="t",
        caption="Møter i året",
        rows=tuple(Row(cells=tuple(Cell(children=(Span(text=text),)) for text in row)) for row in rows),
    )
