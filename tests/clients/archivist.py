"""A reader that keeps to RFC 5005 and RFC 6721, on top of feedparser: no library that we found reads archives or tombstones."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final

import feedparser
from lxml import etree
from msgspec import Struct

TOMBSTONE: Final = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


class Kept(Struct, frozen=True):
    """An entry as it was last read."""

    title: str
    html: str
    updated: datetime.datetime


class Archivist:
    """Keeps a whole feed. `known` are the archives that it has read: their entries never change (RFC 5005 section 4)."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.entries: dict[str, Kept] = {}

    def catch_up(self, url: str, fetch: Callable[[str], bytes]) -> int:
        """Read the document to subscribe to and each archive that is new, then take them in, the oldest first; gives how many there were."""
        documents: list[bytes] = []
        while url and url not in self.known:
            documents.append(fetch(url))
            if len(documents) > 1:
                self.known.add(url)
            url = _older(documents[-1])
        for document in reversed(documents):
            self._take_in(document)
        return len(documents)

    def _take_in(self, document: bytes) -> None:
        for entry in reversed(_read(document).entries):
            updated = datetime.datetime.fromisoformat(entry.updated)
            self.entries[entry.id] = Kept(entry.title, entry.content[0].value, updated)
        for identity, when in tombstones(document).items():
            if identity in self.entries and self.entries[identity].updated <= when:
                del self.entries[identity]


def tombstones(document: bytes) -> dict[str, datetime.datetime]:
    """What an Atom document has no more, and since when, by id."""
    found = etree.fromstring(document).iter(TOMBSTONE)
    return {each.get("ref") or "": datetime.datetime.fromisoformat(each.get("when") or "") for each in found}


def _older(document: bytes) -> str:
    return next((str(link.href) for link in _read(document).feed.links if link.rel == "prev-archive"), "")


def _read(document: bytes) -> Any:
    read = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    return read
