"""Which program writes the answers, with which settings: another one may write others out of the same store."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Final

import msgspec

from service.settings import Settings

_PACKAGES: Final = ("content", "feeds", "service")
_SOURCES: Final = (".py", ".toml", ".css", ".js", ".svg", ".txt")
_OF_THE_MACHINE: Final = frozenset({"data", "host", "port", "workers"})
"""Settings that two processes over one store may well have of their own, and that no answer tells of."""


def mark(settings: Settings) -> bytes:
    """32 bytes that are others for another release, other versions of what it depends on, or other settings."""
    told = {
        name: value for name, value in msgspec.to_builtins(settings).items() if name not in _OF_THE_MACHINE
    }
    return hashlib.sha256(written() + msgspec.json.encode(told, order="sorted")).digest()


@functools.cache
def written() -> bytes:
    """32 bytes that are others for another release, or other versions of what it depends on; as it was when first asked for."""
    found = hashlib.sha256()
    for name in _PACKAGES:
        for file in _files(resources.files(name)):
            found.update(hashlib.sha256(file.read_bytes()).digest())
    for needed in sorted(metadata.requires("nordkalott") or ()):
        if "extra ==" not in needed and (package := re.match(r"[A-Za-z0-9._-]+", needed)):
            found.update(f"{package[0]} {metadata.version(package[0])}\n".encode())
    return found.digest()


def _files(place: Traversable) -> Iterator[Traversable]:
    if place.is_dir():
        for each in sorted(place.iterdir(), key=lambda each: each.name):
            yield from _files(each)
    elif place.name.endswith(_SOURCES):
        yield place
