"""Scheduling: do what was planned when its time has come, and take plans back."""

from __future__ import annotations

from content import access, admission, lifecycle, schedule
from content.access import Reach
from content.commands import calendar
from content.commands.outcome import Outcome, outcome
from content.commands.publishing import CrowdedError, Publishing
from content.errors import CheckFailed, Conflict, Invalid, NordkalottError, NotFound, TooHeavy, WrongState
from content.fragments.words import word
from content.lifecycle import Withdraw
from content.ports import Writing
from content.schedule import Planned, Unschedule


class Scheduling(Publishing):
    """Verbs about what is planned."""

    def unschedule(self, command: Unschedule, reach: Reach = access.everywhere) -> tuple[Planned, ...]:
        """Take plans back; returns them. Those that were to go out together with one of them do not go out either.

        Raises Invalid, NotFound, WrongState where nothing is planned, Forbidden where `reach` refuses one of them.
        """
        admission.admit(command, self._configured)
        at = self._clock()

        def work(writing: Writing) -> tuple[Planned, ...]:
            if writing.standing(command.id, command.locale) is None:
                raise NotFound(f"There is no record {command.id} in {command.locale}.")
            planned = [
                each
                for each in writing.schedule.of(command.id, command.locale)
                if command.act in {None, each.act}
            ]
            if not planned:
                raise WrongState("Nothing is planned for this: there is nothing to take back.")
            return calendar.cancel(writing, planned, command.actor, at, via=command.via, reach=reach)

        return self._store.write(work)

    def carry_out(self, planned: Planned) -> tuple[Outcome, ...]:
        """Do what was planned, with all that goes out together with it; () where it is not planned any more, or has been done.

        What the check or the record refuses is marked as failed, and not tried again. Raises StoreError, TooMany and
        Interrupted where there is nobody to check it now, and CrowdedError where others keep changing the record: nothing was done, and it
        may be tried again.
        """
        with self._store.read() as reading:
            due = reading.schedule.together(planned)
        try:
            if planned.act == "expire":
                return self._expire(due)
            if any(each.expires is not None and each.expires <= self._clock() for each in due):
                # Nobody worked all that time. To tell subscribers of it now, only to take it back, would help none of them.
                raise WrongState("Its expiry had passed before it could be published.")
            return self._publish([schedule.command(each) for each in due], due) if due else ()
        except CrowdedError:
            raise
        except (CheckFailed, Conflict, Invalid, NotFound, TooHeavy) as error:
            why, at = _reason(error), self._clock()
            self._store.write(lambda writing: calendar.fail(writing, due, why, at))
            return ()

    def _expire(self, due: tuple[Planned, ...]) -> tuple[Outcome, ...]:
        def work(writing: Writing) -> tuple[Outcome, ...]:
            if not writing.schedule.take(due):
                return ()
            return tuple(self._withdrawn(writing, each) for each in due)

        return self._store.write(work)

    def _withdrawn(self, writing: Writing, planned: Planned) -> Outcome:
        command = Withdraw(
            id=planned.id,
            locale=planned.locale,
            reason=word(planned.locale, "expired").text,
            actor=planned.actor,
            via="schedule",
        )
        at = max(self._clock(), planned.at)
        event = lifecycle.change_state(writing.standing(planned.id, planned.locale), command, at)
        change = writing.apply(event)
        # A newer edition that is planned for later is no mistake: it was planned with the expiry in sight.
        left = writing.schedule.of(planned.id, planned.locale)
        return outcome(event.standing, change, scheduled=left)


def _reason(error: NordkalottError) -> str:
    """One line for the list of what is due."""
    return str(error).replace("\n", " ")[:1_000] or type(error).__name__
