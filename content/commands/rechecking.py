"""Checking again what is live: by a rule set that came later, or because what it shows has changed."""

from __future__ import annotations

import datetime
import logging
from typing import Final

from msgspec import Struct, structs

from content import accessibility, recheck
from content.commands.verbs import Verbs
from content.errors import Interrupted, StoreCorrupt, StoreError, TooMany
from content.journal import way
from content.lifecycle import Actor, Via
from content.ports import Writing
from content.ports.recheck import Day, Pass, Place, Recheck, Tally

LOGGER: Final = logging.getLogger("nordkalott.recheck")


class RecheckEdition(Struct, frozen=True, kw_only=True, tag="recheck"):
    """Check a live edition again."""

    place: Place
    actor: Actor
    via: Via = ""


class Rechecking(Verbs):
    """Verbs about what is live. None takes anything from the web."""

    def recheck(self, command: RecheckEdition) -> Recheck | None:
        """Check one live edition by the current rule set and keep what is found; None where it is not live any more.

        What cannot be read is kept as such, and told to the operators. Where it begins to fail, or ends to, the journal says so in the
        same transaction: whoever is to be told reads it there. Raises StoreError where the store as a whole does not work, TooMany
        and Interrupted where there is nobody to check it now.
        """
        place, seq = command.place, 0
        try:
            with self._store.read() as reading:
                seq = reading.head().seq
                sat = recheck.sitting(reading, place, links=self._links, configured=self._configured)
            if sat is None:
                return None
            found = self._examiner.recheck(sat, self._clock())
        except StoreCorrupt as error:
            found = self._unreadable(place, error)
        except (StoreError, TooMany, Interrupted):
            raise
        except Exception as error:  # noqa: BLE001  # one text must not keep the others from being looked at
            found = self._unreadable(place, error)
        return self._store.write(lambda writing: _keep(writing, command, found, seq))

    def _unreadable(self, place: Place, error: Exception) -> Recheck:
        LOGGER.error(
            "edition %d of %s in %s cannot be checked: %s", place.edition, place.id, place.locale, error
        )
        return recheck.unreadable(place, self._clock())

    def begin_pass(self) -> Pass:
        """Begin to look at everything with the current rule set, or go on where one was begun."""
        began = Pass(ruleset=accessibility.RULESET, began=self._clock())

        def work(writing: Writing) -> Pass:
            known = writing.recheck.last(began.ruleset)
            if known is not None and known.ended is None:
                return known
            if known is not None and not writing.recheck.waiting(began.ruleset, None, 1):
                return known
            writing.recheck.mark(began)
            return began

        return self._store.write(work)

    def end_pass(self, passing: Pass, *, actor: str, via: str = "") -> Tally | None:
        """Note that nothing waits any more; None where something does, or the pass was ended already."""
        at = self._clock()

        def work(writing: Writing) -> Tally | None:
            known = writing.recheck.last(passing.ruleset)
            if known is None or known.ended is not None:
                return None
            if writing.recheck.waiting(passing.ruleset, None, 1):
                return None
            writing.recheck.mark(structs.replace(known, ended=max(at, known.began)))
            tally = writing.recheck.tally(passing.ruleset, at)
            detail: dict[str, str | int] = {
                "ruleset": tally.ruleset,
                "editions": tally.editions,
                "failing": tally.failing,
                "unreadable": tally.unreadable,
                **way(via),
            }
            writing.record(actor, recheck.PASSED, at, detail)
            return tally

        return self._store.write(work)

    def note_conformance(self) -> bool:
        """Keep how it stands today, where that is not as it was at the last look."""
        at = self._clock()
        with self._store.read() as reading:
            tally = reading.recheck.tally(accessibility.RULESET, at)
            newest = next(iter(reading.recheck.days(1)), None)
        if newest is not None and newest.tally == tally:
            return False
        today = at.astimezone(datetime.UTC).date()
        return self._store.write(lambda writing: writing.recheck.note(Day(day=today, at=at, tally=tally)))


def _keep(writing: Writing, command: RecheckEdition, found: Recheck, seq: int) -> Recheck | None:
    before = writing.recheck.of(found.id, found.locale)
    if found.failures and before and before.failures:
        found = structs.replace(found, since=before.since)
    if not writing.recheck.keep(found, seq):
        return None
    about: dict[str, str | int] = {"edition": found.edition, "ruleset": found.ruleset, **way(command.via)}
    if rules := recheck.fresh(before, found):
        detail = about | {"rules": " ".join(rules), "source": str(found.source)}
        writing.record(
            command.actor, recheck.FAILED, found.at, detail, identity=found.id, locale=found.locale
        )
    elif found.outcome and not found.failures and before and before.failures:
        writing.record(command.actor, recheck.MENDED, found.at, about, identity=found.id, locale=found.locale)
    return found
