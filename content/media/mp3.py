"""MP3: frames are kept, tags before and after them are cut. Sources: ISO/IEC 11172-3, 2.4.1.3; ID3v2.4.0 structure, 3.1."""

from __future__ import annotations

from typing import Final

from content.media.plan import Plan
from content.media.refusal import damaged, truncated
from content.media.source import Source

_HEAD: Final = 10
_BITRATES: Final = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_LAYER_3: Final = 1
_ID3V1: Final = 128
_APE: Final = 32
_MOST_TAGS: Final = 8
_FEWEST: Final = 3


def plan(source: Source) -> Plan:
    """What is kept of an MP3 file: whole frames alone. Raises Invalid."""
    removed: list[str] = []
    at, end = _begin(source, removed), _end(source, removed)
    start, frames, samples, rate = at, 0, 0, 0
    while at + 4 <= end:
        found = frame(source.read(at, 4))
        if found is None:
            raise damaged("there is something between its frames", "det står noe mellom rammene")
        length, count, rate = found
        if at + length > end:
            break  # encoders leave half a frame at the end
        at += length
        frames += 1
        samples += count
    if frames < _FEWEST:
        raise truncated()
    if at < end:
        removed.append("half a frame at the end")
    return Plan(
        media_type="audio/mpeg",
        pieces=((start, at),),
        duration=samples * 1000 // rate,
        removed=tuple(dict.fromkeys(removed)),
    )


def frame(head: bytes) -> tuple[int, int, int] | None:
    """Length in bytes, samples, and samples a second; None where this is no frame of Layer III."""
    bits = int.from_bytes(head, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bitrate, rate, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    if bits >> 21 != 0x7FF or layer != _LAYER_3 or version == 1 or not 1 <= bitrate <= 14 or rate == 3:  # noqa: PLR2004 - the table
        return None
    kilobits = _BITRATES[1 if version == 3 else 2][bitrate]  # noqa: PLR2004 - MPEG 1
    samples = 1152 if version == 3 else 576  # noqa: PLR2004 - the same
    per_second = _RATES[version][rate]
    return samples // 8 * kilobits * 1000 // per_second + padding, samples, per_second


def _begin(source: Source, removed: list[str]) -> int:
    at = 0
    for _ in range(_MOST_TAGS):
        if at + _HEAD > source.size:
            raise truncated()
        head = source.read(at, _HEAD)
        if head[:3] != b"ID3":
            return at
        if any(byte & 0x80 for byte in head[6:]):
            raise damaged("its tag has no size", "merkelappen har ingen størrelse")
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at += _HEAD + size + (_HEAD if head[5] & 0x10 else 0)
        removed.append("ID3")
    raise damaged("it has too many tags", "den har for mange merkelapper")


def _end(source: Source, removed: list[str]) -> int:
    end = source.size
    if end >= _ID3V1 and source.read(end - _ID3V1, 3) == b"TAG":
        end -= _ID3V1
        removed.append("ID3")
    if end >= _APE and source.read(end - _APE, 8) == b"APETAGEX":
        foot = source.read(end - _APE, _APE)
        has_head = _APE if foot[23] & 0x80 else 0
        end -= int.from_bytes(foot[12:16], "little") + has_head
        removed.append("APE tag")
    return max(end, 0)
