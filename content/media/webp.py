"""WebP: image and animation chunks are kept, EXIF, XMP and unknown ones dropped. Source: RFC 9649, section 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from content.media.orientation import UPRIGHT, as_shown, only, orientation
from content.media.plan import Plan, demand_size
from content.media.refusal import damaged, truncated

_IMAGES: Final = (b"VP8 ", b"VP8L")
_KEPT: Final = frozenset({*_IMAGES, b"ALPH", b"ANIM", b"ICCP"})
_IN_FRAME: Final = frozenset({*_IMAGES, b"ALPH"})
_HAS_EXIF, _HAS_XMP, _HAS_PROFILE = 0x08, 0x04, 0x20
_FRAME_HEAD: Final = 16
_EXTENDED: Final = 10
_LARGEST_PROFILE: Final = 1024 * 1024


def plan(data: bytes) -> Plan:  # noqa: PLR0912 - one arm for each sort of part
    """What is kept of a WebP file. Raises Invalid."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise truncated()
    kept: list[bytes] = []
    removed: list[str] = []
    canvas: tuple[int, int] | None = None
    first: tuple[int, int] | None = None
    flags, turned, frames, images = 0, UPRIGHT, 0, 0
    for name, body in _chunks(data, 12, end):
        if name == b"VP8X":
            if len(body) != _EXTENDED or kept:
                raise damaged("its header is not as it must be", "hodet er ikke slik det skal være")
            flags = body[0]
            canvas = (1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
            demand_size(*canvas)
            kept.append(b"")
        elif name == b"ANMF":
            frames += 1
            first = first or (1, 1)
            demand_size(*(canvas or (0, 0)), frames)
            kept.append(_chunk(name, _frame(body)))
        elif name in _KEPT and not (name == b"ICCP" and len(body) > _LARGEST_PROFILE):
            if name in _IMAGES:
                images += 1
                first = _size(name, body)
                demand_size(*first)
            kept.append(_chunk(name, body))
        else:
            if name == b"EXIF":
                turned = orientation(body.removeprefix(b"Exif\0\0"))
            removed.append({b"EXIF": "EXIF", b"XMP ": "XMP"}.get(name, "unknown chunk"))
    if first is None or images > 1 or (images and frames):
        raise damaged("it holds no image, or several", "den har ikke noe bilde, eller flere")
    if end + end % 2 < len(data):
        removed.append("data after the end")
    size = canvas or first
    if canvas:
        has_profile = any(each.startswith(b"ICCP") for each in kept)
        flags &= ~(_HAS_EXIF | _HAS_XMP | (0 if has_profile else _HAS_PROFILE))
        flags |= _HAS_EXIF if turned != UPRIGHT else 0
        sides = (canvas[0] - 1).to_bytes(3, "little") + (canvas[1] - 1).to_bytes(3, "little")
        kept[0] = _chunk(b"VP8X", bytes([flags, 0, 0, 0]) + sides)
        if turned != UPRIGHT:
            kept.append(_chunk(b"EXIF", only(turned)))
    else:
        turned = UPRIGHT  # without VP8X there can be no EXIF: nobody reads it
    inside = b"WEBP" + b"".join(kept)
    width, height = as_shown(*size, turned)
    return Plan(
        media_type="image/webp",
        pieces=(b"RIFF" + len(inside).to_bytes(4, "little") + inside,),
        width=width,
        height=height,
        animated=frames > 1,
        removed=tuple(dict.fromkeys(removed)),
    )


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at < end:
        if at + 8 > end:
            raise truncated()
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise truncated()
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def _frame(body: bytes) -> bytes:
    if len(body) < _FRAME_HEAD:
        raise truncated()
    inside = [(name, each) for name, each in _chunks(body, _FRAME_HEAD, len(body)) if name in _IN_FRAME]
    images = [_size(name, each) for name, each in inside if name in _IMAGES]
    if len(images) != 1:
        raise damaged("a frame holds no image, or several", "et bilde i animasjonen er tomt, eller flere")
    demand_size(*images[0])
    return body[:_FRAME_HEAD] + b"".join(_chunk(name, each) for name, each in inside)


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    """Width and height of a bitstream (RFC 6386 section 9.1; RFC 9649 section 3.4)."""
    if name == b"VP8 ":
        if len(body) < 10 or body[3:6] != b"\x9d\x01\x2a" or body[0] & 1:  # noqa: PLR2004 - the head of a key frame
            raise damaged("its image does not begin as it must", "bildet begynner ikke slik det skal")
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if len(body) < 5 or body[0] != 0x2F:  # noqa: PLR2004 - the signature
        raise damaged("its image does not begin as it must", "bildet begynner ikke slik det skal")
    bits = int.from_bytes(body[1:5], "little")
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
