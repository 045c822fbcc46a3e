"""PDF: from `%PDF-` at the first byte to `%%EOF` at the last. Kept as it is. Source: ISO 32000-2, 7.5 (file structure)."""

from __future__ import annotations

import re
from typing import Final

from content.media.plan import Plan, whole
from content.media.refusal import damaged, refuse, truncated
from content.media.source import PIECE, Source

START: Final = b"%PDF-"
_VERSION: Final = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t]")
_TAIL: Final = 1_024
_END: Final = re.compile(rb"startxref[\r\n \t]+[0-9]+[\r\n \t]+%%EOF[\r\n \t\0]*\Z")
# Names may be spelled with #xx (7.3.5), so that a look at the bytes finds what an ordinary program has written, no more.
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?)\b")
_OVERLAP: Final = 32


def plan(source: Source) -> Plan:
    """A PDF, kept as it is. Raises Invalid for one that runs something, or holds other files."""
    if not _VERSION.match(source.read(0, min(16, source.size))):
        raise damaged("its first line is not as it must be", "den første linjen er ikke slik den skal være")
    tail = source.read(max(0, source.size - _TAIL), min(_TAIL, source.size))
    if b"%%EOF" not in tail:
        raise truncated()
    if not _END.search(tail):
        raise damaged("something follows its end", "det står noe etter slutten")
    for at in range(0, source.size, PIECE):
        found = _ACTIVE.search(source.read(at, min(PIECE + _OVERLAP, source.size - at)))
        if found:
            what = found[0].decode()
            raise refuse(
                "active_content",
                nb=f"PDF-en har noe som kjører, eller andre filer i seg ({what}). Lagre den på nytt uten, helst som PDF/A.",
                en=f"The PDF has something that runs, or other files in it ({what}). Save it again without, best as PDF/A.",
            )
    return Plan(media_type="application/pdf", pieces=whole(source))
