"""Ogg: pages from the first byte to the last, each with its checksum. Sources: RFC 3533; RFC 7845 (Opus); Vorbis I, 4.2.2."""

from __future__ import annotations

import zlib
from typing import Final

from content.media.plan import Plan, whole
from content.media.refusal import damaged, refuse, truncated
from content.media.source import Source

START: Final = b"OggS"
_HEAD: Final = 27
_OPUS_RATE: Final = 48_000


def plan(source: Source) -> Plan:
    """An Ogg file of Opus or Vorbis sound, kept as it is: its comments are in packets that pages go across. Raises Invalid."""
    at, rate, granule, skipped = 0, 0, 0, 0
    serial: bytes | None = None
    ended = False
    while at < source.size:
        head = source.read(at, _HEAD)
        if head[:4] != START or head[4] != 0:
            raise damaged("there is something between its pages", "det står noe mellom sidene")
        lacing = source.read(at + _HEAD, head[26])
        length = _HEAD + len(lacing) + sum(lacing)
        page = source.read(at, length)
        if _checksum(page[:22] + bytes(4) + page[26:]) != int.from_bytes(page[22:26], "little"):
            raise damaged("the checksum of a page is wrong", "kontrollsummen til en side er feil")
        if serial is None:
            serial = head[14:18]
            rate, skipped = _sound(page[_HEAD + len(lacing) :])
        elif head[14:18] != serial or head[5] & 2:
            raise _more_than_sound()
        position = int.from_bytes(head[6:14], "little", signed=True)
        granule = max(granule, position)
        at += length
        ended = bool(head[5] & 4)
    if serial is None or not ended:
        raise truncated()
    return Plan(
        media_type="audio/ogg",
        pieces=whole(source),
        duration=min(max(granule - skipped, 0) * 1000 // rate, 10**12) or None,
    )


def _sound(packet: bytes) -> tuple[int, int]:
    """Samples a second, and how many are skipped at the start."""
    if packet.startswith(b"OpusHead") and len(packet) >= 19:  # noqa: PLR2004 - RFC 7845 section 5.1
        return _OPUS_RATE, int.from_bytes(packet[10:12], "little")
    if packet.startswith(b"\x01vorbis") and len(packet) >= 30:  # noqa: PLR2004 - Vorbis I, 4.2.2
        return int.from_bytes(packet[12:16], "little") or _OPUS_RATE, 0
    raise _more_than_sound()


def _more_than_sound() -> Exception:
    return refuse(
        "format_not_taken",
        nb="Ogg tas imot med ett lydspor av Opus eller Vorbis. Eksporter film som WebM eller MP4.",
        en="Ogg is taken with one track of Opus or Vorbis sound. Export film as WebM or MP4.",
    )


def _checksum(page: bytes) -> int:
    """The CRC of RFC 3533, section 6: that of zlib with the bits the other way round, and nothing before or after it."""
    value = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{value:032b}"[::-1], 2)


_MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
