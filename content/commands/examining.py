"""Examining: render every variant at every heading level, check the very bytes, and judge whether they may go out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from msgspec import structs

from content import queries
from content.accessibility.answers import settle
from content.commands.outcome import Failing
from content.commands.verbs import Verbs
from content.errors import CheckFailed, Fault, Invalid, NotFound
from content.examination import Examiner
from content.lifecycle import EditionPublished
from content.locales import Locale
from content.media import references
from content.model import Content, Edition
from content.ports import Entry, Evidence, Reading
from content.validation import readiness


class Examining(Verbs):
    """What stands between a revision and an edition."""

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
            return settled(reading, edition, self._examine(reading, edition), self._clock())

    def _examine(
        self, reading: Reading, edition: Edition, coming: Sequence[Entry] = ()
    ) -> tuple[Evidence, ...]:
        """`coming` are the editions that go out together with this one."""
        around = queries.context(
            reading, edition, links=self._links, configured=self._configured, coming=coming
        )
        return self._examiner.evidence(edition, around, self._clock())

    def _demand_ready(self, reading: Reading, event: EditionPublished) -> None:
        """Raise Invalid with all that the text lacks; for a correction, only where it lacks more than the live edition does."""
        lacks = self._lacking(reading, event.edition.content)
        if lacks and event.edition.update == "minor":
            live = reading.edition(event.edition.id, event.edition.locale, event.edition.number - 1)
            before = self._lacking(reading, live.content) if live else ()
            if Counter(each.code for each in lacks) <= Counter(each.code for each in before):
                return
        if lacks:
            raise Invalid(lacks)

    def _lacking(self, reading: Reading, content: Content) -> tuple[Fault, ...]:
        held = reading.media.some(references.digests(content))
        return tuple(readiness.faults(content, held, self._links.absolute("/").removesuffix("/")))


def settled(
    reading: Reading, edition: Edition, evidence: Sequence[Evidence], now: datetime.datetime
) -> tuple[Evidence, ...]:
    """The evidence with what people answered about the record, as it stands at a time."""
    answers = reading.attestations.answers((edition.id, edition.locale))
    return tuple(structs.replace(each, report=settle(each.report, answers, now)) for each in evidence)


def failing(
    reading: Reading, event: EditionPublished, evidence: Sequence[Evidence], examiner: Examiner
) -> tuple[bool, tuple[Failing, ...]]:
    """Whether it needs repair, and what refuses it: nothing where all may be published, or where this is a minor edition with no
    failure that the live one does not have. What is overridden at the time of the edition refuses nothing.
    """
    found = tuple(
        each
        for each in settled(reading, event.edition, evidence, event.edition.at)
        if not each.report.publishable
    )
    if not found:
        return False, ()
    edition = event.edition
    if edition.update == "minor":
        live = reading.evidence(edition.id, edition.locale, edition.number - 1)
        reports = examiner.reports([(each.html, each.heading_level) for each in live])
        before = {
            (each.variant, each.heading_level): report.blocking_failures
            for each, report in zip(live, reports, strict=True)
        }
        if all(
            _no_worse(each.report.blocking_failures, before.get((each.variant, each.heading_level), {}))
            for each in found
        ):
            return True, ()
    return True, tuple(
        Failing(id=edition.id, locale=edition.locale, **structs.asdict(each)) for each in found
    )


def refusal(found: Sequence[Failing], renderings: int) -> CheckFailed:
    """The error that carries the failing Reports."""
    count = sum(sum(each.report.blocking_failures.values()) for each in found)
    return CheckFailed(
        f"The accessibility check found {count} blocking failure(s) in {len(found)} of {renderings} renderings: not published.",
        reports=tuple(found),
    )


def _no_worse(now: dict[str, int], before: dict[str, int]) -> bool:
    return all(count <= before.get(rule, 0) for rule, count in now.items())
