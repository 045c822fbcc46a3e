"""Portable Text: the body of a record, as a flat list of typed blocks, spans and marks.

The shape is that of the open specification (`_type`, `_key`, `children`, `markDefs`, `listItem`, `level`), so that the
renderers which apps already have can read it. What is ours is the set of block types. Optional members are absent, never
null: Portable Text toolkits tell a list item by the mere presence of `listItem`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, structs

from content.characters import NOT_IN_ADDRESSES, ONE_LINE

_LONGEST_KEY: Final = 64
Key = Annotated[
    str,
    Meta(
        max_length=_LONGEST_KEY,
        pattern=r"^[A-Za-z0-9_-]*$(?!\n)",
        description="Unique among its siblings; filled in when empty",
    ),
]
Line = Annotated[
    str, Meta(min_length=1, max_length=300, pattern=ONE_LINE, description="One line of plain text")
]
Passage = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2_000,
        description="A short passage of plain text, which may have line breaks",
    ),
]
_IN_URL: Final = f"[^{NOT_IN_ADDRESSES}]"
_WEB: Final = f"https?://[^/?#{NOT_IN_ADDRESSES}]{_IN_URL}*"
_MAILTO: Final = f"mailto:[^@{NOT_IN_ADDRESSES}]+@{_IN_URL}+"
Href = Annotated[
    str,
    Meta(
        max_length=2_000,
        pattern=rf"^({_WEB}|/(?!/){_IN_URL}*|{_MAILTO}|tel:\+?[().-]*[0-9][0-9().-]*|#[A-Za-z][A-Za-z0-9_-]*)$(?!\n)",
        description="https:, http:, mailto:, tel:, a path on this service, or #id within the text",
    ),
]
WebUrl = Annotated[
    str, Meta(max_length=2_000, pattern=rf"^{_WEB}$(?!\n)", description="An https: or http: address")
]
Language = Annotated[
    str,
    Meta(
        max_length=100,
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$(?!\n)",
        description="A BCP 47 language tag",
    ),
]
Pixels = Annotated[int, Meta(ge=1, le=20_000)]
Phone = Annotated[
    str, Meta(max_length=40, pattern=r"^\+?[0-9][0-9 ()-]{2,}$(?!\n)", description="+47 77 78 80 00")
]
_NOT_IN_EMAIL: Final = rf'@()<>\[\],;:"{NOT_IN_ADDRESSES}'
Email = Annotated[
    str,
    Meta(
        max_length=254, pattern=rf"^[^{_NOT_IN_EMAIL}]+@[^.{_NOT_IN_EMAIL}]+(\.[^.{_NOT_IN_EMAIL}]+)+$(?!\n)"
    ),
]


class Licence(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Under what terms others may use it, and where these can be read."""

    name: Line
    url: Href | UnsetType = UNSET


class _Typed(
    Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="_type",
    rename={"key": "_key", "mark_defs": "markDefs", "list_item": "listItem"},
):
    key: Key = ""


class Link(_Typed, frozen=True, gc=False, kw_only=True, tag="link"):
    """A link: to `href`, or to another record here by its id."""

    href: Href | UnsetType = UNSET
    record: UUID | UnsetType = UNSET


class Lang(_Typed, frozen=True, gc=False, kw_only=True, tag="lang"):
    """Says which language the marked text is in (WCAG 3.1.2)."""

    lang: Language


class Abbr(_Typed, frozen=True, gc=False, kw_only=True, tag="abbr"):
    """An abbreviation and what it stands for (WCAG 3.1.4)."""

    title: Line


MarkDef = Link | Lang | Abbr


class Span(_Typed, frozen=True, gc=False, kw_only=True, tag="span"):
    """A run of text. `marks` are "strong", "em", or keys of the block's mark definitions."""

    text: Annotated[str, Meta(max_length=20_000)]
    marks: tuple[str, ...] = ()


class Prose(_Typed, frozen=True, gc=False, kw_only=True, tag="block"):
    """A paragraph, heading or list item. Heading styles count from the record's own title: h2 is the level below it."""

    style: Literal["normal", "h2", "h3", "h4", "h5", "h6"] = "normal"
    children: tuple[Span, ...]
    mark_defs: tuple[MarkDef, ...] = ()
    list_item: Literal["bullet", "number"] | UnsetType = UNSET
    level: Annotated[int, Meta(ge=1, le=6)] | UnsetType = UNSET


