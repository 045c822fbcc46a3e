"""States: withdraw, gone, redirect. Nothing here depends on the check."""

from __future__ import annotations

from content import admission, lifecycle, queries, targets
from content.commands import calendar
from content.commands.outcome import Outcome, outcome
from content.commands.verbs import Verbs
from content.errors import Invalid, WrongState
from content.lifecycle import Redirect, StateCommand
from content.model import Standing
from content.ports import Reading, Writing


class States(Verbs):
    """Verbs that take back what was published."""

    def change_state(self, command: StateCommand) -> Outcome:
        """Withdraw, gone or redirect; never depends on the check. Raises NotFound, WrongState, Invalid."""
        admission.admit(command, self._configured)
        at = self._clock()

        def work(writing: Writing) -> Outcome:
            if isinstance(command, Redirect):
                self._leads_away(writing, command)
            event = lifecycle.change_state(writing.standing(command.id, command.locale), command, at)
            change = writing.apply(event)
            if change is None:
                raise WrongState("The store kept no change for this.")
            calendar.taken_back(writing, event)
            return outcome(event.standing, change)

        return self._store.write(work)

    def _leads_away(self, reading: Reading, command: Redirect) -> None:
        """Raise Invalid where a redirect would lead to the record itself, and a reader round and round."""
        to = targets.uri(self._links.absolute(command.to)) or ""
        shown = targets.place(to).removesuffix(".json")
        name = shown.rpartition("/")[2]
        hit = None if queries.as_uuid(name) else reading.resolve(command.locale, name)
        if queries.as_uuid(name) != command.id and (hit is None or hit[0] != command.id):
            self._goes_round(reading, command)
            return
        by_id = (
            self._links.record(command.id, command.locale),
            self._links.fragment(command.id, command.locale),
        )
        own = (
            self._links.page(command.locale, name),
            *(each.replace(str(command.id), name) for each in by_id),
        )
        if shown in {targets.place(targets.uri(each) or "") for each in own}:
            raise Invalid.one(
                "/to",
                "leads_back",
                nb="Dette er postens egen adresse: leseren ville gått i ring. Oppgi en annen.",
                en="This is the record's own address: a reader would go round in circles. Give another.",
            )

    def _goes_round(self, reading: Reading, command: Redirect) -> None:
        """Raise Invalid where other records' redirects lead back to this one."""
        seen, to = {(command.id, command.locale)}, command.to
        while to and (standing := self._record_at(reading, to)):
            if (standing.id, standing.locale) in seen:
                raise Invalid.one(
                    "/to",
                    "goes_round",
                    nb="Adressen leder tilbake hit gjennom andre poster: leseren ville gått i ring.",
                    en="The address leads back here by way of other records: a reader would go round in circles.",
                )
            seen.add((standing.id, standing.locale))
            to = standing.redirect_to

    def _record_at(self, reading: Reading, to: str) -> Standing | None:
        """The record whose page an address is."""
        shown = targets.place(targets.uri(self._links.absolute(to)) or "")
        name = shown.rpartition("/")[2]
        for locale in self._configured:
            if shown == targets.place(self._links.page(locale, name)) and (
                hit := reading.resolve(locale, name)
            ):
                return reading.standing(hit[0], locale)
        return None
