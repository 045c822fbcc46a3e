"""What the authoring side answers: allow-lists, like those of the public side. What is not named is not sent."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from content import translations
from content.accessibility.report import Report
from content.advice import Advice
from content.commands import Outcome
from content.kinds import Kind
from content.locales import Locale
from content.model import Licence, Revision, Source, Standing, State, Translation
from content.ports import Evidence, Reading
from content.ports.desk import Line
from content.sanitize import Dropped
from content.text import Block
from service.links import PublicLinks
from service.web.answers import Answer, encoded
from service.web.authoring.plans import PlanAnswer, plans
from service.web.etags import etag


class DraftAnswer(Struct, frozen=True, kw_only=True):
    """The newest revision of a record in a locale, and where the record stands there.

    `newer_draft` is true where the newest revision has not been published. `behind_source` is true where its source has a newer revision
    than the one that it was translated from. `dropped` is what did not come through of HTML that was just sent.
    """

    id: UUID
    kind: Kind
    locale: Locale
    slug: str
    state: State
    state_reason: str | None
    revision: int
    live_revision: int | None
    edition: int | None
    newer_draft: bool
    title: str
    summary: str
    body: tuple[Block, ...]
    topics: tuple[str, ...]
    fields: dict[str, Any]
    authors: tuple[str, ...]
    licence: Licence | None
    rightsholder: str | None
    source: Source | None
    translation: Translation | None
    behind_source: bool | None
    invented: bool
    author: str
    at: datetime.datetime
    note: str
    digest: str
    policy: str | None
    published_at: datetime.datetime | None
    updated_at: datetime.datetime | None
    modified_at: datetime.datetime | None
    url: str
    owner: str | None
    review_by: datetime.date | None
    scheduled: tuple[PlanAnswer, ...]
    dropped: tuple[Dropped, ...]


class DraftLine(Struct, frozen=True, kw_only=True):
    """One line in the list of drafts: who saved the newest revision, and when.

    `behind_source` is true where its source has a newer revision than the one that it was translated from.
    """

    id: UUID
    kind: Kind
    locale: Locale
    slug: str
    state: State
    revision: int
    live_revision: int | None
    edition: int | None
    newer_draft: bool
    title: str
    author: str
    at: datetime.datetime
    behind_source: bool | None
    scheduled: tuple[PlanAnswer, ...]
    url: str


class DraftList(Struct, frozen=True, kw_only=True):
    """A page of drafts, the newest first. `next` is a cursor."""

    drafts: list[DraftLine]
    next: str | None


class OutcomeAnswer(Struct, frozen=True, kw_only=True):
    """What a publication or a change of state came to. `seq` is its place in the changes; `report` the worst Report of a new edition.

    `needs_repair` is true where an edition went out with failures that the one before had too. `scheduled` is what is planned now.
    `seq` is 0 where the public sees no change yet.
    """

    id: UUID
    locale: Locale
    state: State
    edition: int
    seq: int
    url: str
    needs_repair: bool
    report: Report | None
    scheduled: tuple[PlanAnswer, ...]


class OutcomeList(Struct, frozen=True, kw_only=True):
    """What several publications came to, in the order in which they were asked for."""

    publications: list[OutcomeAnswer]


class Rendering(Struct, frozen=True, kw_only=True):
    """How one variant at one heading level came off."""

    variant: str
    heading_level: int
    outcome: str
    publishable: bool
    digest: str


class CheckAnswer(Report, frozen=True, kw_only=True):
    """The worst Report of all renderings, how each came off, and the advice on the text."""

    variant: str
    heading_level: int
    renderings: tuple[Rendering, ...]
    advice: Advice


def draft(
    reading: Reading,
    standing: Standing,
    revision: Revision,
    links: PublicLinks,
    *,
    dropped: tuple[Dropped, ...] = (),
    status: int = 200,
) -> Answer:
    """The draft as an answer, with its ETag."""
    content = revision.content
    stewardship = reading.stewardship.of(standing.id)
    url = links.at(f"/v1/drafts/{standing.id}/{standing.locale}")
    body = DraftAnswer(
        id=standing.id,
        kind=standing.kind,
        locale=standing.locale,
        slug=content.slug,
        state=standing.state,
        state_reason=standing.reason or None,
        revision=revision.number,
        live_revision=standing.live_revision or None,
        edition=standing.edition or None,
        newer_draft=standing.newer_draft,
        title=content.title,
        summary=content.summary,
        body=content.body,
        topics=content.topics,
        fields=msgspec.to_builtins(content.fields),
        authors=content.authors,
        licence=content.licence or None,
        rightsholder=content.rightsholder or None,
        source=content.source or None,
        translation=content.translation or None,
        behind_source=translations.behind_now(reading, standing.id, content),
        invented=content.invented,
        author=revision.author,
        at=revision.at,
        note=revision.note,
        digest=revision.digest,
        policy=revision.policy or None,
        published_at=standing.published_at,
        updated_at=standing.updated_at,
        modified_at=standing.modified_at,
        url=url,
        owner=stewardship.owner if stewardship else None,
        review_by=stewardship.review_by if stewardship else None,
        scheduled=plans(reading.schedule.of(standing.id, standing.locale)),
        dropped=dropped,
    )
    location = (("location", url),) if status == 201 else ()  # noqa: PLR2004 - HTTP's own number
    headers = (("etag", etag(revision)), *location)
    return encoded(body, status=status, headers=headers)


def line(reading: Reading, each: Line, links: PublicLinks) -> DraftLine:
    """One line of the list."""
    standing = each.standing
    return DraftLine(
        id=standing.id,
        kind=standing.kind,
        locale=standing.locale,
        slug=standing.slug,
        state=standing.state,
        revision=standing.revision,
        live_revision=standing.live_revision or None,
        edition=standing.edition or None,
        newer_draft=standing.newer_draft,
        title=each.title,
        author=each.author,
        at=each.at,
        behind_source=each.behind_source,
        scheduled=plans(reading.schedule.of(standing.id, standing.locale)),
        url=links.at(f"/v1/drafts/{standing.id}/{standing.locale}"),
    )


def outcome(found: Outcome, links: PublicLinks) -> Answer:
    """What a verb came to."""
    return encoded(outcome_of(found, links))


def outcome_of(found: Outcome, links: PublicLinks) -> OutcomeAnswer:
    """The same, not yet encoded."""
    return OutcomeAnswer(
        id=found.id,
        locale=found.locale,
        state=found.state,
        edition=found.edition,
        seq=found.seq,
        url=links.page(found.locale, found.slug),
        needs_repair=found.needs_repair,
        report=_worst(found.reports).report if found.reports else None,
        scheduled=plans(found.scheduled),
    )


def checked(evidence: tuple[Evidence, ...], advice: Advice) -> Answer:
    """What the check says of a draft."""
    worst = _worst(evidence)
    return encoded(
        CheckAnswer(
            **msgspec.structs.asdict(worst.report),
            variant=worst.variant,
            heading_level=worst.heading_level,
            renderings=tuple(
                Rendering(
                    variant=each.variant,
                    heading_level=each.heading_level,
                    outcome=each.report.outcome,
                    publishable=each.report.publishable,
                    digest=each.digest,
                )
                for each in evidence
            ),
            advice=advice,
        )
    )


def _worst(evidence: tuple[Evidence, ...]) -> Evidence:
    """The first that may not be published, or the first."""
    return next((each for each in evidence if not each.report.publishable), evidence[0])
