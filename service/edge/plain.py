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
_UNDERSTOOD: Final = frozenset(
    {
        b"host",
        b"connection",  # keep-alive alone
        b"accept-encoding",
        b"accept-language",
        *CONDITIONAL,
        b"x-request-id",  # of a trusted proxy
    }
)
_WITHOUT_EFFECT: Final = frozenset(
    {
        # Accept: an answer that depends on it is never on the shelf.
        *(
            b"a-im",
            b"accept",
            b"accept-charset",
            b"cache-control",
            b"cookie",
            b"dnt",
            b"from",
            b"keep-alive",
            b"origin",
        ),
        *(
            b"pragma",
            b"priority",
            b"purpose",
            b"referer",
            b"save-data",
            b"upgrade-insecure-requests",
            b"user-agent",
        ),
        *(b"x-purpose", b"x-moz", b"x-requested-with"),
        # Client hints and fetch metadata.
        *(
            b"sec-ch-ua",
            b"sec-ch-ua-arch",
            b"sec-ch-ua-bitness",
            b"sec-ch-ua-full-version-list",
            b"sec-ch-ua-mobile",
        ),
        *(
            b"sec-ch-ua-model",
            b"sec-ch-ua-platform",
            b"sec-ch-ua-platform-version",
            b"sec-ch-prefers-color-scheme",
        ),
        *(
            b"sec-ch-prefers-reduced-motion",
            b"sec-fetch-dest",
            b"sec-fetch-mode",
            b"sec-fetch-site",
            b"sec-fetch-user",
        ),
        *(
            b"sec-gpc",
            b"sec-purpose",
            b"device-memory",
            b"downlink",
            b"dpr",
            b"ect",
            b"rtt",
            b"viewport-width",
        ),
        # What proxies and CDNs add. Whom to believe is for those who ask for the client, and nobody here does.
        *(
            b"cdn-loop",
            b"cf-connecting-ip",
            b"cf-ipcountry",
            b"cf-ray",
            b"cf-visitor",
            b"cf-worker",
            b"forwarded",
            b"traceparent",
        ),
        *(
            b"tracestate",
            b"true-client-ip",
            b"via",
            b"x-amzn-trace-id",
            b"x-forwarded-for",
            b"x-forwarded-host",
        ),
        *(b"x-forwarded-port", b"x-forwarded-proto", b"x-forwarded-server", b"x-real-ip", b"x-varnish"),
    }
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
