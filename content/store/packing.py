"""The evidence of an edition as one compressed blob. Its fifteen Reports say nearly the same: each distinct Finding is written once.

Earlier blobs have the fifteen written out one after the other. They are read as they are: evidence is immutable.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct, structs

from content.accessibility.report import Finding, Report
from content.model import HEADING_LEVELS, VARIANTS, Digest, Variant
from content.ports import Evidence

_LEVEL: Final = 6
_ARRAYS: Final = frozenset((*range(0x90, 0xA0), 0xDC, 0xDD))
"""How an array begins in MessagePack: what was written before is one, what is written now is a map."""


class _Rendering(Struct, frozen=True, kw_only=True):
    """One Evidence. Its `report` has no findings: `findings` are their places among all, in their order."""

    variant: Variant
    heading_level: int
    digest: Digest
    html: str
    at: datetime.datetime | None = None
    report: msgspec.Raw
    findings: tuple[int, ...]


class _Together(Struct, frozen=True, kw_only=True):
    findings: tuple[msgspec.Raw, ...]
    renderings: tuple[_Rendering, ...]


class _Apart(Struct, frozen=True, kw_only=True):
    """One Evidence as it was written before."""

    variant: Variant
    heading_level: int
    digest: Digest
    report: msgspec.Raw
    html: str
    at: datetime.datetime | None = None


_TOGETHER: Final = msgspec.msgpack.Decoder(_Together)
_APART: Final = msgspec.msgpack.Decoder(tuple[_Apart, ...])
_REPORT: Final = msgspec.msgpack.Decoder(Report)
_FINDING: Final = msgspec.msgpack.Decoder(Finding)
_ENCODER: Final = msgspec.msgpack.Encoder()


def packed(evidence: tuple[Evidence, ...]) -> bytes:
    """The blob of some evidence, by variant and heading level; the same evidence gives the same bytes."""
    ordered = sorted(
        evidence, key=lambda each: (VARIANTS.index(each.variant), HEADING_LEVELS.index(each.heading_level))
    )
    places: dict[bytes, int] = {}
    # A rule that passed gives the very same Finding each time: it is written out once.
    seen: dict[int, int] = {}
    renderings = []
    for each in ordered:
        for finding in each.report.findings:
            if id(finding) not in seen:
                seen[id(finding)] = places.setdefault(_ENCODER.encode(finding), len(places))
        renderings.append(
            _Rendering(
                variant=each.variant,
                heading_level=each.heading_level,
                digest=each.digest,
                html=each.html,
                at=each.at,
                report=msgspec.Raw(_ENCODER.encode(structs.replace(each.report, findings=()))),
                findings=tuple(seen[id(finding)] for finding in each.report.findings),
            )
        )
    together = _Together(findings=tuple(map(msgspec.Raw, places)), renderings=tuple(renderings))
    return zlib.compress(_ENCODER.encode(together), _LEVEL)


def unpacked(blob: bytes) -> tuple[Evidence, ...]:
    """All that is in a blob. Raises ValueError, zlib.error."""
    return tuple(_opened(blob, None, None))


def one(blob: bytes, variant: Variant, heading_level: int) -> Evidence | None:
    """One rendering's, None where it is not there; the Reports of the others stay closed. Raises ValueError, zlib.error."""
    return next(_opened(blob, variant, heading_level), None)


def _opened(blob: bytes, variant: Variant | None, heading_level: int | None) -> Iterator[Evidence]:
    data = zlib.decompress(blob)
    together = None if data[:1] and data[0] in _ARRAYS else _TOGETHER.decode(data)
    known: dict[int, Finding] = {}

    def report(each: _Rendering | _Apart) -> Report:
        found = _REPORT.decode(each.report)
        if isinstance(each, _Apart) or together is None:
            return found
        for place in each.findings:
            if not 0 <= place < len(together.findings):
                message = "it tells of a finding that is not there"
                raise ValueError(message)
            if place not in known:
                known[place] = _FINDING.decode(together.findings[place])
        return structs.replace(found, findings=tuple(known[place] for place in each.findings))

    renderings: tuple[_Rendering, ...] | tuple[_Apart, ...]
    renderings = _APART.decode(data) if together is None else together.renderings
    for each in renderings:
        if variant is None or (each.variant, each.heading_level) == (variant, heading_level):
            yield Evidence(
                variant=each.variant,
                heading_level=each.heading_level,
                digest=each.digest,
                report=report(each),
                html=each.html,
                at=each.at,
            )
