"""The journal's retention: drop what is older than it has to be kept, so that what is left can still be verified."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from content import journal
from content.commands.verbs import Verbs
from content.errors import Invalid
from content.kinds import Moment
from content.lifecycle import Actor, Via
from content.ports import Writing
from content.validation import shape

_MOST = 2_000
"""How many entries one transaction drops: others wait for it."""


class PruneJournal(Struct, frozen=True, kw_only=True, tag="prune-journal"):
    """Drop the journal's entries from before a time."""

    before: Moment
    actor: Actor
    via: Via = ""


class Journal(Verbs):
    """Verbs on the journal itself."""

    def prune_journal(self, command: PruneJournal) -> int:
        """Drop old entries; how many they were. That they were dropped is written into the journal first. Raises Invalid."""
        found = list(shape.walk(PruneJournal, msgspec.to_builtins(command)))
        if not found and command.before > self._clock():
            found.append(
                shape.fault(
                    "/before",
                    "future",
                    nb="Tidspunktet har ikke vært ennå.",
                    en="This time has not come yet.",
                )
            )
        if found:
            raise Invalid(tuple(found))
        with self._store.read() as reading:
            if reading.retention.due(command.before, 1) is None:
                return 0
        dropped, count = 0, _MOST
        while count == _MOST:
            count = self._store.write(lambda writing: self._prune(writing, command))
            dropped += count
        return dropped

    def _prune(self, writing: Writing, command: PruneJournal) -> int:
        start = writing.retention.due(command.before, _MOST)
        if start is None:
            return 0
        detail: dict[str, str | int] = {
            "through": start.number,
            "hash": start.hash,
            "before": command.before.isoformat(),
            **journal.way(command.via),
        }
        writing.record(command.actor, journal.PRUNED, self._clock(), detail)
        return writing.retention.drop(start)
