"""Files of every format, made here byte by byte, each with something in it that must not go out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Final

SECRET: Final = b"69.6492N 18.9553E Kari Nordmann"
"""A place and a name, in every sort of metadata."""
_MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def exif(orientation: int = 6, order: str = ">") -> bytes:
    """A TIFF structure with an orientation, and the secret after it."""
    head = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(
        f"{order}HHII", 0x010E, 2, len(SECRET), 38
    )
    return head + struct.pack(f"{order}IH", 8, 2) + entries + struct.pack(f"{order}I", 0) + SECRET


def segment(marker: int, body: bytes) -> bytes:
    """A segment of JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def riff(name: bytes, body: bytes) -> bytes:
    """A chunk of RIFF."""
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def jpeg(width: int = 5, height: int = 3, *, tail: bytes = b"", turned: int = 6) -> bytes:
    """The structure of a JPEG; its pixels are none that can be decoded."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02" + SECRET),
            segment(0xE1, b"Exif\0\0" + exif(turned)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01" + b"profile"),
            segment(0xED, b"Photoshop 3.0\0" + SECRET),
            segment(0xFE, SECRET),
            segment(0xDB, bytes(65)),
            segment(0xC0, frame),
            segment(0xC4, bytes(19)),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            b"\x12\xff\x00\x34\xff\xd0\x56",
            b"\xff\xd9",
            tail,
        ]
    )


def png(width: int = 5, height: int = 3, *, tail: bytes = b"", extra: bytes = b"", turned: int = 6) -> bytes:
    """A whole PNG of black pixels."""
    rows = b"".join(b"\0" + bytes(3 * width) for _ in range(height))
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"tEXt", b"Author\0" + SECRET),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
            chunk(b"eXIf", exif(turned)),
            chunk(b"tIME", b"\x07\xea\x01\x01\0\0\0"),
            extra,
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
            tail,
        ]
    )


def gif(width: int = 2, height: int = 2, *, frames: int = 1, tail: bytes = b"") -> bytes:
    """A whole GIF; several frames make an animation."""
    one = (
        b"!\xf9\x04\0\x0a\0\0\0," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x03\x04\x0a\x05\0"
    )
    return b"".join(
        [
            b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff",
            b"!\xfe" + bytes([len(SECRET)]) + SECRET + b"\0",
            b"!\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\0",
            b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" if frames > 1 else b"",
            one * frames,
            b";",
            tail,
        ]
    )


def webp(width: int = 5, height: int = 3, *, extended: bool = True, tail: bytes = b"") -> bytes:
    """The structure of a lossless WebP."""
    bits = (width - 1) | (height - 1) << 14
    image = riff(b"VP8L", b"\x2f" + struct.pack("<I", bits) + b"\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
    if extended:
        canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        image = (
            riff(b"VP8X", bytes([0x0C, 0, 0, 0]) + canvas)
            + image
            + riff(b"EXIF", exif())
            + riff(b"XMP ", SECRET)
        )
    inside = b"WEBP" + image
    return b"RIFF" + struct.pack("<I", len(inside)) + inside + tail


def box(name: bytes, body: bytes) -> bytes:
    """A box of MP4."""
    return struct.pack(">I", 8 + len(body)) + name + body


def full(name: bytes, body: bytes, version: int = 0) -> bytes:
    """A box with version and flags."""
    return box(name, bytes([version, 0, 0, 0]) + body)


def _track(
    kind: bytes, samples: bytes, offset: int, *, turned: bool = False, size: tuple[int, int] = (0, 0)
) -> bytes:
    matrix = (
        (0, 65536, 0, 2**32 - 65536, 0, 0, 0, 0, 2**30) if turned else (65536, 0, 0, 0, 65536, 0, 0, 0, 2**30)
    )
    header = full(
        b"tkhd", bytes(36) + struct.pack(">9I", *matrix) + struct.pack(">II", size[0] << 16, size[1] << 16)
    )
    table = box(
        b"stbl",
        full(b"stsz", struct.pack(">III", 0, 1, len(samples)))
        + full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1))
        + full(b"stco", struct.pack(">II", 1, offset)),
    )
    media = box(b"mdia", full(b"hdlr", bytes(4) + kind + bytes(12)) + box(b"minf", table))
    return box(b"trak", header + media + box(b"udta", SECRET))


def mp4(*, video: bool = True, timed: bool = True, tail: bytes = b"") -> bytes:
    """A film (or sound alone) with a place in its user data, and in a track of its own."""
    start = box(b"ftyp", b"isom\0\0\0\0isom")
    picture = b"picture-bytes"
    film = box(b"mdat", picture + SECRET)
    at = len(start) + 8
    tracks = _track(b"vide" if video else b"soun", picture, at, turned=True, size=(640, 360))
    if timed:
        tracks += _track(b"meta", SECRET, at + len(picture))
    movie = full(b"mvhd", bytes(8) + struct.pack(">II", 1000, 2500) + bytes(80))
    movie += tracks + box(b"udta", box(b"\xa9xyz", SECRET)) + full(b"meta", SECRET)
    return start + film + box(b"moov", movie) + box(b"uuid", bytes(16) + SECRET) + tail


def element(name: int, body: bytes) -> bytes:
    """An element of EBML."""
    return (
        name.to_bytes((name.bit_length() + 7) // 8, "big")
        + bytes([0x08])
        + len(body).to_bytes(4, "big")
        + body
    )


def webm(*, doctype: bytes = b"webm", tail: bytes = b"") -> bytes:
    """A film of one track."""
    track = element(
        0xAE, element(0x83, b"\x01") + element(0xE0, element(0xB0, b"\x02\x80") + element(0xBA, b"\x01\x68"))
    )
    inside = (
        element(
            0x1549A966,
            element(0x2AD7B1, (1_000_000).to_bytes(3, "big")) + element(0x4489, struct.pack(">f", 2500.0)),
        )
        + element(0x1654AE6B, track)
        + element(0x1F43B675, b"cluster")
        + element(0x1254C367, SECRET)
    )
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(0x18538067, inside) + tail


def mp3(frames: int = 10, *, tail: bytes = b"") -> bytes:
    """Frames of 128 kbit/s at 44,100 Hz, between two tags."""
    tag = b"ID3\x04\0\0" + bytes([0, 0, 0, len(SECRET)]) + SECRET
    one = b"\xff\xfb\x90\x00" + bytes(413)
    return tag + one * frames + tail + b"TAG" + SECRET.ljust(125, b"\0")


def page(serial: int, flags: int, granule: int, packet: bytes, number: int) -> bytes:
    """A page of Ogg that holds one packet of fewer than 255 bytes."""
    head = b"OggS\0" + bytes([flags]) + struct.pack("<qII", granule, serial, number)
    raw = head + bytes(4) + bytes([1, len(packet)]) + packet
    value = zlib.crc32(raw.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return raw[:22] + struct.pack("<I", int(f"{value:032b}"[::-1], 2)) + raw[26:]


def ogg(*, tail: bytes = b"") -> bytes:
    """Two and a half seconds of Opus."""
    opus = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48_000, 0, 0)
    return page(7, 2, 0, opus, 0) + page(7, 0, 0, b"OpusTags", 1) + page(7, 4, 120_312, b"sound", 2) + tail


def wav(*, tail: bytes = b"") -> bytes:
    """Two and a half seconds of eight bits at 8,000 Hz."""
    form = struct.pack("<HHIIHH", 1, 1, 8_000, 8_000, 1, 8)
    inside = b"WAVE" + riff(b"fmt ", form) + riff(b"LIST", b"INFO" + SECRET) + riff(b"data", bytes(20_000))
    return b"RIFF" + struct.pack("<I", len(inside)) + inside + tail


def pdf(*, inside: bytes = b"", tail: bytes = b"") -> bytes:
    """The structure of a PDF."""
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + inside
    return body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n" + str(len(body)).encode() + b"\n%%EOF\n" + tail


def vtt() -> bytes:
    """Captions, with a note to colleagues."""
    return (
        b"WEBVTT\r\n\r\nNOTE "
        + SECRET
        + b"\r\n\r\n00:01.000 --> 00:02.500\r\nVelkommen til Troms\xc3\xb8.\r\n"
    )


ALL: Final[dict[str, Callable[..., bytes]]] = {
    "image/jpeg": jpeg,
    "image/png": png,
    "image/gif": gif,
    "image/webp": webp,
    "video/mp4": mp4,
    "video/webm": webm,
    "audio/mpeg": mp3,
    "audio/ogg": ogg,
    "audio/wav": wav,
    "application/pdf": pdf,
    "text/vtt": vtt,
}
