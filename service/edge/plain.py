"""Plain: a head as most of them are, read as `heads` reads it, and held to a list of fields that are understood or cannot matter here.

Pure. What is not plain is not wrong, it is slow. Only what cannot change an answer that is kept may be added to the list. `fast` says why this
is what keeps one message from being read as two.
"""

from __future__ import annotations

import functools
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from service.edge import access, heads, proxies
from service.edge.heads import Head
from service.web.codings import chosen
from service.web.conditions import CONDITIONAL, NONE, Conditions, conditions

_METHODS: Final = frozenset({b"GET", b"HEAD"})
_UNDERSTOOD: Final = (
    frozenset(b"host connection accept-encoding accept-language x-request-id".split()) | CONDITIONAL
)
"""Of Connection keep-alive alone, of X-Request-Id that of a trusted proxy."""
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


class Plain(Struct, frozen=True, gc=False, kw_only=True):
    """What a plain head says. `request_id` is the well-formed one that it gives, to be believed of trusted proxies alone."""

    asked: access.Asked
    head: bool
    target: bytes
    language: str
    coding: str
    given: Conditions
    request_id: bytes | None


def plain(raw: bytes, limits: heads.Limits) -> Plain | None:
    """What these bytes say, if they are one plain head from the first to the last; else None, which means no more than that it is slow."""
    if len(raw) > limits.head_bytes or not raw.endswith(b"\r\n\r\n"):
        return None
    head = heads.read(raw, limits)
    if (
        not isinstance(head, Head)
        or head.method not in _METHODS
        or head.version != b"1.1"
        or head.authority is not None
        or len(head.target) > _LONGEST
    ):
        return None
    fields = dict(head.fields)
    if len(fields) != len(head.fields) or not fields.keys() <= _PASSED:
        return None
    if fields.get(b"connection", b"keep-alive").lower() != b"keep-alive":
        return None
    given = fields.get(b"x-request-id", b"")
    return Plain(
        asked=_asked(head.method, head.target),
        head=head.method == b"HEAD",
        target=head.target,
        language=fields.get(b"accept-language", b"").decode("latin-1"),
        coding=chosen(fields.get(b"accept-encoding", b"").decode("latin-1")),
        given=NONE if fields.keys().isdisjoint(CONDITIONAL) else conditions(head.fields),
        request_id=given if proxies.REQUEST_ID.fullmatch(given) else None,
    )


@functools.lru_cache(maxsize=2048)
def _asked(method: bytes, target: bytes) -> access.Asked:
    path, _, query = target.partition(b"?")
    return access.Asked(method.decode(), access.path_of(unquote(path.decode())), access.names_of(query))
