"""The journal and the security log over HTTP."""

from __future__ import annotations

from msgspec import Struct

from content.ports import JournalEntry
from content.ports.security import Attempt
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk


class JournalPage(Struct, frozen=True, kw_only=True):
    """Entries, oldest first. `next` is the number to go on from as `since`, null where there is no more for now."""

    entries: tuple[JournalEntry, ...]
    next: int | None


class SecurityPage(Struct, frozen=True, kw_only=True):
    """Attempts that were refused, by the minute, oldest first. `next` is the number to go on from as `since`."""

    attempts: tuple[Attempt, ...]
    next: int | None


def journal(desk: Desk, call: Call) -> Answer:
    """Who did what to what, and from where."""
    query = call.query
    with desk.store.read() as reading:
        entries = reading.journal(
            query["since"],
            query["limit"],
            identity=query["record"],
            actor=query["actor"],
            verb=query["verb"],
        )
    return encoded(JournalPage(entries=entries, next=_next(entries, query["limit"])))


def security(desk: Desk, call: Call) -> Answer:
    """Who was refused, and why."""
    query = call.query
    with desk.store.read() as reading:
        attempts = reading.security.attempts(query["since"], query["limit"])
    return encoded(SecurityPage(attempts=attempts, next=_next(attempts, query["limit"])))


def _next(found: tuple[JournalEntry, ...] | tuple[Attempt, ...], limit: int) -> int | None:
    return found[-1].number if len(found) == limit else None
