"""Under which key an answer is kept, and which target leads to it."""

from __future__ import annotations

from typing import Any

from starlette.types import Scope

from service.web.parameters import Asked


def canonical(asked: Asked) -> str:
    """One key for all ways to ask for the same: path, locale, how it was named, and the known query in fixed order."""
    query = "&".join(
        f"{name}={_flat(value)}"
        for name, value in sorted(asked.query.items())
        if name != "locale" and value is not None
    )
    # Where it bounds what is asked for, no locale is not the same as the usual one.
    named = "*" if asked.negotiated else "" if asked.query.get("locale", asked.locale) else "~"
    return f"{asked.media_type} {asked.path!r}?{asked.locale}{named}&{query}"


def _flat(value: Any) -> str:
    return ",".join(sorted(value)) if isinstance(value, frozenset) else repr(value)


def target(scope: Scope) -> bytes:
    """The target of a request as it was sent, in origin form."""
    path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path
