"""MP4: video or audio by its tracks. What tells who, where and with what is overwritten with zeros, nothing moves.

Sources: ISO/IEC 14496-12, 8.10 (user data), 8.11 (metadata), 8.4.3 (handler), 8.7 (sample tables); QuickTime File Format,
“User data atoms” (©xyz), “Timed metadata” (handler `meta`: a phone's and an action camera's positions).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from content.media.boxes import Box, down, find, inside, numbers, walk
from content.media.orientation import as_shown
from content.media.plan import Piece, Plan
from content.media.refusal import damaged, refuse, truncated
from content.media.source import Source

_TOP: Final = frozenset(
    {
        b"ftyp",
        b"styp",
        b"moov",
        b"moof",
        b"mdat",
        b"mfra",
        b"sidx",
        b"free",
        b"skip",
        b"wide",
        b"pdin",
        b"prft",
        b"emsg",
    }
)
_BLANKED_TOP: Final = frozenset({b"meta", b"uuid", b"udta"})
_BLANKED_IN: Final = frozenset({b"udta", b"meta", b"uuid"})
_SHOWN: Final = frozenset({b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"})
_STILLS: Final = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
_LONGEST_TABLE: Final = 4_000_000
_QUARTER: Final = 65_536
Range = tuple[int, int, bool]
"""What is to be blank, from a place to a place; whether it is a box."""


def plan(source: Source) -> Plan:  # noqa: PLR0912 - one arm for each sort of part
    """What is kept of an MP4 file. Raises Invalid."""
    boxes = list(walk(source, 0, source.size))
    brand = source.read(boxes[0].body, 4) if boxes[0].end >= boxes[0].body + 4 else b""
    if brand in _STILLS or brand == b"qt  ":
        raise refuse(
            "format_not_taken",
            nb="Dette formatet (AVIF, HEIC eller QuickTime) tas ikke imot. Lagre bildet som JPEG, PNG eller WebP, filmen som MP4.",
            en="This format (AVIF, HEIC or QuickTime) is not taken. Save the image as JPEG, PNG or WebP, the film as MP4.",
        )
    movie = find(boxes, b"moov")
    if movie is None:
        raise damaged("it has no list of tracks", "den har ingen liste over spor")
    blank: list[Range] = []
    media = [(box.body, box.end) for box in boxes if box.name == b"mdat"]
    removed: list[str] = []
    for box in boxes:
        if box.name in _BLANKED_TOP:
            blank.append((box.start, box.end, True))
            removed.append("metadata")
        elif box.name not in _TOP:
            raise damaged(f"it has an unknown part {box.name!r}", f"den har en ukjent del {box.name!r}")
        elif box.name in {b"free", b"skip", b"wide"}:
            blank.append((box.start, box.end, True))
    kinds, size, fragmented = set(), None, find(boxes, b"moof") is not None
    for box in inside(source, movie):
        if box.name in _BLANKED_IN:
            blank.append((box.start, box.end, True))
            removed.append("metadata")
        elif box.name == b"trak":
            kind = _kind(source, box)
            if kind in _SHOWN:
                kinds.add(kind)
                size = size or _size(source, box)
                found = [each for each in inside(source, box) if each.name in _BLANKED_IN]
                blank += [(each.start, each.end, True) for each in found]
                removed += ["metadata"] * bool(found)
            else:
                if fragmented:
                    raise _timed_metadata()
                blank += [*_samples(source, box, media), (box.start, box.end, True)]
                removed.append("track of timed metadata")
    if not kinds & {b"vide", b"soun"}:
        raise damaged("it has neither picture nor sound", "den har verken bilde eller lyd")
    video = b"vide" in kinds
    width, height = size if video and size else (None, None)
    return Plan(
        media_type="video/mp4" if video else "audio/mp4",
        pieces=tuple(_blanked(source.size, blank)),
        width=width,
        height=height,
        duration=_duration(source, movie),
        removed=tuple(dict.fromkeys(removed)),
    )


def _timed_metadata() -> Exception:
    return refuse(
        "timed_metadata",
        nb="Filmen har et spor med data underveis, som kan røpe hvor den er tatt opp. Eksporter den på nytt uten.",
        en="The film has a track of data along the way, which may tell where it was taken. Export it anew without.",
    )


def _kind(source: Source, track: Box) -> bytes:
    handler = down(source, track, b"mdia", b"hdlr")
    if handler is None or handler.body + 12 > handler.end:
        raise damaged("a track does not say what it is", "et spor sier ikke hva det er")
    return source.read(handler.body + 8, 4)


def _size(source: Source, track: Box) -> tuple[int, int] | None:
    """As shown: a quarter turn in the matrix of the track header changes width and height (8.3.2)."""
    header = find(inside(source, track), b"tkhd")
    if header is None or header.end - header.body < 84:  # noqa: PLR2004 - version 0 of the box
        return None
    data = source.read(header.end - 44, 44)  # the matrix of nine, then width and height, all four bytes
    width, height = int.from_bytes(data[36:38], "big"), int.from_bytes(data[40:42], "big")
    if not width or not height:
        return None
    turned = int.from_bytes(data[0:4], "big") == 0 and int.from_bytes(data[4:8], "big") in {
        _QUARTER,
        2**32 - _QUARTER,
    }
    return as_shown(width, height, 6 if turned else 1)


def _duration(source: Source, movie: Box) -> int | None:
    header = find(inside(source, movie), b"mvhd")
    if header is None or header.end - header.body < 32:  # noqa: PLR2004 - both versions are longer
        return None
    data = source.read(header.body, 32)
    scale, length = (
        (int.from_bytes(data[20:24], "big"), int.from_bytes(data[24:32], "big"))
        if data[0] == 1
        else (int.from_bytes(data[12:16], "big"), int.from_bytes(data[16:20], "big"))
    )
    unknown = length in {0, 2**32 - 1, 2**64 - 1}
    return None if unknown or not scale else min(length * 1000 // scale, 10**12)


def _samples(source: Source, track: Box, media: list[tuple[int, int]]) -> Iterator[Range]:
    """Where the bytes of a track lie: chunks, and the sizes of what is in them (8.7.3 to 8.7.5)."""
    table = down(source, track, b"mdia", b"minf", b"stbl")
    parts = inside(source, table) if table else []
    sizes, runs = find(parts, b"stsz"), find(parts, b"stsc")
    offsets = find(parts, b"stco") or find(parts, b"co64")
    if sizes is None or runs is None or offsets is None:
        raise _timed_metadata()
    fixed = int.from_bytes(source.read(sizes.body + 4, 4), "big")
    if any(box.end - box.body > _LONGEST_TABLE for box in (sizes, runs, offsets)):
        raise _timed_metadata()
    each = [] if fixed else numbers(source, sizes, 4, 4)
    chunks = numbers(source, offsets, 0, 4 if offsets.name == b"stco" else 8)
    steps = [(run >> 64, run >> 32 & 0xFFFFFFFF) for run in numbers(source, runs, 0, 12)]
    place, step = 0, -1
    for number, start in enumerate(chunks, 1):
        while step + 1 < len(steps) and steps[step + 1][0] <= number:
            step += 1
        count = steps[step][1] if step >= 0 else 0
        length = count * fixed if fixed else sum(each[place : place + count])
        place += count
        if not any(begin <= start and start + length <= end for begin, end in media):
            raise truncated()
        if length:
            yield start, start + length, False


def _blanked(size: int, ranges: list[Range]) -> Iterator[Piece]:
    """Boxes become `free` ones of the same size, filled with zeros; samples zeros alone."""
    at = 0
    for start, end, is_box in sorted(ranges):
        if end <= at:
            continue  # within what is blank already
        if start > at:
            yield (at, start)
        if is_box and start >= at:
            head = _free(end - start)
            yield head
            yield end - start - len(head)
        else:
            yield end - max(start, at)
        at = end
    if at < size:
        yield (at, size)


def _free(length: int) -> bytes:
    if length < 2**32:
        return length.to_bytes(4, "big") + b"free"
    return (1).to_bytes(4, "big") + b"free" + length.to_bytes(8, "big")
