"""Which way up an image is shown: the one entry of EXIF that is kept. Source: Exif 3.0, 4.6 (TIFF structure), tag 0x0112."""

from __future__ import annotations

import struct
from typing import Final

_TAG: Final = 0x0112
_SHORT: Final = 3
_ENTRY: Final = 12
_MOST_ENTRIES: Final = 500
UPRIGHT: Final = 1
_TURNED: Final = 5
"""From here on, width and height change places."""


def orientation(tiff: bytes) -> int:
    """1 to 8, out of a TIFF structure; 1 where it says none or cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:  # noqa: PLR2004 - the header's length
        return UPRIGHT
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return UPRIGHT
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(min(count, _MOST_ENTRIES)):
        at = start + 2 + number * _ENTRY
        if at + _ENTRY > len(tiff):
            break
        tag, kind, amount, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if (tag, kind, amount) == (_TAG, _SHORT, 1):
            return value if 1 <= value <= 8 else UPRIGHT  # noqa: PLR2004 - the eight orientations
    return UPRIGHT


def only(value: int) -> bytes:
    """A TIFF structure that says the orientation, and nothing else."""
    return struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, _TAG, _SHORT, 1, value, 0, 0)


def as_shown(width: int, height: int, value: int) -> tuple[int, int]:
    """Width and height once the image is turned."""
    return (height, width) if value >= _TURNED else (width, height)
