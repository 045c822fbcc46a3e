"""The task that reads the logs and makes deliveries of what subscribers want to hear of."""

from __future__ import annotations

from typing import Final

from content.delivery import Happening, Source
from content.ports import Clock, JournalEntry, Reading, Store, Writing
from service.courier import happenings

CHANGES: Final = 20
ROWS: Final = 5_000
"""Changes at a time, and how many rows they may make: one for everybody who wants it, and others wait for the lock."""
ENTRIES: Final = 200
_ALL: Final = 10**9


class Following:
    """A `Task`. What it makes and how far it has come are kept in one transaction, so that nothing is lost or told twice.

    `due` remembers how far it has looked without finding anything: no write is needed to pass over what nobody is told.
    """

    name = "the outbox"

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._seen: dict[Source, int] = {"change": 0, "journal": 0}

    def due(self) -> float | None:
        """Is there anything to tell?"""
        with self._store.read() as reading:
            return 0.0 if self._changes(reading) or self._entries(reading) else None

    def run(self) -> None:
        """Make the deliveries of some changes, and of some entries of the journal."""
        with self._store.read() as reading:
            works = [
                work
                for found, work in (
                    (self._changes(reading), self._tell_changes),
                    (self._entries(reading), self._tell_entries),
                )
                if found
            ]
        for work in works:
            self._store.write(work)

    def _changes(self, reading: Reading) -> bool:
        start = max(self._seen["change"], reading.deliveries.position("change"))
        for change in reading.changes(start, limit=CHANGES, silent=True):
            if happenings.moves(change):
                return True
            self._seen["change"] = change.seq
        return False

    def _entries(self, reading: Reading) -> bool:
        start = max(self._seen["journal"], reading.deliveries.position("journal"))
        for entry in reading.journal(start, ENTRIES):
            if happenings.tells(entry):
                return True
            self._seen["journal"] = entry.number
        return False

    def _tell_changes(self, writing: Writing) -> None:
        # Where we stand is read in here: another worker may have come further since.
        start = writing.deliveries.position("change")
        told_of_each = max(sum(writing.subscribers.counts().values()), 1)
        changes = writing.changes(start, limit=min(max(ROWS // told_of_each, 1), CHANGES), silent=True)
        if not changes:
            return
        told = []
        for change in changes:
            about = writing.journal(0, _ALL, identity=change.id) if change.op == "delete" else ()
            told.append(happenings.of_change(change, about))
        writing.deliveries.follow("change", changes[-1].seq, [each for each in told if each], self._clock())

    def _tell_entries(self, writing: Writing) -> None:
        start = writing.deliveries.position("journal")
        entries = writing.journal(start, ENTRIES)
        if not entries:
            return
        told = [_told(writing, entry) for entry in entries if happenings.tells(entry)]
        writing.deliveries.follow(
            "journal", entries[-1].number, [each for each in told if each], self._clock()
        )


def _told(reading: Reading, entry: JournalEntry) -> Happening | None:
    if entry.id is None or entry.locale is None:
        return None
    known = reading.entry(entry.id, entry.locale)
    if known is None:
        return None
    topics = frozenset(known.edition.content.topics)
    return happenings.of_entry(entry, known.standing.kind, topics)
