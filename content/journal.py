"""The journal's hash chain: each entry's hash covers the hash of the one before. Pure: for a store, and for a file on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct, structs

from content.ports import JournalEntry

ORIGIN: Final = "0" * 64
PRUNED: Final = "prune-journal"
"""The verb of the entry that says up to where entries were dropped, and the hash of the last of them."""


class Link(Struct, frozen=True, kw_only=True):
    """Where a chain goes on: the number and the hash of the entry before."""

    number: int = 0
    hash: str = ORIGIN


def hash_of(entry: JournalEntry) -> str:
    """SHA-256 over `previous` and the entry's canonical JSON (sorted keys, UTF-8) without `hash`; 64 hexadecimal digits."""
    members = {name: value for name, value in structs.asdict(entry).items() if name != "hash"}
    return hashlib.sha256(entry.previous.encode() + msgspec.json.encode(members, order="sorted")).hexdigest()


class Chain:
    """Entries, read in order; `last` is the newest of them."""

    def __init__(self, after: Link) -> None:
        self.last = after

    def faults(self, entry: JournalEntry) -> Iterator[str]:
        """What is wrong with the next entry, as sentences that name it."""
        if entry.number != self.last.number + 1 or entry.previous != self.last.hash:
            yield f"the journal is broken before entry {entry.number}: it does not hold the hash of the entry before"
        if hash_of(entry) != entry.hash:
            yield f"the journal is broken at entry {entry.number}: it does not match its hash"
        self.last = Link(number=entry.number, hash=entry.hash)
