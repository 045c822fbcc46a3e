"""The task that publishes and withdraws what was planned, to the second."""

from __future__ import annotations

import logging
from typing import Final

from content.commands import Commands
from content.ports import Clock, Store
from content.schedule import Planned
from service.worker import Backoff

LOGGER: Final = logging.getLogger("nordkalott.schedule")


class Publications:
    """A `Task`: one plan at a time, the earliest first. One that goes wrong rests, and holds up no other."""

    name = "the schedule"

    def __init__(self, store: Store, commands: Commands, clock: Clock) -> None:
        self._store = store
        self._commands = commands
        self._clock = clock
        self._backoff = Backoff()

    def due(self) -> float | None:
        """Seconds until the next plan, or the next try of one."""
        now = self._clock()
        with self._store.read() as reading:
            due = reading.schedule.due(now)
            following = reading.schedule.next(now)
        waits = [self._backoff.wait(each.number) for each in due]
        if following is not None:
            waits.append((following - now).total_seconds())
        return min(waits, default=None)

    def run(self) -> None:
        """Carry out the first plan that is due."""
        with self._store.read() as reading:
            due = reading.schedule.due(self._clock())
        for planned in due:
            if not self._backoff.wait(planned.number):
                self._carry_out(planned)
                return

    def _carry_out(self, planned: Planned) -> None:
        try:
            outcomes = self._commands.carry_out(planned)
        except Exception:
            pause = self._backoff.failed(planned.number)
            LOGGER.exception(
                "%s of %s in %s went wrong; it is tried again in %g s",
                planned.act,
                planned.id,
                planned.locale,
                pause,
            )
            return
        self._backoff.worked(planned.number)
        late = (self._clock() - planned.at).total_seconds()
        for each in outcomes:
            LOGGER.info(
                "%s in %s is %s: edition %d, change %d, %.3f s after its time",
                each.id,
                each.locale,
                each.state,
                each.edition,
                each.seq,
                late,
            )
        if not outcomes:
            self._failed(planned)

    def _failed(self, planned: Planned) -> None:
        """Tell the operator what the editors find in the list of what is due."""
        with self._store.read() as reading:
            known = reading.schedule.of(planned.id, planned.locale)
        for each in known:
            if each.number == planned.number and each.failed_at is not None:
                LOGGER.warning("%s of %s in %s failed: %s", each.act, each.id, each.locale, each.failure)
