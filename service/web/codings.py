"""Content codings: which one a request gets (RFC 9110 section 12.5.3), and a finished answer in it.

Each coding is a representation of its own, with an ETag over its coded bytes. Made once, when first asked for, and kept like the answer
that it was made of. Never made again in another quality: other bytes would need another ETag, and whoever polls would fetch everything once
more. brotli and zlib both let go of the interpreter's lock while they work (docs/adr/0032-codings.md).
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Callable, Iterable
from typing import Final

import brotli
from msgspec import structs

from service.snapshots import IDENTITY, Snapshot
from service.web.digests import etag_of

_GZIP_LEVEL: Final = 6
_BROTLI_QUALITY: Final = 5
"""As fast as gzip at 6 and 4 to 11 % smaller on what is served here; 10 saves 4 to 9 % more for twenty to forty times the work."""
_OF_PLAIN: Final = frozenset({"etag", "repr-digest"})
_LEAST: Final = 512
"""Bytes of a body below which a coding costs more than it saves."""
_WEIGHT: Final = re.compile(r"[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ALIASES: Final = {"x-gzip": "gzip"}
_SMALL: Final = re.compile(
    r"text/(?!event-stream)|application/(?:[a-z0-9.-]+\+)?(?:json|xml)\b|application/link-format|image/svg\+xml"
)


def _gzip(body: bytes) -> bytes:
    """RFC 1952, with no time, no name and no operating system in it: the same bytes for the same body."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(body) + packer.flush()
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return (
        head
        + packed
        + zlib.crc32(body).to_bytes(4, "little")
        + (len(body) & 0xFFFFFFFF).to_bytes(4, "little")
    )


def _brotli(body: bytes) -> bytes:
    """RFC 7932."""
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed


CODINGS: Final[dict[str, Callable[[bytes], bytes]]] = {"br": _brotli, "gzip": _gzip}
"""Those that there are, the best first."""
_EVERYBODYS: Final = "gzip"
"""What `*` means: who writes it is seldom ready for a younger one. RFC 9110 section 12.5.3 lets us choose."""


@functools.lru_cache(maxsize=512)
def chosen(accept_encoding: str | None) -> str:
    """The coding to answer with. `identity` where nothing is said, and where nothing that is said is here: nobody is refused over a coding.

    Of what weighs the same, the first of CODINGS; a coding before none, unless none is asked for by name with more weight.
    """
    if not accept_encoding:
        return IDENTITY
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, rest = part.partition(";")
        name, rest = name.strip(" \t"), rest.strip(" \t")
        found = _WEIGHT.fullmatch(rest) if rest else None
        if _NAME.fullmatch(name) and (found or not rest):
            weights.setdefault(_ALIASES.get(name, name), float(found[1]) if found else 1.0)
    weights.setdefault(_EVERYBODYS, weights.get("*", 0.0))
    best = max(CODINGS, key=lambda each: weights.get(each, 0.0))
    weight = weights.get(best, 0.0)
    return best if weight > 0 and weight >= weights.get(IDENTITY, 0.0) else IDENTITY


def varies(status: int, headers: Iterable[tuple[str, str]]) -> bool:
    """May an answer with these fields come in a coding?"""
    if status != 200:  # noqa: PLR2004 - HTTP's own number
        return False
    return _SMALL.match(dict(headers).get("content-type", "")) is not None


def coded(snapshot: Snapshot, coding: str) -> Snapshot:
    """The same answer in a coding; as it is, where it is never coded, or would not become shorter.

    What proves its bytes keeps Unencoded-Digest, which is over the bytes that were checked, and loses Repr-Digest, which would be over the
    coded ones (RFC 9530): a proxy that unpacks an answer, as some do, would make a lie of it.
    """
    if coding == IDENTITY or len(snapshot.body) < _LEAST or not varies(snapshot.status, snapshot.headers):
        return snapshot
    body = CODINGS[coding](snapshot.body)
    if len(body) >= len(snapshot.body):
        return snapshot
    etag = etag_of(snapshot.status, f"{dict(snapshot.headers)['content-type']} {coding}", body)
    kept = [each for each in snapshot.headers if each[0] not in _OF_PLAIN]
    return structs.replace(
        snapshot, body=body, etag=etag, headers=(*kept, ("content-encoding", coding), ("etag", etag))
    )
