"""Stewarding: say who looks after a record, and when it is to be looked at again."""

from __future__ import annotations

from content import admission, stewardship
from content.commands.verbs import Verbs
from content.ports import Writing
from content.stewardship import Steward, Stewardship


class Stewarding(Verbs):
    """The verb that changes who looks after a record."""

    def steward(self, command: Steward) -> Stewardship:
        """Give a record another owner, another date of review, or both. Raises Invalid, NotFound."""
        admission.admit(command, self._configured)
        at = self._clock()

        def work(writing: Writing) -> Stewardship:
            after = stewardship.change(writing.stewardship.of(command.id), command)
            writing.stewardship.keep(after)
            detail: dict[str, str | int] = {"owner": after.owner, "review_by": after.review_by.isoformat()}
            if command.via:
                detail["via"] = command.via
            writing.record(command.actor, "steward", at, detail, identity=command.id)
            return after

        return self._store.write(work)