class Image(_Typed, frozen=True, gc=False, kw_only=True, tag="image"):
    """An image. `alt` says what it says; a decorative one has `decorative: true` and an empty alt (WCAG 1.1.1)."""

    src: Href
    alt: Annotated[str, Meta(max_length=1_000)] = ""
    decorative: bool = False
    caption: Passage | UnsetType = UNSET
    credit: Line | UnsetType = UNSET
    licence: Licence | UnsetType = UNSET
    rightsholder: Line | UnsetType = UNSET
    width: Pixels | UnsetType = UNSET
    height: Pixels | UnsetType = UNSET


class Cell(
    Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, rename={"mark_defs": "markDefs"}
):
    """One cell of a table."""

    children: tuple[Span, ...] = ()
    mark_defs: tuple[MarkDef, ...] = ()
    colspan: Annotated[int, Meta(ge=1, le=100)] = 1
    rowspan: Annotated[int, Meta(ge=1, le=1_000)] = 1


class Row(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One row of a table."""

    cells: Annotated[tuple[Cell, ...], Meta(min_length=1, max_length=100)]


class Table(_Typed, frozen=True, gc=False, kw_only=True, tag="table"):
    """A data table: the first `header_rows` rows and `header_columns` columns are headers (WCAG 1.3.1)."""

    caption: Passage
    header_rows: Annotated[int, Meta(ge=0, le=10)] = 1
    header_columns: Annotated[int, Meta(ge=0, le=10)] = 0
    rows: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=2_000)]


class Quote(_Typed, frozen=True, gc=False, kw_only=True, tag="quote"):
    """A quotation, who or what it is from, and where that can be read."""

    content: Annotated[tuple[Prose, ...], Meta(min_length=1)]
    source: Passage | UnsetType = UNSET
    cite: Href | UnsetType = UNSET


class Callout(_Typed, frozen=True, gc=False, kw_only=True, tag="callout"):
    """A passage set apart: a note, a warning, or a piece of good news."""

    tone: Literal["note", "warning", "success"] = "note"
    title: Line | UnsetType = UNSET
    content: Annotated[tuple[Prose, ...], Meta(min_length=1)]


class Details(_Typed, frozen=True, gc=False, kw_only=True, tag="details"):
    """Text that the reader unfolds."""

    summary: Line
    content: Annotated[tuple[Prose, ...], Meta(min_length=1)]


class LinkCard(_Typed, frozen=True, gc=False, kw_only=True, tag="link-card"):
    """A link that stands on its own: to `href` with a title, or to a record here, whose title is used."""

    href: Href | UnsetType = UNSET
    record: UUID | UnsetType = UNSET
    title: Line | UnsetType = UNSET
    summary: Passage | UnsetType = UNSET


class ContactCard(_Typed, frozen=True, gc=False, kw_only=True, tag="contact-card"):
    """Whom to ask: a contact record here, or name and details written out."""

    record: UUID | UnsetType = UNSET
    name: Line | UnsetType = UNSET
    role: Line | UnsetType = UNSET
    organisation: Line | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    email: Email | UnsetType = UNSET


class File(_Typed, frozen=True, gc=False, kw_only=True, tag="file"):
    """A file to fetch. `size` is in bytes."""

    href: Href
    title: Line
    media_type: Annotated[str, Meta(max_length=127, pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$(?!\n)")]
    size: Annotated[int, Meta(ge=0, le=10**15)] | UnsetType = UNSET
    lang: Language | UnsetType = UNSET
    credit: Line | UnsetType = UNSET
    licence: Licence | UnsetType = UNSET
    rightsholder: Line | UnsetType = UNSET


class Track(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A WebVTT file of captions (WCAG 1.2.2)."""

    href: Href
    lang: Language
    label: Line


class Video(_Typed, frozen=True, gc=False, kw_only=True, tag="video"):
    """A video with captions, and a transcript in the page or behind a link (WCAG 1.2.1 to 1.2.3)."""

    href: Href
    title: Line
    media_type: Annotated[str, Meta(max_length=127, pattern=r"^video/[A-Za-z0-9.+-]+$(?!\n)")] = "video/mp4"
    poster: Href | UnsetType = UNSET
    captions: tuple[Track, ...] = ()
    transcript: tuple[Prose, ...] = ()
    transcript_href: Href | UnsetType = UNSET
    credit: Line | UnsetType = UNSET
    licence: Licence | UnsetType = UNSET
    rightsholder: Line | UnsetType = UNSET
    width: Pixels | UnsetType = UNSET
    height: Pixels | UnsetType = UNSET


class Audio(_Typed, frozen=True, gc=False, kw_only=True, tag="audio"):
    """A recording of sound, with what is said in it in the page or behind a link (WCAG 1.2.1)."""

    href: Href
    title: Line
    media_type: Annotated[str, Meta(max_length=127, pattern=r"^audio/[A-Za-z0-9.+-]+$(?!\n)")] = "audio/mpeg"
    transcript: tuple[Prose, ...] = ()
    transcript_href: Href | UnsetType = UNSET
    credit: Line | UnsetType = UNSET
    licence: Licence | UnsetType = UNSET
    rightsholder: Line | UnsetType = UNSET


Block = Prose | Image | Table | Quote | Callout | Details | LinkCard | ContactCard | File | Video | Audio
Body = Annotated[tuple[Block, ...], Meta(max_length=5_000)]

BLOCK_TYPES = (
    "block",
    "image",
    "table",
    "quote",
    "callout",
    "details",
    "link-card",
    "contact-card",
    "file",
    "video",
    "audio",
)
DECORATORS = ("strong", "em")


def inner(block: Block) -> tuple[Prose, ...]:
    """The prose that a block of another type holds: a quotation's, a callout's, a transcript's; () for the rest."""
    match block:
        case Quote() | Callout() | Details():
            return block.content
        case Video() | Audio():
            return block.transcript
        case _:
            return ()


def plain(block: Block) -> str:
    """The words of a block, without marks; for searching, digests of passages and tests."""
    match block:
        case Prose():
            return "".join(span.text for span in block.children)
        case Table():
            cells = ("".join(span.text for span in cell.children) for row in block.rows for cell in row.cells)
            return "\n".join([block.caption, *cells])
        case Image():
            return "\n".join(text for text in (block.alt, block.caption) if text)
        case Quote():
            source = [block.source] if block.source else []
            return "\n".join([*map(plain, block.content), *source])
        case _:
            names = ("title", "summary", "name", "role", "organisation")
            own = (getattr(block, name, UNSET) for name in names)
            return "\n".join([*(text for text in own if isinstance(text, str)), *map(plain, inner(block))])


def keyed(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same body with every empty `_key` filled in, the same way each time, without touching those that are there."""
    return tuple(_keyed(body, "b"))


def _keyed(blocks: tuple[Block, ...] | tuple[Prose, ...], prefix: str) -> Iterator[Block]:
    taken = {block.key for block in blocks}
    for number, block in enumerate(blocks, 1):
        key = block.key or _fresh(f"{prefix}{number}", taken)
        match block:
            case Prose():
                yield structs.replace(block, key=key, children=_spans(block.children, key))
            case Table():
                yield structs.replace(block, key=key, rows=tuple(_rows(block.rows, key)))
            case Quote() | Callout() | Details():
                yield structs.replace(block, key=key, content=tuple(_keyed(block.content, f"{_short(key)}-")))
            case Video() | Audio():
                yield structs.replace(
                    block, key=key, transcript=tuple(_keyed(block.transcript, f"{_short(key)}-"))
                )
            case _:
                yield structs.replace(block, key=key)


def _rows(rows: tuple[Row, ...], key: str) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        cells = (
            structs.replace(cell, children=_spans(cell.children, f"{_short(key)}r{number}c{place}"))
            for place, cell in enumerate(row.cells, 1)
        )
        yield structs.replace(row, cells=tuple(cells))


def _spans(spans: tuple[Span, ...], key: str) -> tuple[Span, ...]:
    taken = {span.key for span in spans}
    return tuple(
        span if span.key else structs.replace(span, key=_fresh(f"{_short(key)}s{n}", taken))
        for n, span in enumerate(spans, 1)
    )


def _short(key: str) -> str:
    """The beginning of a key, with room for what keys within its block add: these need only differ among themselves."""
    return key[: _LONGEST_KEY - 24]


def _fresh(key: str, taken: set[str]) -> str:
    while key in taken:
        key += "x"
    taken.add(key)
    return key
