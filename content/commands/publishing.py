"""Publishing: one revision or several together, now or at a time, each with the evidence that it may be shown."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial

from content import access, admission, lifecycle, schedule, serving
from content.access import Reach
from content.commands import calendar
from content.commands.examining import Examining, failing, refusal, settled
from content.commands.outcome import Failing, Outcome, outcome
from content.commands.ready import Again, MovedError, Ready, media_of
from content.errors import Conflict, Fault, Invalid, NotFound, StaleRevision, WrongState
from content.lifecycle import EditionPublished, Publish, Restore
from content.model import Revision
from content.ports import Entry, Reading, Writing
from content.schedule import Planned, PublishTogether

_ATTEMPTS = 3


class CrowdedError(WrongState):
    """Others changed the record each time that this was about to be kept. Nothing is wrong with it: it may be tried again."""

    def __init__(self) -> None:
        super().__init__("This record is being published by others at the same time. Try again.")


class Publishing(Examining):
    """From revisions to editions with proof."""

    def publish(self, command: Publish, reach: Reach = access.everywhere) -> Outcome:
        """Publish the named revision, checked in every variant and at every heading level; at a time, if it names one.

        Raises NotFound, StaleRevision, WrongState, SlugTaken, Invalid; CheckFailed with the failing Reports, unless this is a minor
        edition with no failure that the live one does not have: that goes out, marked `needs_repair`. Forbidden where it would make
        a plan fail that `reach` refuses: one that was to go out together with another plan of this record.
        """
        admission.admit(command, self._configured)
        return self._publish((command,), reach=reach)[0]

    def publish_together(
        self, command: PublishTogether, reach: Reach = access.everywhere
    ) -> tuple[Outcome, ...]:
        """Publish several named revisions in one transaction, or none; at a time, if it names one. Each is checked as it will be
        shown beside the others.

        Raises what `publish` raises: Invalid with the faults of all, CheckFailed with the failing Reports of all, or the first conflict.
        """
        admission.admit_together(command, self._configured)
        return self._publish(schedule.each(command), reach=reach)

    def restore(self, command: Restore, reach: Reach = access.everywhere) -> Outcome:
        """Publish the live edition's text again. Never depends on the check; what it finds is marked `needs_repair`.

        Raises NotFound, WrongState, Invalid, Forbidden as `publish` does.
        """
        admission.admit(command, self._configured)
        for _ in range(_ATTEMPTS):
            with self._store.read() as reading:
                redactions, seq = reading.redactions.last(), reading.head().seq
                standing = reading.standing(command.id, command.locale)
                number = standing.live_revision if standing else 0
                live = reading.revision(command.id, command.locale, number) if number else None
                event = lifecycle.restore(standing, live, command, self._clock())
                media = media_of(reading, event.edition.content)
                evidence = self._examine(reading, event.edition)
                told = settled(reading, event.edition, evidence, event.edition.at)
            needs_repair = not all(each.report.publishable for each in told)
            again = partial(_restore_again, command, live)
            ready = Ready(event, evidence, needs_repair, again, redactions, seq, media)
            if outcomes := self._keep((ready,), reach=reach):
                return outcomes[0]
        raise CrowdedError

    def _publish(
        self, commands: Sequence[Publish], due: Sequence[Planned] = (), *, reach: Reach = access.everywhere
    ) -> tuple[Outcome, ...]:
        """`due` are the plans that this carries out: they are taken in the same transaction, or nothing is done and () returned."""
        for _ in range(_ATTEMPTS):
            now = self._clock()
            later = None if due else schedule.moment(commands[0], now)
            at = max((later or now, *(each.at for each in due)))
            with self._store.read() as reading:
                ready = self._prepare(reading, commands, at, planned=bool(due))
            kept = self._plan(ready, commands, later, now, reach) if later else self._keep(ready, due, reach)
            if kept is not None:
                return kept
        raise CrowdedError

    def _prepare(
        self, reading: Reading, commands: Sequence[Publish], at: datetime.datetime, *, planned: bool
    ) -> tuple[Ready, ...]:
        def decide(command: Publish) -> tuple[EditionPublished, Again]:
            revision = _named(reading, command)
            # A correction, and what was decided before, always go out.
            if command.update == "major" and not planned:
                self._source_is_there(reading, revision)
            again = partial(_publish_again, command, revision, planned)
            event = again(reading, at)
            self._demand_ready(reading, event)
            return event, again

        redactions, seq = reading.redactions.last(), reading.head().seq
        decided = _each(commands, decide)
        coming = [Entry(standing=event.standing, edition=event.edition, seq=0) for event, _ in decided]
        ready: list[Ready] = []
        found: list[Failing] = []
        for command, (event, again) in zip(commands, decided, strict=True):
            evidence = self._examine(reading, event.edition, coming if len(coming) > 1 else ())
            needs_repair, refused = failing(reading, event, evidence, self._examiner)
            found += refused
            media = media_of(reading, event.edition.content)
            ready.append(Ready(event, evidence, needs_repair, again, redactions, seq, media, command.expires))
        if found:
            raise refusal(found, sum(len(each.evidence) for each in ready))
        return tuple(ready)

    def _keep(
        self, ready: Sequence[Ready], due: Sequence[Planned] = (), reach: Reach = access.everywhere
    ) -> tuple[Outcome, ...] | None:
        """Keep the editions if they still follow, all or none; None where something came in between."""
        mark = self._mark()
        made = {each.key: serving.kept(each.evidence) for each in ready} if mark else {}

        def work(writing: Writing) -> tuple[Outcome, ...]:
            if not writing.schedule.take(due):
                return ()
            events = [each.decide(writing) for each in ready]
            changed = writing.fragments.changed(ready[0].seq)
            changes = [writing.apply(event, each.evidence) for event, each in zip(events, ready, strict=True)]
            for each in ready:
                if each.key in made and each.shows_what_is(changed):
                    writing.fragments.put(each.key, mark, made[each.key])
            calendar.published(
                writing, [(event, each.expires) for event, each in zip(events, ready, strict=True)], reach
            )
            return tuple(
                outcome(
                    event.standing,
                    change,
                    needs_repair=each.needs_repair,
                    reports=settled(writing, each.event.edition, each.evidence, each.event.edition.at),
                    scheduled=writing.schedule.of(event.edition.id, event.edition.locale),
                )
                for event, change, each in zip(events, changes, ready, strict=True)
            )

        try:
            return self._store.write(work)
        except MovedError:
            return None

    def _plan(
        self,
        ready: Sequence[Ready],
        commands: Sequence[Publish],
        at: datetime.datetime,
        now: datetime.datetime,
        reach: Reach,
    ) -> tuple[Outcome, ...] | None:
        """Keep the plan to publish them at a time, if they still follow; None where something came in between."""

        def work(writing: Writing) -> tuple[Outcome, ...]:
            for each in ready:
                each.decide(writing)
            calendar.keep(writing, [schedule.publication(command, at, now) for command in commands], reach)
            outcomes: list[Outcome] = []
            for each, command in zip(ready, commands, strict=True):
                standing = writing.standing(command.id, command.locale)
                if standing is None:
                    raise MovedError
                outcomes.append(
                    outcome(
                        standing,
                        None,
                        needs_repair=each.needs_repair,
                        reports=settled(writing, each.event.edition, each.evidence, each.event.edition.at),
                        scheduled=writing.schedule.of(command.id, command.locale),
                    )
                )
            return tuple(outcomes)

        try:
            return self._store.write(work)
        except MovedError:
            return None


def _each(
    commands: Sequence[Publish], decide: Callable[[Publish], tuple[EditionPublished, Again]]
) -> list[tuple[EditionPublished, Again]]:
    """The decision on each. Where there are several: all faults at once, each where it stands; a conflict names its record."""
    if len(commands) == 1:
        return [decide(commands[0])]
    decided: list[tuple[EditionPublished, Again]] = []
    faults: list[Fault] = []
    for number, command in enumerate(commands):
        try:
            decided.append(decide(command))
        except Invalid as error:
            faults += [admission.of_item(number, fault) for fault in error.faults]
        except (Conflict, NotFound) as error:
            error.args = (f"/items/{number}, {command.id} in {command.locale}: {error}",)
            raise
    if faults:
        raise Invalid(tuple(faults))
    return decided


def _named(reading: Reading, command: Publish) -> Revision:
    """The revision that is to be published. Raises NotFound, StaleRevision for one that is not there yet."""
    standing = reading.standing(command.id, command.locale)
    revision = reading.revision(command.id, command.locale, command.revision)
    if standing is not None and revision is None and command.revision > standing.revision:
        raise StaleRevision(
            f"There is no revision {command.revision} yet: {standing.revision} is the newest.",
            current=standing.revision,
        )
    if standing is None or revision is None:
        raise NotFound(f"There is no revision {command.revision} of {command.id} in {command.locale}.")
    return revision


def _planned(reading: Reading, command: Publish) -> bool:
    """Whether this very revision is planned: then it may be published earlier or later, though a newer draft is there."""
    return any(
        each.act == "publish" and each.revision == command.revision
        for each in reading.schedule.of(command.id, command.locale)
    )


def _publish_again(
    command: Publish,
    revision: Revision,
    planned: bool,
    reading: Reading,
    at: datetime.datetime,
) -> EditionPublished:
    standing = reading.standing(command.id, command.locale)
    return lifecycle.publish(standing, revision, command, at, planned=planned or _planned(reading, command))


def _restore_again(
    command: Restore, live: Revision | None, reading: Reading, at: datetime.datetime
) -> EditionPublished:
    return lifecycle.restore(reading.standing(command.id, command.locale), live, command, at)
