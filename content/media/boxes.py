"""Boxes of the ISO base media file format, walked and read. Source: ISO/IEC 14496-12, section 4.2 (box), 6 (structure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from content.media.refusal import damaged, truncated
from content.media.source import Source

_MOST: Final = 20_000


class Box(Struct, frozen=True):
    """One box: its name, where it begins, where its content does, and where it ends."""

    name: bytes
    start: int
    body: int
    end: int


def walk(source: Source, at: int, end: int) -> Iterator[Box]:
    """The boxes that fill a range, to the byte. Raises Invalid where they do not."""
    for _ in range(_MOST):
        if at == end:
            return
        if at + 8 > end:
            raise truncated()
        head = source.read(at, 8)
        size, name, body = int.from_bytes(head[:4], "big"), head[4:], at + 8
        if size == 1:
            if at + 16 > end:
                raise truncated()
            size, body = int.from_bytes(source.read(at + 8, 8), "big"), at + 16
        elif size == 0 and end == source.size:
            size = end - at
        if size < body - at:
            raise damaged("a part of it has no size", "en del av den har ingen størrelse")
        if at + size > end:
            raise truncated()
        yield Box(name, at, body, at + size)
        at += size
    raise damaged("it has too many parts", "den har for mange deler")


def inside(source: Source, box: Box) -> list[Box]:
    """The boxes within a box."""
    return list(walk(source, box.body, box.end))


def find(boxes: list[Box], name: bytes) -> Box | None:
    """The first with a name."""
    return next((box for box in boxes if box.name == name), None)


def down(source: Source, box: Box, *names: bytes) -> Box | None:
    """The box under a path of names."""
    found: Box | None = box
    for name in names:
        found = find(inside(source, found), name) if found else None
    return found


def numbers(source: Source, box: Box, skip: int, width: int) -> list[int]:
    """The big-endian numbers of a table, after its version, flags and other `skip` bytes, and its count."""
    head = 4 + skip
    if box.body + head + 4 > box.end:
        raise truncated()
    count = int.from_bytes(source.read(box.body + head, 4), "big")
    start = box.body + head + 4
    if start + count * width > box.end:
        raise truncated()
    data = source.read(start, count * width)
    return [int.from_bytes(data[at : at + width], "big") for at in range(0, len(data), width)]
