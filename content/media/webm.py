"""WebM: tags and attachments are overwritten, nothing moves. Sources: RFC 8794 (EBML), RFC 9559 (Matroska), WebM guidelines."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from content.media.plan import Piece, Plan
from content.media.refusal import damaged, refuse, truncated
from content.media.source import Source

START: Final = b"\x1a\x45\xdf\xa3"
_HEAD, _DOCTYPE, _SEGMENT, _VOID = 0x1A45DFA3, 0x4282, 0x18538067, 0xEC
_INFO, _SCALE, _DURATION = 0x1549A966, 0x2AD7B1, 0x4489
_TRACKS, _ENTRY, _TYPE, _VIDEO, _WIDTH, _HEIGHT = 0x1654AE6B, 0xAE, 0x83, 0xE0, 0xB0, 0xBA
_CLUSTER, _CUES, _SEEK = 0x1F43B675, 0x1C53BB6B, 0x114D9B74
_TAGS, _ATTACHMENTS, _CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
_KNOWN: Final = frozenset({_INFO, _TRACKS, _CLUSTER, _CUES, _SEEK, _VOID, 0xBF})
_DROPPED: Final = {_TAGS: "tags", _ATTACHMENTS: "attachments", _CHAPTERS: "chapters"}
_MOST: Final = 100_000
_PICTURE, _SOUND = 1, 2


class Element(Struct, frozen=True):
    """One element. `end` is None where its size is not known beforehand."""

    id: int
    start: int
    body: int
    end: int | None


def plan(source: Source) -> Plan:  # noqa: PLR0912 - one arm for each sort of part
    """What is kept of a WebM file. Raises Invalid."""
    head = _element(source, 0, source.size)
    if head.id != _HEAD or head.end is None or _text(source, head, _DOCTYPE) != b"webm":
        raise refuse(
            "format_not_taken",
            nb="Matroska tas ikke imot, bare WebM. Eksporter filmen som WebM eller MP4.",
            en="Matroska is not taken, only WebM. Export the film as WebM or MP4.",
        )
    segment = _element(source, head.end, source.size)
    if segment.id != _SEGMENT:
        raise damaged("it has no segment", "den har ikke noe segment")
    end = source.size if segment.end is None else segment.end
    if end != source.size:
        raise damaged("something follows its end", "det står noe etter slutten")
    blank: list[tuple[int, int]] = []
    removed: list[str] = []
    kinds: set[int] = set()
    width = height = duration = None
    at = segment.body
    for _ in range(_MOST):
        if at >= end:
            break
        each = _element(source, at, end)
        if each.end is None:
            if each.id != _CLUSTER:
                raise damaged("a part of it has no size", "en del av den har ingen størrelse")
            break  # a live recording: clusters up to the end
        if each.id in _DROPPED:
            blank.append((each.start, each.end))
            removed.append(_DROPPED[each.id])
        elif each.id not in _KNOWN:
            raise damaged(f"it has an unknown part {each.id:#x}", f"den har en ukjent del {each.id:#x}")
        elif each.id == _INFO:
            duration = _length(source, each)
        elif each.id == _TRACKS:
            for track in _inside(source, each):
                if track.id == _ENTRY:
                    kinds.add(_number(source, track, _TYPE) or 0)
                    for video in _inside(source, track):
                        if video.id == _VIDEO:
                            width, height = _number(source, video, _WIDTH), _number(source, video, _HEIGHT)
        at = each.end
    else:
        raise damaged("it has too many parts", "den har for mange deler")
    if not kinds & {_PICTURE, _SOUND}:
        raise damaged("it has neither picture nor sound", "den har verken bilde eller lyd")
    return Plan(
        media_type="video/webm" if _PICTURE in kinds else "audio/webm",
        pieces=tuple(_voided(source.size, blank)),
        width=width or None,
        height=height or None,
        duration=duration,
        removed=tuple(dict.fromkeys(removed)),
    )


def _element(source: Source, at: int, end: int) -> Element:
    first = source.read(at, 1)[0]
    width = 9 - first.bit_length()
    if not 1 <= width <= 4:  # noqa: PLR2004 - RFC 8794 section 5
        raise damaged("a part of it has no name", "en del av den har ikke noe navn")
    name = int.from_bytes(source.read(at, width), "big")
    lead = source.read(at + width, 1)[0]
    long = 9 - lead.bit_length()
    if not 1 <= long <= 8:  # noqa: PLR2004 - section 4
        raise damaged("a part of it has no size", "en del av den har ingen størrelse")
    size = int.from_bytes(source.read(at + width, long), "big") & ((1 << 7 * long) - 1)
    body = at + width + long
    if size == (1 << 7 * long) - 1:
        return Element(name, at, body, None)
    if body + size > end:
        raise truncated()
    return Element(name, at, body, body + size)


def _inside(source: Source, parent: Element) -> Iterator[Element]:
    at, end = parent.body, parent.end or parent.body
    for _ in range(_MOST):
        if at >= end:
            return
        each = _element(source, at, end)
        if each.end is None:
            raise damaged("a part of it has no size", "en del av den har ingen størrelse")
        yield each
        at = each.end


def _bytes(source: Source, parent: Element, name: int, most: int) -> bytes | None:
    for each in _inside(source, parent):
        if each.id == name and each.end is not None and each.end - each.body <= most:
            return source.read(each.body, each.end - each.body)
    return None


def _text(source: Source, parent: Element, name: int) -> bytes:
    return (_bytes(source, parent, name, 32) or b"").rstrip(b"\0")


def _number(source: Source, parent: Element, name: int) -> int | None:
    data = _bytes(source, parent, name, 8)
    return None if data is None else int.from_bytes(data, "big")


def _length(source: Source, info: Element) -> int | None:
    """Milliseconds, out of a floating-point number of ticks."""
    data = _bytes(source, info, _DURATION, 8)
    form = {4: ">f", 8: ">d"}.get(len(data or b""))
    if data is None or form is None:
        return None
    (ticks,) = struct.unpack(form, data)
    scale = _number(source, info, _SCALE) or 1_000_000
    milliseconds = ticks * scale / 1_000_000
    return int(milliseconds) if 0 < milliseconds < 10**12 else None


def _voided(size: int, ranges: list[tuple[int, int]]) -> Iterator[Piece]:
    """The element Void with a size of eight bytes, then zeros; a short one where there is no room for that."""
    at = 0
    for start, end in ranges:
        yield (at, start)
        length = end - start
        head = (
            bytes([_VOID, 0x01]) + (length - 9).to_bytes(7, "big")
            if length >= 9  # noqa: PLR2004 - a name of one byte, a size of eight
            else bytes([_VOID, 0x80 | (length - 2)])
        )
        yield head
        yield length - len(head)
        at = end
    yield (at, size)
