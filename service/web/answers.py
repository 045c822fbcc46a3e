"""From what an endpoint found to what goes out: strong ETags, 304, caching, and the locale that the answer was given in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

import msgspec
from msgspec import Struct
from starlette.responses import Response

from content.serving import Proof
from service.snapshots import Snapshot
from service.web.codings import varies
from service.web.conditions import NONE, Conditions, http_date, last_modified, outcome
from service.web.digests import etag_of

JSON: Final = "application/json"
EARL: Final = "application/ld+json"
SARIF: Final = "application/sarif+json"
HTML: Final = "text/html; charset=utf-8"
FRESH: Final = "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400"
BRIEF: Final = "public, max-age=5"
NEVER: Final = "no-store"
_OK: Final = 200
_UNCHANGED: Final = 304
_FAILED: Final = 412
_OF_UNCHANGED: Final = frozenset(
    {"cache-control", "content-location", "etag", "last-modified", "link", "vary"}
)
"""What a 304 says too: RFC 9110 section 15.4.5; Last-Modified for a cache that had none yet; Link, because a feed's hub may have moved."""
_AS_WRITTEN: Final = "%/:?#[]@!$&'()*+,;=~"


class Answer(Struct, frozen=True, kw_only=True):
    """What an endpoint found. `tags` name what it depends on: an answer without tags is not kept. `proofs`
    are those of the fragments in it. `modified` is when the clock alone last made it another one, in seconds since 1970.
    """

    body: bytes
    media_type: str = JSON
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    tags: frozenset[str] = frozenset()
    cache: str = FRESH
    valid_until: float | None = None
    modified: float | None = None
    proofs: tuple[Proof, ...] = ()


def encoded(value: object, **more: object) -> Answer:
    """A JSON answer."""
    return Answer(body=msgspec.json.encode(value), **more)  # type: ignore[arg-type]  # the keywords are Answer's own


def redirect(location: str, tags: frozenset[str]) -> Answer:
    """308 (RFC 9110 section 15.4.9): for good, and with the same method."""
    headers = (("location", quote(location, safe=_AS_WRITTEN)),)
    return Answer(body=b"", status=308, headers=headers, tags=tags, media_type="text/plain")


def finish(answer: Answer, moved: float | None = None) -> Snapshot:
    """The finished bytes, as they are without a coding. The ETag is strong. `moved` is when what the answer depends on last changed, in
    seconds since 1970: for its Last-Modified, unless the clock alone has changed it since.
    """
    etag = etag_of(answer.status, answer.media_type, answer.body)
    headers = [
        ("content-type", answer.media_type),
        ("cache-control", answer.cache),
        ("etag", etag),
        *((name, value) for name, value in answer.headers if name != "vary"),
    ]
    varied = [value for name, value in answer.headers if name == "vary"]
    if answer.tags and varies(answer.status, headers):
        varied.append("Accept-Encoding")
    if varied:
        headers.append(("vary", ", ".join(varied)))
    if answer.modified is not None:
        moved = max(moved or 0.0, answer.modified)
    return Snapshot(
        status=answer.status,
        headers=tuple(headers),
        body=answer.body,
        etag=etag,
        tags=answer.tags,
        valid_until=answer.valid_until,
        proofs=answer.proofs,
        moved=moved if answer.status == _OK else None,
    )


def respond(snapshot: Snapshot, given: Conditions = NONE, now: float = 0.0) -> Response:
    """The response: the whole, or what the conditions of the request make of it at a time (RFC 9110 section 13.2.2)."""
    headers = snapshot.headers
    modified = last_modified(snapshot.moved) if snapshot.moved is not None else None
    if modified is not None and modified > now:
        modified = None
    if modified is not None:
        headers = (*headers, ("last-modified", http_date(modified)))
    if given is not NONE and snapshot.status == _OK:
        comes_to = outcome(given, snapshot.etag, modified, now)
        if comes_to == _UNCHANGED:
            return _response(_UNCHANGED, [each for each in headers if each[0] in _OF_UNCHANGED], None)
        if comes_to == _FAILED:
            # The edge makes a problem of it, as of every bare error.
            return _response(_FAILED, [("content-type", "text/plain")], b"")
    return _response(snapshot.status, headers, snapshot.body)


class _Finished(Response):
    """A response that is finished: Starlette would make its fields of what it was given."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status_code = status
        self.raw_headers = headers
        self.body = body
        self.background = None


def _response(status: int, headers: Iterable[tuple[str, str]], body: bytes | None) -> Response:
    given = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if body is not None:
        given.append((b"content-length", b"%d" % len(body)))
    return _Finished(status, given, body or b"")
