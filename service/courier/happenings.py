"""Which changes and which entries of the journal are told to subscribers, and as what. Pure."""

from __future__ import annotations

from typing import Final

from content import recheck, tags
from content.delivery import Event, Happening
from content.kinds import Kind
from content.model import State
from content.ports import Change, JournalEntry

_TAKEN_BACK: Final[dict[State, Event]] = {
    "withdrawn": "record.withdrawn",
    "gone": "record.gone",
    "redirected": "record.redirected",
}


def of_change(change: Change, state: State | None) -> Happening | None:
    """What a change is told as; None where it is silent. `state` is that of its record now: a deletion does not say which it is.

    Where the record is back already, it was withdrawn for a moment.
    """
    if change.silent:
        return None
    prefix = tags.topic(change.locale, "")
    event: Event = "record.published"
    if change.op == "delete":
        event = _TAKEN_BACK.get(state or "withdrawn", "record.withdrawn")
    return Happening(
        source="change",
        number=change.seq,
        event=event,
        locale=change.locale,
        kind=change.kind,
        topics=frozenset(tag.removeprefix(prefix) for tag in change.tags if tag.startswith(prefix)),
    )


def tells(entry: JournalEntry) -> bool:
    """Is an entry of the journal told at all?"""
    return entry.verb == recheck.FAILED and entry.id is not None and entry.locale is not None


def of_entry(entry: JournalEntry, kind: Kind, topics: frozenset[str]) -> Happening:
    """What an entry that is told is told as."""
    return Happening(
        source="journal",
        number=entry.number,
        event="check.failed",
        locale=entry.locale or "",
        kind=kind,
        topics=topics,
    )
