"""Publishing: render and check every variant at every heading level, judge, and keep the edition with its evidence."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from uuid import UUID

from content import accessibility, admission, fragments, lifecycle, queries
from content.commands.outcome import Outcome, outcome
from content.commands.verbs import Verbs
from content.errors import CheckFailed, NotFound, StaleRevision, WrongState
from content.fragments import Context
from content.lifecycle import EditionPublished, Publish, Restore
from content.locales import Locale
from content.model import HEADING_LEVELS, VARIANTS, Edition, Revision, Standing, digest_bytes
from content.ports import Change, Evidence, Reading, Writing

_ATTEMPTS = 3
_CROWDED = "This record is being published by others at the same time. Try again."
Again = Callable[[Standing | None, datetime.datetime], EditionPublished]


class Publishing(Verbs):
    """From a revision to an edition with proof."""

    def check(self, identity: UUID, locale: Locale, number: int | None = None) -> tuple[Evidence, ...]:
        """Check a revision (the newest by default) as it would be published, every variant and level. Changes nothing."""
        with self._store.read() as reading:
            standing = reading.standing(identity, locale)
            if standing is None:
                raise NotFound(f"There is no record {identity} in {locale}.")
            wanted = standing.revision if number is None else number
            there = 1 <= wanted <= standing.revision
            revision = reading.revision(identity, locale, wanted) if there else None
            if revision is None:
                raise NotFound(f"There is no revision {wanted} of {identity} in {locale}.")
            edition = queries.prospective(standing, revision)
            return self._examine(reading, edition)

    def publish(self, command: Publish) -> Outcome:
        """Publish the named revision, checked in every variant and at every heading level.

        Raises NotFound, StaleRevision, WrongState, SlugTaken, Invalid; CheckFailed with the failing Reports, unless this is a minor
        edition with no failure that the live one does not have: that goes out, marked `needs_repair`.
        """
        admission.admit(command, self._configured)
        for _ in range(_ATTEMPTS):
            with self._store.read() as reading:
                revision = self._named(reading, command)
                event = lifecycle.publish(
                    reading.standing(command.id, command.locale), revision, command, self._clock()
                )
                evidence = self._examine(reading, event.edition)
                needs_repair = self._judge(reading, event, evidence)
            change = self._keep(event, evidence, partial(_publish_again, command, revision))
            if change is not None:
                return outcome(event.standing, change, needs_repair=needs_repair, reports=evidence)
        raise WrongState(_CROWDED)

    def restore(self, command: Restore) -> Outcome:
        """Publish the live edition's text again. Never depends on the check; what it finds is marked `needs_repair`.

        Raises NotFound, WrongState, Invalid.
        """
        admission.admit(command, self._configured)
        for _ in range(_ATTEMPTS):
            with self._store.read() as reading:
                standing = reading.standing(command.id, command.locale)
                number = standing.live_revision if standing else 0
                live = reading.revision(command.id, command.locale, number) if number else None
                event = lifecycle.restore(standing, live, command, self._clock())
                evidence = self._examine(reading, event.edition)
            needs_repair = not all(each.report.publishable for each in evidence)
            change = self._keep(event, evidence, partial(_restore_again, command, live))
            if change is not None:
                return outcome(event.standing, change, needs_repair=needs_repair, reports=evidence)
        raise WrongState(_CROWDED)

    def _keep(self, event: EditionPublished, evidence: tuple[Evidence, ...], again: Again) -> Change | None:
        """Keep the edition if it still follows; None where something came in between, so that what was rendered and checked
        is not what would be published.
        """

        def work(writing: Writing) -> Change | None:
            now = again(writing.standing(event.edition.id, event.edition.locale), event.edition.at)
            return writing.apply(now, evidence) if now.edition == event.edition else None

        return self._store.write(work)

    def _named(self, reading: Reading, command: Publish) -> Revision:
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

    def _examine(self, reading: Reading, edition: Edition) -> tuple[Evidence, ...]:
        around = queries.context(reading, edition, links=self._links, configured=self._configured)
        return tuple(
            _evidence(edition, queries.at_level(around, variant, level))
            for variant in VARIANTS
            for level in HEADING_LEVELS
        )

    def _judge(self, reading: Reading, event: EditionPublished, evidence: tuple[Evidence, ...]) -> bool:
        """False when all may be published, True when it may go out all the same; raises CheckFailed otherwise."""
        failing = tuple(each for each in evidence if not each.report.publishable)
        if not failing:
            return False
        if event.edition.update == "minor":
            live = reading.evidence(event.edition.id, event.edition.locale, event.edition.number - 1)
            before = {
                (each.variant, each.heading_level): accessibility.check(
                    each.html, heading_level=each.heading_level
                ).blocking_failures
                for each in live
            }
            if all(
                _no_worse(each.report.blocking_failures, before.get((each.variant, each.heading_level), {}))
                for each in failing
            ):
                return True
        count = sum(sum(each.report.blocking_failures.values()) for each in failing)
        raise CheckFailed(
            f"The accessibility check found {count} blocking failure(s) in {len(failing)} of {len(evidence)} renderings: not published.",
            reports=failing,
        )


def _publish_again(
    command: Publish, revision: Revision, standing: Standing | None, at: datetime.datetime
) -> EditionPublished:
    return lifecycle.publish(standing, revision, command, at)


def _restore_again(
    command: Restore, live: Revision | None, standing: Standing | None, at: datetime.datetime
) -> EditionPublished:
    return lifecycle.restore(standing, live, command, at)


def _evidence(edition: Edition, around: Context) -> Evidence:
    html = fragments.render(edition, around)
    return Evidence(
        variant=around.variant,
        heading_level=around.heading_level,
        digest=digest_bytes(html.encode()),
        report=accessibility.check(html, heading_level=around.heading_level),
        html=html,
    )


def _no_worse(now: dict[str, int], before: dict[str, int]) -> bool:
    return all(count <= before.get(rule, 0) for rule, count in now.items())
