"""The journal's hash chain: each entry's hash covers the hash of the one before. Pure: for a store, and for a file on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct, structs

from content.ports import JournalEntry

ORIGIN: Final = "0" * 64
PRUNED: Final = "prune-journal"
"""The verb of the entry that says up to where entries were dropped, and the hash of the last of them."""

REDACT: Final = "redact"
REPLACED: Final = "replaced"
"""The verb of a redaction's entry, and the member of its detail that vouches for the entries it took words out of."""
REDACTED: Final = "redacted"
"""The member of such an entry's detail that says so."""
_SHORT: Final = 32


def way(via: str) -> dict[str, str | int]:
    """The member of an entry's detail that says from where an act came; none where nobody said."""
    return {"via": via} if via else {}


class Link(Struct, frozen=True, kw_only=True):
    """Where a chain goes on: the number and the hash of the entry before."""

    number: int = 0
    hash: str = ORIGIN


def hash_of(entry: JournalEntry) -> str:
    """SHA-256 over `previous` and the entry's canonical JSON (sorted keys, UTF-8) without `hash`; 64 hexadecimal digits."""
    members = {name: value for name, value in structs.asdict(entry).items() if name != "hash"}
    return hashlib.sha256(entry.previous.encode() + msgspec.json.encode(members, order="sorted")).hexdigest()


def vouch(entries: Iterable[JournalEntry]) -> str:
    """What the entry of a redaction says of the entries that it took words out of: to what each hashes now. Their own hashes stay."""
    return ",".join(f"{entry.number}:{hash_of(entry)[:_SHORT]}" for entry in entries)


def _vouched(said: object) -> dict[int, str]:
    parts = (part.partition(":") for part in str(said).split(",") if part)
    return {int(number): short for number, _, short in parts if number.isdecimal()}


class Chain:
    """Entries, read in order; `last` is the newest of them."""

    def __init__(self, after: Link) -> None:
        self.last = after
        self._altered: dict[int, str] = {}
        self._vouched: dict[int, str] = {}

    def faults(self, entry: JournalEntry) -> Iterator[str]:
        """What is wrong with the next entry, as sentences that name it."""
        if entry.number != self.last.number + 1 or entry.previous != self.last.hash:
            yield f"the journal is broken before entry {entry.number}: it does not hold the hash of the entry before"
        now = hash_of(entry)
        if now != entry.hash and REDACTED in entry.detail:
            self._altered[entry.number] = now[:_SHORT]
        elif now != entry.hash:
            yield f"the journal is broken at entry {entry.number}: it does not match its hash"
        if entry.verb == REDACT:
            self._vouched |= _vouched(entry.detail.get(REPLACED, ""))
        self.last = Link(number=entry.number, hash=entry.hash)

    def end(self) -> Iterator[str]:
        """What is wrong with entries that words were taken out of: no later entry says that they are as a redaction left them."""
        for number, now in self._altered.items():
            if self._vouched.get(number) != now:
                yield f"the journal is broken at entry {number}: it is neither what its hash says, nor what a redaction left of it"
