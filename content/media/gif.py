"""GIF: frames and their loop are kept, comments and other extensions dropped. Source: GIF89a specification, 1990."""

from __future__ import annotations

from typing import Final

from content.media.plan import Piece, Plan, demand_size
from content.media.refusal import damaged, truncated

STARTS: Final = (b"GIF87a", b"GIF89a")
_HEAD: Final = 13
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _COMMENT, _APPLICATION = 0xF9, 0xFE, 0xFF
_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_DESCRIPTOR: Final = 10


def plan(data: bytes) -> Plan:
    """What is kept of a GIF file. Raises Invalid."""
    if len(data) < _HEAD:
        raise truncated()
    width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    demand_size(width, height)
    at = _HEAD + _table(data[10])
    kept: list[Piece] = [(0, at)]
    removed: list[str] = []
    frames = 0
    while True:
        if at >= len(data):
            raise truncated()
        start, kind = at, data[at]
        if kind == _TRAILER:
            break
        if kind == _IMAGE:
            frames += 1
            demand_size(width, height, frames)
            at = _image(data, at)
            kept.append((start, at))
        elif kind == _EXTENSION:
            if at + 2 > len(data):
                raise truncated()
            at = _blocks(data, at + 2)
            label = data[start + 1]
            loops = label == _APPLICATION and data[start + 3 : start + 14] in _LOOPS
            # Between a loop's own name and its count there is room for nothing: 11 bytes and 3 (Netscape's extension).
            if label == _CONTROL or (loops and at - start <= 24):  # noqa: PLR2004 - see above, with room for a buffer size
                kept.append((start, at))
            else:
                removed.append("comment" if label == _COMMENT else "extension")
        else:
            raise damaged(f"it has an unknown part {kind:#x}", f"den har en ukjent del {kind:#x}")
    if not frames:
        raise damaged("it holds no image", "den har ikke noe bilde")
    if at + 1 < len(data):
        removed.append("data after the end")
    kept.append(b"\x3b")
    return Plan(
        media_type="image/gif",
        pieces=tuple(kept),
        width=width,
        height=height,
        animated=frames > 1,
        removed=tuple(dict.fromkeys(removed)),
    )


def _table(packed: int) -> int:
    """The bytes of a colour table, by the byte that tells of it."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _image(data: bytes, at: int) -> int:
    if at + _DESCRIPTOR > len(data):
        raise truncated()
    demand_size(
        int.from_bytes(data[at + 5 : at + 7], "little"), int.from_bytes(data[at + 7 : at + 9], "little")
    )
    start = at + _DESCRIPTOR + _table(data[at + 9])
    if start >= len(data):
        raise truncated()
    if not 2 <= data[start] <= 8:  # noqa: PLR2004 - section 22 and Appendix F
        raise damaged("a frame is not packed as it must be", "et bilde er ikke pakket slik det skal")
    return _blocks(data, start + 1)


def _blocks(data: bytes, at: int) -> int:
    """Where a run of sub-blocks ends."""
    while True:
        if at >= len(data):
            raise truncated()
        length = data[at]
        at += 1 + length
        if not length:
            return at
