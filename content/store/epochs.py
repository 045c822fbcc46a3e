"""What restores from backups began, as rows: after which change, so that it can be told what has the place of something lost."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from content.store.connection import Session


def begin(session: Session, after: int) -> str:
    """Begin one with what comes after change `after`; returns its name."""
    name = secrets.token_hex(8)
    session.rows("INSERT INTO epoch (name, after) VALUES (?, ?)", (name, after))
    session.rows("UPDATE meta SET value = ? WHERE name = 'epoch'", (name,))
    return name


def of(session: Session, *seqs: int) -> list[str]:
    """In which each of these changes was written; "" for the one that the store was made with."""
    begun = session.rows("SELECT name, after FROM epoch ORDER BY number DESC")
    return [next((name for name, after in begun if after < seq), "") for seq in seqs]


def problems(session: Session) -> Iterator[str]:
    """They begin one after the other within the change log, and the last is that of the store."""
    last, head = 0, int(session.rows("SELECT coalesce(max(seq), 0) FROM change")[0][0])
    found = session.rows("SELECT name, after FROM epoch ORDER BY number")
    for name, after in found:
        if not last <= after <= head:
            yield f"the epoch {name} does not begin where the change log was then"
        last = after
    if found and found[-1][0] != session.rows("SELECT value FROM meta WHERE name = 'epoch'")[0][0]:
        yield "the epoch of the store is not the last one that a restore began"
