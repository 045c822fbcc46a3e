"""Which media a text points to, and where in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from content.model import Content

_ADDRESS: Final = re.compile(r"(https?://[^/?#]+)?/media/([0-9a-f]{64})/([^/?#]+)(?:[?#].*)?", re.DOTALL)


class Reference(Struct, frozen=True):
    """One address of a medium. `pointer` is a JSON Pointer into the content, `origin` its scheme and host, "" for this service."""

    pointer: str
    origin: str
    digest: str
    name: str


def address(href: str, pointer: str = "") -> Reference | None:
    """The medium that an address is of, here or as others see it; None for any other address."""
    found = _ADDRESS.fullmatch(href)
    return Reference(pointer, found[1] or "", found[2], found[3]) if found else None


def references(content: Content) -> tuple[Reference, ...]:
    """Every address of a medium in a content: image, poster, captions, transcript, file, and plain links."""
    return tuple(_walk(msgspec.to_builtins(content), ""))


def digests(content: Content) -> frozenset[str]:
    """The digests of all media that a content points to."""
    return frozenset(each.digest for each in references(content))


def _walk(value: Any, at: str) -> Iterator[Reference]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _walk(member, f"{at}/{name}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{at}/{index}")
    elif isinstance(value, str) and "/media/" in value and (found := address(value, at)):
        yield found
