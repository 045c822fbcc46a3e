"""PDF: from `%PDF-` at the first byte to `%%EOF` at the last. Kept as it is. Source: ISO 32000-2, 7.5 (file structure)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from content.media.plan import Plan, whole
from content.media.refusal import damaged, refuse, truncated
from content.media.source import PIECE, Source

START: Final = b"%PDF-"
_VERSION: Final = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t]")
_TAIL: Final = 1_024
_END: Final = re.compile(rb"startxref[\r\n \t]+[0-9]+[\r\n \t]+%%EOF[\r\n \t\0]*\Z")
_RUNS: Final = ("JavaScript", "Launch", "RichMedia", "EmbeddedFile", "EmbeddedFiles")


def _name(name: str) -> bytes:
    """A pattern for a name, each letter as it is or as its number (7.3.5)."""
    return b"".join(b"(?:%c|#%s)" % (ord(each), f"(?i:{ord(each):02x})".encode("ascii")) for each in name)


_ACTIVE: Final = re.compile(b"/(?:" + b"|".join(map(_name, _RUNS)) + rb")(?=[\x00\t\n\f\r (<>\[\]{}/%]|\Z)")
# Most programs pack the objects of a file together and compress them (7.5.7): what runs is in there as well.
_PACKED: Final = re.compile(b"/" + _name("ObjStm"))
_BEGINS: Final = re.compile(rb"stream\r?\n")
_MOST_BEFORE: Final = 1_000
_MOST_PACKED: Final = 20_000
_UNPACKED_AT_ONCE: Final = 16 * 1024
_OVERLAP: Final = 1_200
_MOST_UNPACKED: Final = 64 * 1024 * 1024


def plan(source: Source) -> Plan:
    """A PDF, kept as it is. Raises Invalid for one that runs something, or holds other files."""
    if not _VERSION.match(source.read(0, min(16, source.size))):
        raise damaged("its first line is not as it must be", "den første linjen er ikke slik den skal være")
    tail = source.read(max(0, source.size - _TAIL), min(_TAIL, source.size))
    if b"%%EOF" not in tail:
        raise truncated()
    if not _END.search(tail):
        raise damaged("something follows its end", "det står noe etter slutten")
    left, begun = _MOST_UNPACKED, set[int]()
    for at in range(0, source.size, PIECE):
        piece = source.read(at, min(PIECE + _OVERLAP, source.size - at))
        _look(piece)
        for begins in sorted({at + each for each in _packed(piece)} - begun):
            begun.add(begins)
            left -= _unpacked(source, begins, left)
        if len(begun) > _MOST_PACKED:
            raise _too_much()
    return Plan(media_type="application/pdf", pieces=whole(source))


def _packed(piece: bytes) -> Iterator[int]:
    """Where the data of packed objects begin."""
    for found in _PACKED.finditer(piece):
        begins = _BEGINS.search(piece, found.end(), found.end() + _MOST_BEFORE)
        if begins:
            yield begins.end()


def _unpacked(source: Source, at: int, most: int) -> int:
    """Look into the packed objects that begin at a place; how many bytes they are. Raises Invalid for more than `most`.

    What cannot be unpacked no reader can unpack either, or it is packed in a way that hardly any program uses.
    """
    unpacking = zlib.decompressobj()
    size, before = 0, b""
    while at < source.size and not unpacking.eof:
        data = source.read(at, min(_UNPACKED_AT_ONCE, source.size - at))
        at += len(data)
        while data and not unpacking.eof:
            try:
                found = unpacking.decompress(data, PIECE)
            except zlib.error:
                return size
            data = unpacking.unconsumed_tail
            size += len(found)
            if size > most:
                raise damaged(
                    "its objects unpack to more than it may hold", "objektene pakkes ut til for mye"
                )
            _look(before + found)
            before = found[-_OVERLAP:]
    return size


def _too_much() -> Exception:
    return damaged("its objects unpack to too much", "objektene pakkes ut til for mye")


def _look(data: bytes) -> None:
    found = _ACTIVE.search(data)
    if found:
        what = re.sub(rb"#([0-9A-Fa-f]{2})", lambda each: bytes([int(each[1], 16)]), found[0]).decode()
        raise refuse(
            "active_content",
            nb=f"PDF-en har noe som kjører, eller andre filer i seg ({what}). Lagre den på nytt uten, helst som PDF/A.",
            en=f"The PDF has something that runs, or other files in it ({what}). Save it again without, best as PDF/A.",
        )
