"""Plain: a head as most of them are, read as `heads` reads it, and held to a list of fields that are understood or cannot matter here.

Pure. What is not plain is not wrong, it is slow. Only what cannot change an answer that is kept may be added to the list. `fast` says why this
is what keeps one message from being read as two.

Proxies add fields that are new with each request or each visitor. `apart` takes them out first, so that what is left is a head that was seen
before. It takes out whole lines that `heads` would take too, so what is left is a good head if and only if the whole was one.
"""

from __future__ import annotations

import functools
import re
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from service.edge import access, heads, proxies
from service.edge.heads import Head
from service.web.codings import chosen
from service.web.conditions import CONDITIONAL, NONE, Conditions, conditions

_METHODS: Final = frozenset({b"GET", b"HEAD"})
_OWN: Final = re.compile(
    rb"\r\n[Xx]-(?:[Rr]equest-[Ii][Dd]:([\t\x20-\x7e\x80-\xff]*+)|[Ff]orwarded-[Ff]or:[\t\x20-\x7e\x80-\xff]*+)(?=\r\n)"
)
_TAKEN: Final = 2
"""Fields that are taken out at most, one of each."""
_UNDERSTOOD: Final = frozenset(b"host connection accept-encoding accept-language".split()) | CONDITIONAL
"""Of Connection keep-alive alone."""
# Accept: an answer that depends on it is never on the shelf. Of what proxies and CDNs add: whom to believe is for those who ask for the
# client, and nobody here does.
_WITHOUT_EFFECT: Final = frozenset(
    b"""
    a-im accept accept-charset cache-control cookie dnt from keep-alive origin pragma priority purpose referer save-data
    upgrade-insecure-requests user-agent x-moz x-purpose x-requested-with

    device-memory downlink dpr ect rtt sec-ch-prefers-color-scheme sec-ch-prefers-reduced-motion sec-ch-ua sec-ch-ua-arch
    sec-ch-ua-bitness sec-ch-ua-full-version-list sec-ch-ua-mobile sec-ch-ua-model sec-ch-ua-platform sec-ch-ua-platform-version
    sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc sec-purpose viewport-width

    cdn-loop cf-connecting-ip cf-ipcountry cf-ray cf-visitor cf-worker forwarded traceparent tracestate true-client-ip via
    x-amzn-trace-id x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto x-forwarded-server x-real-ip x-varnish
    """.split()
)
_PASSED: Final = _UNDERSTOOD | _WITHOUT_EFFECT
_LONGEST: Final = 1024
"""Bytes of a target. No longer one leads to an answer that is kept."""


class Plain(Struct, gc=False, kw_only=True):
    """What a plain head says. `etag` is that of If-None-Match where it alone decides, as one that is ours. `told` is what was told last of an
    answer to it; whoever answers keeps it here.
    """

    raw: bytes
    asked: access.Asked
    head: bool
    target: bytes
    language: str
    coding: str
    given: Conditions
    etag: str | None
    told: access.Told | None = None


def apart(raw: bytes) -> tuple[bytes, bytes | None]:
    """These bytes without X-Request-Id and X-Forwarded-For, and the request id if it is well-formed, to be believed of trusted proxies alone.

    Where one of the two is there twice, nothing is taken out. Nothing is, either, of what does not end with an empty line: the bytes after
    one are another message's.
    """
    pieces = _OWN.split(raw) if raw.endswith(b"\r\n\r\n") else [raw]
    given = [each for each in pieces[1::2] if each is not None]
    if len(given) > 1 or len(pieces) // 2 - len(given) > 1:
        return raw, None
    request_id = given[0].strip(b" \t") if given else b""
    return b"".join(pieces[::2]), request_id if proxies.REQUEST_ID.fullmatch(request_id) else None


def plain(raw: bytes, limits: heads.Limits) -> Plain | None:
    """What these bytes, of which `apart` has taken out what it takes, say if they are one plain head from the first to the last; else None, which
    means no more than that it is slow.
    """
    if not raw.endswith(b"\r\n\r\n"):
        return None
    head = heads.read(raw, limits)
    if (
        not isinstance(head, Head)
        or head.method not in _METHODS
        or head.version != b"1.1"
        or head.authority is not None
        or len(head.target) > _LONGEST
        or len(head.fields) + _TAKEN > limits.fields
    ):
        return None
    fields = dict(head.fields)
    if len(fields) != len(head.fields) or not fields.keys() <= _PASSED:
        return None
    if fields.get(b"connection", b"keep-alive").lower() != b"keep-alive":
        return None
    given = NONE if fields.keys().isdisjoint(CONDITIONAL) else conditions(head.fields)
    return Plain(
        raw=raw,
        asked=_asked(head.method, head.target),
        head=head.method == b"HEAD",
        target=head.target,
        language=fields.get(b"accept-language", b"").decode("latin-1"),
        coding=chosen(fields.get(b"accept-encoding", b"").decode("latin-1")),
        given=given,
        etag=given.if_none_match if given.if_match is None and given.if_unmodified_since is None else None,
    )


@functools.lru_cache(maxsize=2048)
def _asked(method: bytes, target: bytes) -> access.Asked:
    path, _, query = target.partition(b"?")
    return access.Asked(method.decode(), access.path_of(unquote(path.decode())), access.names_of(query))
