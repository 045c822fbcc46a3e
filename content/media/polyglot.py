"""Is it something else too? Marks of HTML, of scripts and of archives where a reader of those would find them.

Sources: WHATWG MIME Sniffing, 7.1 (what makes a browser take bytes for HTML); APPNOTE.TXT 4.3.16 (a ZIP file is found from its end).
"""

from __future__ import annotations

import re
from typing import Final

from content.media.refusal import polyglot
from content.media.source import PIECE, Source

# Long enough not to stand in packed pixels by chance: a mark of seven bytes does so once in 2**50 bytes or more.
_MARKS: Final = re.compile(
    rb"<script|<!doctype|<iframe|<\?php|javascript:|<svg[\s>]|<html[\s>]|<body[\s>]", re.IGNORECASE
)
_OVERLAP: Final = 16
_ENDS: Final = 1_024
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_TAIL: Final = 65_557
_ZIP_RECORD: Final = 22


def demand_one(source: Source, *, all_of_it: bool) -> None:
    """Raise Invalid for marks of HTML (in all of it, or at both ends alone, where text may speak of them) or of an archive."""
    if all_of_it:
        for at in range(0, source.size, PIECE):
            _look(source.read(at, min(PIECE + _OVERLAP, source.size - at)))
    else:
        _look(source.read(0, min(_ENDS, source.size)))
        _look(source.read(max(0, source.size - _ENDS), min(_ENDS, source.size)))
    start = max(0, source.size - _ZIP_TAIL)
    tail = source.read(start, source.size - start)
    at = tail.rfind(_ZIP_END)
    while at >= 0:
        record = tail[at : at + _ZIP_RECORD]
        # One disk, and as many entries here as in all: what every archive says, and chance does not.
        if len(record) == _ZIP_RECORD and record[4:8] == bytes(4) and record[8:10] == record[10:12]:
            raise polyglot("a ZIP archive", "et ZIP-arkiv")
        at = tail.rfind(_ZIP_END, 0, at)


def _look(data: bytes) -> None:
    found = _MARKS.search(data)
    if found:
        what = found[0].decode("latin-1")
        raise polyglot(f"there is “{what}” in it", f"det står «{what}» i den")
