"""Publishing: render and check every variant at every heading level, judge, and keep the edition with its evidence."""

from __future__ import annotations

from uuid import UUID

from content import accessibility, admission, fragments, lifecycle, queries
from content.commands.outcome import Outcome, outcome
from content.commands.verbs import Verbs
from content.errors import CheckFailed, NotFound, StaleRevision, WrongState
from content.fragments import Context
from content.lifecycle import EditionPublished, Publish
from content.locales import Locale
from content.model import HEADING_LEVELS, VARIANTS, Edition, Revision, Standing, digest_bytes
from content.ports import Change, Evidence, Reading, Writing

_ATTEMPTS = 3


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
            edition = _prospective(standing, revision)
            return self._examine(reading, edition)

    def publish(self, command: Publish) -> Outcome:
        """Publish the named revision, checked in every variant and at every heading level.

        Raises NotFound, StaleRevision, WrongState, SlugTaken, Invalid; CheckFailed with the failing Reports, unless this is a minor
        edition with no failure that the live one does not have: that goes out, marked `needs_repair`.
        """
        admission.admit(command, self._configured)
        for _ in range(_ATTEMPTS):
            with self._store.read() as reading:
                event = self._decide(reading, command)
                evidence = self._examine(reading, event.edition)
                needs_repair = self._judge(reading, event, evidence)

            def work(
                writing: Writing, event: EditionPublished = event, evidence: tuple[Evidence, ...] = evidence
            ) -> Change | None:
                again = lifecycle.publish(
                    writing.standing(command.id, command.locale),
                    Revision(
                        id=command.id,
                        locale=command.locale,
                        number=event.edition.revision,
                        at=event.edition.at,
                        author=command.actor,
                        digest=event.edition.digest,
                        content=event.edition.content,
                    ),
                    command,
                    event.edition.at,
                )
                # Another edition or state came in between: what was rendered and checked is not what would be published.
                return writing.apply(again, evidence) if again.edition == event.edition else None

            change = self._store.write(work)
            if change is not None:
                return outcome(event.standing, change, needs_repair=needs_repair, reports=evidence)
        raise WrongState("This record is being published by others at the same time. Try again.")

    def _decide(self, reading: Reading, command: Publish) -> EditionPublished:
        standing = reading.standing(command.id, command.locale)
        revision = reading.revision(command.id, command.locale, command.revision)
        if standing is not None and revision is None and command.revision > standing.revision:
            raise StaleRevision(
                f"There is no revision {command.revision} yet: {standing.revision} is the newest.",
                current=standing.revision,
            )
        if standing is None or revision is None:
            raise NotFound(f"There is no revision {command.revision} of {command.id} in {command.locale}.")
        return lifecycle.publish(standing, revision, command, self._clock())

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


def _prospective(standing: Standing, revision: Revision) -> Edition:
    """The edition that publishing this revision as news would make."""
    return Edition(
        id=revision.id,
        locale=revision.locale,
        number=standing.edition + 1,
        revision=revision.number,
        update="major",
        at=revision.at,
        published_at=standing.published_at or revision.at,
        updated_at=revision.at,
        digest=revision.digest,
        content=revision.content,
    )
