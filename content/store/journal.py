"""Journal entries ↔ rows; what makes them a chain is in `content.journal`."""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec import structs

from content.journal import ORIGIN, hash_of
from content.ports import JournalEntry
from content.store.connection import Row, Session
from content.store.rows import from_micros, readable, to_micros

COLUMNS = "number, at, actor, verb, id, locale, detail, previous, hash"
_DETAIL: msgspec.json.Decoder[dict[str, str | int]] = msgspec.json.Decoder(dict[str, str | int])


def append(session: Session, entry: JournalEntry) -> JournalEntry:
    """Store the entry as the next one; its number, `previous` and `hash` are set here."""
    last = session.row("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")
    number, previous = last or (0, ORIGIN)
    entry = structs.replace(entry, number=number + 1, previous=previous)
    entry = structs.replace(entry, hash=hash_of(entry))
    session.rows(
        f"INSERT INTO journal ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # our own column names
        (
            entry.number,
            to_micros(entry.at),
            entry.actor,
            entry.verb,
            entry.id.bytes if entry.id else None,
            entry.locale,
            msgspec.json.encode(entry.detail, order="sorted").decode(),
            entry.previous,
            entry.hash,
        ),
    )
    return entry


@readable
def entry(row: Row) -> JournalEntry:
    """A JournalEntry of COLUMNS. Raises StoreCorrupt."""
    number, at, actor, verb, identity, locale, detail, previous, digest = row
    if not all(isinstance(text, str) for text in (actor, verb, locale or "", detail, previous, digest)):
        # No seal covers this row but its own hash, which cannot be made of what is no text.
        message = "text is stored as something else"
        raise TypeError(message)
    return JournalEntry(
        number=number,
        at=from_micros(at),
        actor=actor,
        verb=verb,
        id=UUID(bytes=identity) if identity else None,
        locale=locale,
        detail=_DETAIL.decode(detail),
        previous=previous,
        hash=digest,
    )
