"""WAV: form and samples are kept, every other chunk is dropped. Source: Multimedia Programming Interface 1.0, RIFF WAVE."""

from __future__ import annotations

from typing import Final

from content.media.plan import Piece, Plan
from content.media.refusal import damaged, truncated
from content.media.source import Source

_KEPT: Final = frozenset({b"fmt ", b"fact", b"data"})
_FEWEST: Final = 16
_MOST: Final = 10_000


def plan(source: Source) -> Plan:
    """What is kept of a WAV file. Raises Invalid."""
    end = 8 + int.from_bytes(source.read(4, 4), "little")
    if end > source.size:
        raise truncated()
    kept: list[Piece] = []
    removed: list[str] = ["data after the end"] if end < source.size else []
    at, size, second, length = 12, 4, 0, 0
    for _ in range(_MOST):
        if at >= end:
            break
        if at + 8 > end:
            raise truncated()
        head = source.read(at, 8)
        name, body = head[:4], int.from_bytes(head[4:], "little")
        if at + 8 + body > end:
            raise truncated()
        if name == b"fmt ":
            if body < _FEWEST or second:
                raise damaged("it does not say what its samples are", "den sier ikke hva lydprøvene er")
            second = int.from_bytes(source.read(at + 16, 4), "little")
        if name == b"data":
            length += body
        if name in _KEPT:
            kept += [(at, at + 8 + body), *([b"\0"] if body % 2 else [])]
            size += 8 + body + body % 2
        else:
            removed.append("LIST" if name == b"LIST" else "chunk")
        at += 8 + body + body % 2
    if not second or not length:
        raise damaged("it holds no sound", "den har ingen lyd")
    return Plan(
        media_type="audio/wav",
        pieces=(b"RIFF" + size.to_bytes(4, "little") + b"WAVE", *kept),
        duration=length * 1000 // second,
        removed=tuple(dict.fromkeys(removed)),
    )
