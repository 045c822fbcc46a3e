"""PNG and APNG: chunks kept or dropped. Source: W3C PNG (Third Edition), sections 5 and 11."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from content.media.orientation import UPRIGHT, as_shown, only, orientation
from content.media.plan import Piece, Plan, demand_size
from content.media.refusal import damaged, truncated

START: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP", b"mDCV", b"cLLI",
        b"pHYs", b"bKGD", b"hIST", b"acTL", b"fcTL", b"fdAT",
    }
)  # fmt: skip
_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_LARGEST_PROFILE: Final = 1024 * 1024
_NAMES: Final = {b"eXIf": "EXIF", b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"tIME": "time"}


def plan(data: bytes) -> Plan:
    """What is kept of a PNG file. Raises Invalid."""
    kept: list[Piece] = [START]
    removed: list[str] = []
    turned, frames, filled, at = UPRIGHT, 0, False, len(START)
    width = height = 0
    for name, start, end in _chunks(data):
        body = data[start + 8 : end - 4]
        if (name == b"IHDR") is not (start == len(START)):
            raise damaged("its header is not where it must be", "hodet står ikke der det skal")
        if name == b"IHDR":
            width, height = _header(body)
        elif name == b"fcTL":
            frames += 1
            demand_size(width, height, frames)
        elif name == b"IDAT":
            filled = filled or bool(body)
        if name in _KEPT or (name == b"iCCP" and _sound(body)):
            kept.append((start, end))
        elif not name[0] & 0x20:
            raise damaged(f"it has an unknown part {name!r}", f"den har en ukjent del {name!r}")
        else:
            if name == b"eXIf":
                turned = orientation(body)
            removed.append(_NAMES.get(name, name.decode("ascii")))
        at = end
    if not filled:
        raise damaged("it holds no image", "den har ikke noe bilde")
    if at < len(data):
        removed.append("data after the end")
    if turned != UPRIGHT:
        kept.insert(2, _chunk(b"eXIf", only(turned)))
    width, height = as_shown(width, height, turned)
    return Plan(
        media_type="image/png",
        pieces=tuple(kept),
        width=width,
        height=height,
        animated=frames > 1,
        removed=tuple(dict.fromkeys(removed)),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk up to IEND, its checksum checked."""
    at = len(START)
    while True:
        head = data[at : at + 8]
        if len(head) < 8:  # noqa: PLR2004 - length and name
            raise truncated()
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        end = at + 12 + length
        if not name.isalpha() or not name.isascii():
            raise damaged("a part of it has no name", "en del av den har ikke noe navn")
        if end > len(data):
            raise truncated()
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise damaged(
                f"the checksum of {name.decode()} is wrong", f"kontrollsummen til {name.decode()} er feil"
            )
        yield name, at, end
        if name == b"IEND":
            return
        at = end


def _header(body: bytes) -> tuple[int, int]:
    if len(body) != 13 or body[8] not in _DEPTHS.get(body[9], ()) or body[10] or body[11] or body[12] > 1:  # noqa: PLR2004 - 11.2.1
        raise damaged("its header is not as it must be", "hodet er ikke slik det skal være")
    width, height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    demand_size(width, height)
    return width, height


def _sound(profile: bytes) -> bool:
    """Whether a colour profile unpacks to a bounded size (11.3.2.3)."""
    name, _, packed = profile.partition(b"\0")
    if not 1 <= len(name) <= 79 or packed[:1] != b"\0":  # noqa: PLR2004 - the name's length, then the one method
        return False
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed[1:], _LARGEST_PROFILE)
    except zlib.error:
        return False
    return unpacking.eof and unpacked[36:40] == b"acsp"


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
