"""What is due: texts to be reviewed, publications and expiries to come, those that failed, and editions that need repair."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct, structs

from content import locales
from content.accessibility.answers import settle
from content.accessibility.report import Report, Verdict
from content.attestations import Said
from content.errors import StoreCorrupt
from content.kinds import Kind
from content.locales import Locale
from content.model import Edition, Standing
from content.ports import Reading
from content.ports.recheck import Source
from content.ports.stewardship import Repair as Kept
from content.schedule import Planned

Cause = Source | Literal["attestation"]
"""Why a live edition needs repair: as a re-check says, or because a person answered that something in it fails."""
AHEAD: Final = datetime.timedelta(days=30)
"""How far ahead the list looks where nobody says."""


class Review(Struct, frozen=True, kw_only=True):
    """A record that is to be looked at again. `slug`, `title` and `locale` are those that it is best known by."""

    id: UUID
    kind: Kind
    locale: Locale
    slug: str
    title: str
    owner: str
    review_by: datetime.date
    overdue: bool


class Plan(Planned, frozen=True, kw_only=True):
    """What is planned, with the name of what it is about. `late` where its time has passed and it has not been done."""

    kind: Kind
    slug: str
    title: str
    late: bool


class Repair(Struct, frozen=True, kw_only=True):
    """A live edition with blocking failures that nobody let pass, or with failures that a person found, and the rule set that it met.

    `rules` counts the failures by rule; `source` says whether the edition went out with them, a later rule finds them, a linked record
    brought them, or a person answered so; `since` is when they were found.
    """

    id: UUID
    kind: Kind
    locale: Locale
    slug: str
    title: str
    edition: int
    at: datetime.datetime
    outcome: Verdict
    ruleset: str
    rules: Mapping[str, int]
    source: Cause
    since: datetime.datetime


class Due(Struct, frozen=True, kw_only=True):
    """Everything that waits for somebody, each list with the earliest first."""

    until: datetime.datetime
    reviews: tuple[Review, ...]
    coming: tuple[Plan, ...]
    failed: tuple[Plan, ...]
    repairs: tuple[Repair, ...]


class Sight(Struct, frozen=True, kw_only=True):
    """Whose records somebody may see: of these kinds, in these locales; None is no bound."""

    kinds: frozenset[Kind] | None = None
    locales: frozenset[Locale] | None = None

    def sees(self, standing: Standing) -> bool:
        """Whether a record in a locale may be shown."""
        return (self.kinds is None or standing.kind in self.kinds) and (
            self.locales is None or standing.locale in self.locales
        )


def due(
    reading: Reading,
    now: datetime.datetime,
    until: datetime.datetime,
    *,
    sight: Sight | None = None,
    configured: tuple[Locale, ...] = locales.BUILT_IN,
) -> Due:
    """What is due until a moment, overdue included."""
    sight = sight or Sight()
    today = now.date()
    plans = [_plan(reading, each, now) for each in reading.schedule.listing(until)]
    seen = [plan for standing, plan in plans if sight.sees(standing)]
    reviews = []
    for each in reading.stewardship.due(until.date()):
        known = _best(
            (one for one in reading.standings([each.id]) if one.state in _READ and sight.sees(one)),
            configured,
        )
        if known is not None:
            reviews.append(
                Review(
                    id=each.id,
                    kind=known.kind,
                    locale=known.locale,
                    slug=known.slug,
                    title=_title(reading, known),
                    owner=each.owner,
                    review_by=each.review_by,
                    overdue=each.review_by < today,
                )
            )
    return Due(
        until=until,
        reviews=tuple(reviews),
        coming=tuple(plan for plan in seen if plan.failed_at is None),
        failed=tuple(plan for plan in seen if plan.failed_at is not None),
        repairs=repairs(reading, now, sight),
    )


_READ: Final = frozenset({"draft", "scheduled", "published"})


def _plan(reading: Reading, planned: Planned, now: datetime.datetime) -> tuple[Standing, Plan]:
    # A plan refers to a standing, and a publication to a revision.
    standing = _there(reading, planned.id, planned.locale)
    number = planned.revision or standing.revision
    revision = reading.revision(planned.id, planned.locale, number)
    return standing, Plan(
        **structs.asdict(planned),
        kind=standing.kind,
        slug=standing.slug,
        title=revision.content.title if revision else "",
        late=planned.failed_at is None and planned.at < now,
    )


def repairs(reading: Reading, now: datetime.datetime, sight: Sight | None = None) -> tuple[Repair, ...]:
    """The live editions that need repair at a time, the oldest first."""
    return tuple(_repairs(reading, sight or Sight(), now))


def _repairs(reading: Reading, sight: Sight, now: datetime.datetime) -> Iterable[Repair]:
    told: dict[tuple[UUID, Locale], Repair] = {}
    for each in reading.stewardship.repairs():
        standing = _there(reading, each.edition.id, each.edition.locale)
        if sight.sees(standing) and not _let_pass(reading, each, now):
            told[each.edition.id, each.edition.locale] = _repair(
                standing,
                each.edition,
                outcome=each.outcome,
                ruleset=each.ruleset,
                rules=each.failures,
                source=each.source,
                since=each.since,
            )
    for said in reading.attestations.failed(now):
        entry = reading.entry(said.id, said.locale)
        if entry and (said.id, said.locale) not in told and sight.sees(entry.standing):
            rules = Counter(_failed(reading, entry.edition, said, now))
            if rules and entry.verification:
                told[said.id, said.locale] = _repair(
                    entry.standing,
                    entry.edition,
                    outcome="failed",
                    ruleset=entry.verification.ruleset,
                    rules=rules,
                    source="attestation",
                    since=said.at,
                )
    return sorted(told.values(), key=lambda each: (each.at, each.id, each.locale))


def _repair(standing: Standing, edition: Edition, **found: Any) -> Repair:
    return Repair(
        id=edition.id,
        kind=standing.kind,
        locale=edition.locale,
        slug=standing.slug,
        title=edition.content.title,
        edition=edition.number,
        at=edition.at,
        **found,
    )


def _reports(reading: Reading, edition: Edition, now: datetime.datetime) -> list[Report]:
    answers = reading.attestations.answers((edition.id, edition.locale))
    kept = reading.evidence(edition.id, edition.locale, edition.number)
    return [settle(each.report, answers, now) for each in kept]


def _let_pass(reading: Reading, kept: Kept, now: datetime.datetime) -> bool:
    """Whether all that blocks in an edition that went out so is overridden; what was found since is listed in any case."""
    if kept.source != "edition":
        return False
    found = _reports(reading, kept.edition, now)
    return bool(found) and all(each.publishable for each in found)


def _failed(reading: Reading, edition: Edition, said: Said, now: datetime.datetime) -> set[str]:
    """The rule, where the answer is about something that is in the live edition."""
    return {
        each.rule
        for report in _reports(reading, edition, now)
        for each in report.findings
        if (each.rule, each.subject, each.outcome) == (said.rule, said.subject, "failed")
    }


def _there(reading: Reading, identity: UUID, locale: Locale) -> Standing:
    standing = reading.standing(identity, locale)
    if standing is None:
        raise StoreCorrupt(
            f"The store is damaged: it knows of {identity} in {locale}, and has no standing of it. Run “nordkalott doctor”."
        )
    return standing


def _best(standings: Iterable[Standing], configured: tuple[Locale, ...]) -> Standing | None:
    order = {locale: place for place, locale in enumerate(configured)}
    return min(standings, key=lambda each: order.get(each.locale, len(order)), default=None)


def _title(reading: Reading, standing: Standing) -> str:
    newest = reading.revision(standing.id, standing.locale, standing.revision)
    return newest.content.title if newest else ""
