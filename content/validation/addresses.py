"""Addresses: what has the form of one and is none, as a browser or `urlsplit` would find when it is too late (RFC 3986)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from content.errors import Fault
from content.validation.faults import fault

_ADDRESSES: Final = frozenset(
    {"href", "url", "web", "online", "registration", "apply", "cite", "src", "poster", "transcript_href"}
)
_LISTS: Final = (list, tuple)
_HOLDERS: Final = (dict, *_LISTS)
"""Written out once: `dict | list` in a loop is a new type each time round."""


def walk(value: object, at: str = "") -> Iterator[Fault]:
    """Web addresses anywhere that look like one and are none: `https://[::x/`, `https://a:99999/`."""
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, _HOLDERS):
                yield from walk(member, f"{at}/{name}")
            elif name in _ADDRESSES and isinstance(member, str) and not is_address(member):
                yield fault(
                    f"{at}/{name}",
                    "no_address",
                    nb=f"«{member[:60]}» er ikke en gyldig nettadresse.",
                    en=f"“{member[:60]}” is not a valid web address.",
                )
    elif isinstance(value, _LISTS):
        for index, item in enumerate(value):
            if isinstance(item, _HOLDERS):
                yield from walk(item, f"{at}/{index}")


def is_address(value: str) -> bool:
    """False for a web address that no browser could follow, or that shows another host than it leads to; True for all others."""
    try:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"}:
            return True
        # A name before the host makes one address look like another.
        host = (parts.hostname or "").removesuffix(".")
        return all(host.split(".")) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
