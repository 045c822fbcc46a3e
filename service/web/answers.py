"""From what an endpoint found to what goes out: strong ETags, 304, caching, and the locale that the answer was given in."""

from __future__ import annotations

import base64
import hashlib
from typing import Final
from urllib.parse import quote

import msgspec
from msgspec import Struct
from starlette.responses import Response

from content.serving import Proof
from service.snapshots import Snapshot

JSON: Final = "application/json"
EARL: Final = "application/ld+json"
SARIF: Final = "application/sarif+json"
HTML: Final = "text/html; charset=utf-8"
FRESH: Final = "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400"
BRIEF: Final = "public, max-age=5"
NEVER: Final = "no-store"
_AS_WRITTEN: Final = "%/:?#[]@!$&'()*+,;=~"


class Answer(Struct, frozen=True, kw_only=True):
    """What an endpoint found. `tags` name what it depends on: an answer without tags is not kept. `proofs`
    are those of the fragments in it.
    """

    body: bytes
    media_type: str = JSON
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    tags: frozenset[str] = frozenset()
    cache: str = FRESH
    valid_until: float | None = None
    proofs: tuple[Proof, ...] = ()


def encoded(value: object, **more: object) -> Answer:
    """A JSON answer."""
    return Answer(body=msgspec.json.encode(value), **more)  # type: ignore[arg-type]  # the keywords are Answer's own


def redirect(location: str, tags: frozenset[str]) -> Answer:
    """308 (RFC 9110 section 15.4.9): for good, and with the same method."""
    headers = (("location", quote(location, safe=_AS_WRITTEN)),)
    return Answer(body=b"", status=308, headers=headers, tags=tags, media_type="text/plain")


def digest_field(body: bytes) -> str:
    """The value of a Repr-Digest field (RFC 9530): proof that these are the bytes that were checked."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def finish(answer: Answer) -> Snapshot:
    """The finished bytes. The ETag is strong: it is made of the status, the type and every byte of the body."""
    seed = f"{answer.status} {answer.media_type}\n".encode()
    etag = f'"{hashlib.sha256(seed + answer.body).hexdigest()[:32]}"'
    return Snapshot(
        status=answer.status,
        headers=(
            ("content-type", answer.media_type),
            ("cache-control", answer.cache),
            ("etag", etag),
            *answer.headers,
        ),
        body=answer.body,
        etag=etag,
        tags=answer.tags,
        valid_until=answer.valid_until,
        proofs=answer.proofs,
    )


def respond(snapshot: Snapshot, if_none_match: str | None) -> Response:
    """The response: the whole, or 304 where the client has it already (RFC 9110 section 13.1.2)."""
    if if_none_match and snapshot.status == 200 and matches(if_none_match, snapshot.etag):  # noqa: PLR2004 - HTTP's own number
        kept = [(name, value) for name, value in snapshot.headers if name != "content-type"]
        return _response(304, kept, b"")
    return _response(snapshot.status, list(snapshot.headers), snapshot.body)


def matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison of an If-None-Match list with a strong ETag; "*" matches whatever there is."""
    if if_none_match.strip() == "*":
        return True
    return etag in (part.strip().removeprefix("W/") for part in if_none_match.split(","))


def _response(status: int, headers: list[tuple[str, str]], body: bytes) -> Response:
    response = Response(content=body, status_code=status)
    length = [("content-length", str(len(body)))] if status != 304 else []  # noqa: PLR2004 - HTTP's own number
    response.raw_headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers + length
    ]
    return response
