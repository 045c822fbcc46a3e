"""What is to be kept of a file, and what is known of it. Pieces are copied in order, so that nothing is held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from content.media.refusal import damaged, refuse
from content.media.source import PIECE, Source

Piece = tuple[int, int] | bytes | int
"""What is kept: bytes of the source from a place to a place; other bytes in their stead; or so many zeros."""

MOST_PIXELS: Final = 40_000_000
"""Width times height. Decoded, that is 160 MB: what a phone of today takes, and no more than a machine can bear."""
LONGEST_SIDE: Final = 20_000
MOST_FRAMES: Final = 2_000
MOST_ANIMATED: Final = 1_000_000_000
"""Pixels of all frames of an animation together."""


class Plan(Struct, frozen=True, kw_only=True):
    """`media_type` is by content. Sizes in pixels as shown (orientation counted in), `duration` in milliseconds.

    `removed` says what was taken out, in words of the format: "EXIF", "comment", "data after the end".
    """

    media_type: str
    pieces: tuple[Piece, ...]
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    animated: bool = False
    removed: tuple[str, ...] = ()


def whole(source: Source) -> tuple[Piece, ...]:
    """All of it, as it is."""
    return ((0, source.size),)


def copied(source: Source, pieces: tuple[Piece, ...]) -> Iterator[bytes]:
    """The bytes of the pieces, in portions."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        elif isinstance(piece, int):
            for at in range(0, piece, PIECE):
                yield bytes(min(PIECE, piece - at))
        else:
            start, end = piece
            for at in range(start, end, PIECE):
                yield source.read(at, min(PIECE, end - at))


class Kept:
    """A Source over what is kept of another one."""

    def __init__(self, source: Source, pieces: tuple[Piece, ...]) -> None:
        self._source = source
        self._pieces: list[tuple[int, int, Piece]] = []
        self.size = 0
        for piece in pieces:
            length = (
                piece
                if isinstance(piece, int)
                else len(piece)
                if isinstance(piece, bytes)
                else piece[1] - piece[0]
            )
            self._pieces.append((self.size, length, piece))
            self.size += length

    def read(self, at: int, length: int) -> bytes:
        """Exactly so many bytes from a place."""
        found = []
        for start, size, piece in self._pieces:
            begin, end = max(at, start) - start, min(at + length, start + size) - start
            if begin >= end:
                continue
            if isinstance(piece, bytes):
                found.append(piece[begin:end])
            elif isinstance(piece, int):
                found.append(bytes(end - begin))
            else:
                found.append(self._source.read(piece[0] + begin, end - begin))
        return b"".join(found)


def demand_size(width: int, height: int, frames: int = 1) -> None:
    """Raise Invalid for an image without pixels, or with more than are ever decoded here or by a reader's browser."""
    if width < 1 or height < 1:
        raise damaged("it has no width or no height", "den har ingen bredde eller høyde")
    too_long = max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS
    if too_long or frames > MOST_FRAMES or frames * width * height > MOST_ANIMATED:
        shown = f"{width} × {height}" + (f" × {frames}" if frames > 1 else "")
        raise refuse(
            "too_many_pixels",
            nb=f"Bildet har {shown} piksler. Høyst {MOST_PIXELS // 10**6} millioner, {LONGEST_SIDE} på en side og "
            f"{MOST_FRAMES} bilder i en animasjon tas imot. Gjør det mindre.",
            en=f"The image has {shown} pixels. At most {MOST_PIXELS // 10**6} million, {LONGEST_SIDE} on a side and "
            f"{MOST_FRAMES} frames in an animation are taken. Make it smaller.",
        )
