"""JPEG: segments kept or dropped, pixels untouched. Source: ITU-T T.81 Annex B; JFIF 1.02; ICC.1 Annex B.4."""

from __future__ import annotations

import re
from typing import Final

from content.media.orientation import UPRIGHT, as_shown, only, orientation
from content.media.plan import Piece, Plan, demand_size
from content.media.refusal import damaged, refuse, truncated

START: Final = b"\xff\xd8\xff"
_SOI: Final = 0xD8
_EOI: Final = 0xD9
_SOS: Final = 0xDA
_COM: Final = 0xFE
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended, progressive: what browsers show."""
_OTHER_FRAMES: Final = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_TABLES: Final = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
_NEXT: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_EXIF: Final = b"Exif\0\0"
_ICC: Final = b"ICC_PROFILE\0"
_JFIF_HEAD: Final = 16
_COLOURS: Final = (1, 3, 4)


def plan(data: bytes) -> Plan:  # noqa: PLR0912, PLR0915 - one arm for each sort of part
    """What is kept of a JPEG file. Raises Invalid."""
    kept: list[Piece] = [b"\xff\xd8"]
    removed: list[str] = []
    size: tuple[int, int] | None = None
    turned = UPRIGHT
    scanned = False
    at = 2
    while True:
        marker, at = _marker(data, at)
        if marker == _EOI:
            break
        if at + 2 > len(data):
            raise truncated()
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2:  # noqa: PLR2004 - the length counts itself
            raise damaged("a segment has no length", "et segment har ingen lengde")
        body, end = data[at + 2 : at + length], at + length
        if end > len(data):
            raise truncated()
        here = (at - 2, end)
        if marker in _FRAMES:
            size = _frame(body, size)
            kept.append(here)
        elif marker in _OTHER_FRAMES:
            raise refuse(
                "kind_of_jpeg",
                nb="Denne sorten JPEG vises ikke i nettlesere. Lagre bildet som vanlig JPEG.",
                en="Browsers do not show this sort of JPEG. Save the image as an ordinary JPEG.",
            )
        elif marker == _SOS:
            if size is None:
                raise damaged("its pixels come before its size", "bildepunktene kommer før størrelsen")
            scanned = True
            found = _NEXT.search(data, end)
            if not found:
                raise truncated()
            end = found.start()
            kept.append((here[0], end))
        elif marker in _TABLES:
            kept.append(here)
        elif 0xE0 <= marker <= 0xEF or marker == _COM:  # noqa: PLR2004 - the application segments
            if marker == 0xE1 and body.startswith(_EXIF):  # noqa: PLR2004 - APP1
                turned = orientation(body[len(_EXIF) :])
            kept.extend(_application(marker, body, removed))
        else:
            raise damaged(f"it has an unknown segment {marker:#x}", f"den har et ukjent segment {marker:#x}")
        at = end
    if size is None or not scanned:
        raise damaged("it holds no image", "den har ikke noe bilde")
    if at < len(data):
        removed.append("data after the end")
    if turned != UPRIGHT:
        tiff = _EXIF + only(turned)
        jfif = isinstance(kept[1], bytes) and kept[1].startswith(b"\xff\xe0")
        kept.insert(2 if jfif else 1, b"\xff\xe1" + (len(tiff) + 2).to_bytes(2, "big") + tiff)
    kept.append(b"\xff\xd9")
    width, height = as_shown(*size, turned)
    return Plan(
        media_type="image/jpeg",
        pieces=tuple(kept),
        width=width,
        height=height,
        removed=tuple(dict.fromkeys(removed)),
    )


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at a place, and where its segment begins. Fill bytes are allowed before it (B.1.1.2)."""
    if at >= len(data):
        raise truncated()
    if data[at] != 0xFF:  # noqa: PLR2004 - what every marker begins with
        raise damaged("there is something between its segments", "det står noe mellom segmentene")
    while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - the same
        at += 1
    if at >= len(data):
        raise truncated()
    return data[at], at + 1


def _frame(body: bytes, before: tuple[int, int] | None) -> tuple[int, int]:
    if before is not None or len(body) < 6 or body[5] not in _COLOURS or len(body) != 6 + 3 * body[5]:  # noqa: PLR2004 - B.2.2
        raise damaged("its frame is not as it must be", "rammen er ikke slik den skal være")
    size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
    demand_size(*size)
    return size


def _application(marker: int, body: bytes, removed: list[str]) -> list[Piece]:
    """Colour is kept (JFIF without its thumbnail, ICC, Adobe's transform); who, where and with what goes."""
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= _JFIF_HEAD - 2:  # noqa: PLR2004 - APP0
        return [b"\xff\xe0" + _JFIF_HEAD.to_bytes(2, "big") + body[:12] + b"\0\0"]
    if (marker == 0xE2 and body.startswith(_ICC)) or (marker == 0xEE and body.startswith(b"Adobe")):  # noqa: PLR2004 - APP2, APP14
        kept = body if marker == 0xE2 else body[:12]  # noqa: PLR2004 - Adobe's segment ends there
        return [bytes([0xFF, marker]) + (len(kept) + 2).to_bytes(2, "big") + kept]
    if marker == _COM:
        removed.append("comment")
    elif body.startswith(_EXIF):
        removed.append("EXIF")
    elif body.startswith(b"http://ns.adobe.com/x"):
        removed.append("XMP")
    else:
        removed.append(f"APP{marker - 0xE0}")
    return []
