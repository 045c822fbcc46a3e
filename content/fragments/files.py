"""Files to fetch: format, size and language stand in the link, so that nobody follows it blindly (WCAG 2.4.4)."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from msgspec import UNSET

from content.fragments.amounts import size
from content.fragments.credits import credits_of
from content.fragments.frame import Frame
from content.fragments.markup import element, joined, lines, together
from content.fragments.words import known
from content.text import File

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_FORMATS: Final = {
    "application/msword": "Word",
    f"{_OFFICE}.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    f"{_OFFICE}.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-powerpoint": "PowerPoint",
    f"{_OFFICE}.presentationml.presentation": "PowerPoint",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/epub+zip": "EPUB",
    "image/svg+xml": "SVG",
    "text/plain": "TXT",
    "text/calendar": "ICS",
}
_ENDINGS: Final = {
    "doc": "Word",
    "docx": "Word",
    "epub": "EPUB",
    "odt": "ODT",
    "pdf": "PDF",
    "rtf": "RTF",
    "txt": "TXT",
}


def format_at(address: str) -> str:
    """The format of a document by the ending of its address; "" where that does not tell."""
    path = address.partition("#")[0].partition("?")[0]
    return _ENDINGS.get(path.rpartition("/")[2].rpartition(".")[2].lower(), "")


def file(block: File, frame: Frame) -> Markup:
    """The link: “Application form (PDF, 1.2 MB, English)”."""
    about: list[str] = [_format(block.media_type)]
    if block.size is not UNSET:
        about.append(size(block.size, frame.locale))
    other = block.lang if block.lang is not UNSET and block.lang != frame.locale else None
    if other and known(f"language_{other}"):
        about.append(frame.word(f"language_{other}"))
    href = frame.media(block.href)
    text = together(block.title, " (", joined(", ", about), ")")
    link = element("a", {"href": href, "hreflang": other, "type": block.media_type}, text) if href else text
    said = credits_of(block, frame)
    return lines("p", {"class": "nk-file"}, link, *said) if said else element("p", {"class": "nk-file"}, link)


def _format(media_type: str) -> str:
    return (
        _FORMATS.get(media_type) or media_type.partition("/")[2].partition("+")[0].removeprefix("x-").upper()
    )
