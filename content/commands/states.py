"""States: withdraw, gone, redirect. Nothing here depends on the check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from content import admission, lifecycle, locales, queries, targets
from content.commands import calendar
from content.commands.outcome import Outcome, outcome
from content.commands.verbs import Verbs
from content.errors import Invalid, WrongState
from content.lifecycle import Redirect, StateCommand
from content.locales import Locale
from content.model import Standing
from content.ports import Reading, Writing

_ANY: Final = UUID(int=0)


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
        own = (command.id, command.locale)
        todo = self._shown_at(reading, command.to)
        if any((each.id, each.locale) == own for each in todo):
            raise Invalid.one(
                "/to",
                "leads_back",
                nb="Dette er postens egen adresse: leseren ville gått i ring. Oppgi en annen.",
                en="This is the record's own address: a reader would go round in circles. Give another.",
            )
        seen = set[tuple[UUID, Locale]]()
        while todo:
            standing = todo.pop()
            if (standing.id, standing.locale) == own:
                raise Invalid.one(
                    "/to",
                    "goes_round",
                    nb="Adressen leder tilbake hit gjennom andre poster: leseren ville gått i ring.",
                    en="The address leads back here by way of other records: a reader would go round in circles.",
                )
            if standing.redirect_to and (standing.id, standing.locale) not in seen:
                todo += self._shown_at(reading, standing.redirect_to)
            seen.add((standing.id, standing.locale))

    def _shown_at(self, reading: Reading, to: str) -> list[Standing]:
        """What an address of ours shows: a page in its locale, a record or a fragment in any, as the reader asks for it."""
        shown = targets.place(targets.uri(self._links.absolute(to)) or "")
        found: list[Standing | None] = []
        for name in {part.removesuffix(".json") for part in shown.split("/") if part}:
            for locale in self._configured:
                if shown == targets.place(self._links.page(locale, name)):
                    found += [reading.standing(each, locale) for each in _meant(reading, name, (locale,))]
            if any(
                shown.removesuffix(".json") == each or shown.startswith(f"{each}/") for each in self._by(name)
            ):
                found += reading.standings(_meant(reading, name, self._configured))
        return [each for each in found if each is not None]

    def _by(self, ref: str) -> tuple[str, ...]:
        """Where the record and the fragment are that a ref names, below which stand others of theirs."""
        return tuple(
            targets.place(link(_ANY, locales.DEFAULT).replace(str(_ANY), ref))
            for link in (self._links.record, self._links.fragment)
        )


def _meant(reading: Reading, ref: str, tried: Sequence[Locale]) -> list[UUID]:
    """The records that a ref may mean, as an id or as a slug in one of the locales."""
    identity = queries.as_uuid(ref)
    if identity is not None:
        return [identity]
    hits = (reading.resolve(locale, ref) for locale in tried)
    return list(dict.fromkeys(hit[0] for hit in hits if hit))
