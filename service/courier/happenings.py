"""Which changes and which entries of the journal are told to subscribers, and as what. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from content import recheck, tags
from content.delivery import Event, Happening
from content.kinds import Kind
from content.ports import Change, JournalEntry

_TAKEN_BACK: Final[dict[str, Event]] = {
    "withdraw": "record.withdrawn",
    "gone": "record.gone",
    "redirect": "record.redirected",
}


def moves(change: Change) -> bool:
    """May a change move a feed? One that is silent may where it touches the record itself: a file in it was erased, say."""
    return not change.silent or tags.record(change.id) in change.tags


def of_change(change: Change, about: Iterable[JournalEntry]) -> Happening | None:
    """What a change is told as; None where it moves no feed. `about` is what the journal says of its record.

    A deletion does not say itself which it is, and the record may be something else by now. Where the journal was pruned of it, a
    withdrawal is the least that it was.
    """
    if not moves(change):
        return None
    prefix = tags.topic(change.locale, "")
    event: Event = "record.published"
    if change.op == "delete":
        verbs = (each.verb for each in about if each.detail.get("seq") == change.seq)
        event = next((_TAKEN_BACK[verb] for verb in verbs if verb in _TAKEN_BACK), "record.withdrawn")
    return Happening(
        silent=change.silent,
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
