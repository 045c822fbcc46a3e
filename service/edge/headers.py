"""Headers that every answer carries: Date, security headers (an answer may set its own instead) and CORS for public reading.

CORS says `*` without credentials: what GET gives is public, and a browser never adds cookies, of which there are none.
"""

import time
from email.utils import formatdate
from typing import Final

Header = tuple[bytes, bytes]

CSP: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self' https: data:; media-src 'self' https:; script-src 'self'; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For HTML documents. A fragment in a host's page stands under the host's policy; an embed answers with its own."""
CSP_DATA: Final = b"default-src 'none'; frame-ancestors 'none'"
"""For all else: opened as a document (an SVG, say), it may load and run nothing."""

_ALWAYS: Final[tuple[Header, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (
        b"permissions-policy",
        b"browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
_HSTS: Final[Header] = (b"strict-transport-security", b"max-age=31536000")
_EXPOSED: Final = (
    b"Accept-Ranges, Content-Encoding, Content-Location, Content-Range, Date, ETag, Last-Modified, Link, Location, "
    b"Memento-Datetime, Repr-Digest, Retry-After, Unencoded-Digest, Vary, X-Request-Id"
)
_CORS: Final[tuple[Header, ...]] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
)
PREFLIGHT: Final[tuple[Header, ...]] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD"),
    (
        b"access-control-allow-headers",
        (
            b"Accept-Datetime, Cache-Control, If-Match, If-Modified-Since, If-None-Match, If-Range, "
            b"If-Unmodified-Since, Last-Event-ID, Range"
        ),
    ),
    (b"access-control-max-age", b"86400"),
)
_READING: Final = frozenset({"GET", "HEAD", "-"})


class Headers:
    """Adds what an answer lacks. `secure` is true when the public reaches us over https."""

    def __init__(self, *, secure: bool) -> None:
        self._ours = {
            (html, public): (
                *_ALWAYS,
                *((_HSTS,) if secure else ()),
                (b"content-security-policy", CSP if html else CSP_DATA),
                (b"cross-origin-resource-policy", b"cross-origin" if public else b"same-origin"),
                *(_CORS if public else ()),
            )
            for html in (True, False)
            for public in (True, False)
        }
        self._names = {b"date", *(name for each in self._ours.values() for name, _ in each)}
        self._date = (0, b"")

    def date(self) -> bytes:
        """The Date of an answer that begins now (RFC 9110 section 6.6.1). uvicorn's own is of when the request came, and up to a second older:
        a Last-Modified could be later.
        """
        second = int(time.time())
        known, text = self._date
        if known != second:
            text = formatdate(second, usegmt=True).encode()
            self._date = (second, text)
        return text

    def complete(self, given: list[Header], method: str, request_id: bytes) -> list[Header]:
        """The answer's headers with ours after them; names in lower case. "-" is a method that could not be read."""
        headers = [(name.lower(), value) for name, value in given]
        html = any(
            name == b"content-type" and value.lower().startswith(b"text/html") for name, value in headers
        )
        ours = ((b"date", self.date()), *self._ours[html, method in _READING])
        own = self._names.intersection([name for name, _ in headers])
        headers += [header for header in ours if header[0] not in own] if own else ours
        headers.append((b"x-request-id", request_id))
        return headers
