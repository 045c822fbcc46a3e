"""The blob of an edition's evidence: everything comes back, what was written before is still read, and nothing is written twice."""

from __future__ import annotations

import datetime
import zlib

import msgspec
import pytest
from msgspec import structs

from content import accessibility
from content.model import HEADING_LEVELS, VARIANTS, digest_bytes
from content.ports import Evidence
from content.store import packing

AT = datetime.datetime(2026, 3, 4, 5, 6, 7, tzinfo=datetime.UTC)
BROKEN = '<p>Se <a href="/x"></a> og <img src="/y.png"></p>'


def evidence() -> tuple[Evidence, ...]:
    found = []
    for variant in VARIANTS:
        for level in HEADING_LEVELS:
            html = f"<article><h{level}>{variant}</h{level}>{BROKEN}</article>"
            found.append(
                Evidence(
                    variant=variant,
                    heading_level=level,
                    digest=digest_bytes(html.encode()),
                    report=accessibility.check(html, heading_level=level),
                    html=html,
                    at=AT if level > 2 else None,
                )
            )
    return tuple(found)


def before(found: tuple[Evidence, ...]) -> bytes:
    """As it was written until there was this."""
    return zlib.compress(msgspec.msgpack.encode(found), 6)


def test_everything_comes_back_in_order() -> None:
    found = evidence()
    assert {each.report.outcome for each in found} == {"failed"}
    blob = packing.packed(found[::-1])
    assert packing.unpacked(blob) == found
    assert packing.one(blob, "card", 4) == next(
        each for each in found if (each.variant, each.heading_level) == ("card", 4)
    )


def test_what_was_written_before_is_read() -> None:
    found = evidence()
    assert packing.unpacked(before(found)) == found
    assert packing.unpacked(before(found[:1])) == found[:1]
    assert packing.one(before(found), "teaser", 6) == found[-1]


def test_what_is_not_there() -> None:
    assert packing.one(packing.packed(evidence()[:3]), "teaser", 6) is None
    assert packing.one(before(evidence()[:3]), "teaser", 6) is None


def test_the_same_evidence_gives_the_same_bytes() -> None:
    """Though its findings are other objects."""
    found = evidence()
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=tuple[Evidence, ...])
    assert packing.packed(again) == packing.packed(found)


def test_a_finding_is_written_once() -> None:
    found = evidence()
    raw = zlib.decompress(packing.packed(found))
    assert len(raw) < len(msgspec.msgpack.encode(found)) / 4
    message = found[0].report.findings[-1].message.nb.encode()
    assert raw.count(message) == 1


@pytest.mark.parametrize(
    "blob", [b"", b"x", zlib.compress(b""), zlib.compress(b"\x80"), zlib.compress(b"\x91\x01")]
)
def test_what_is_none_is_refused(blob: bytes) -> None:
    with pytest.raises((ValueError, zlib.error)):
        packing.unpacked(blob)


def test_a_place_without_a_finding_is_refused() -> None:
    found = evidence()[:1]
    raw = msgspec.msgpack.decode(zlib.decompress(packing.packed(found)))
    raw["findings"] = raw["findings"][:2]
    with pytest.raises(ValueError, match="finding"):
        packing.unpacked(zlib.compress(msgspec.msgpack.encode(raw)))


def test_reports_keep_what_people_answered() -> None:
    """A settled Report is never stored; yet one that was given with answers would lose none."""
    first, *rest = evidence()
    told = structs.replace(first, report=structs.replace(first.report, attested=("1.1.1",)))
    assert packing.unpacked(packing.packed((told, *rest))) == (told, *rest)
