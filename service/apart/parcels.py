"""Parcels: what is sent to and fro, in forms of its own where a type of ours says less than the wire needs, or more than once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Raw, Struct, structs

from content.accessibility.report import Finding, Report
from content.fragments.context import Alternate, Context, Label, Linked
from content.kinds import Kind
from content.locales import Locale
from content.media.medium import Medium
from content.model import CONTENT_TYPES, Digest, State, Variant, digest_bytes
from content.ports import Evidence
from service.links import PublicLinks


class _Linked(Struct, frozen=True, kw_only=True):
    """`fields` are those of the kind."""

    id: UUID
    kind: Kind
    locale: Locale
    slug: str
    title: str
    summary: str
    fields: Raw


class Around(Struct, frozen=True, kw_only=True):
    """A Context; its links as what they are made of."""

    variant: Variant
    heading_level: int
    requested: Locale
    state: State
    reason: str
    links: tuple[str, str, str]
    linked: dict[UUID, _Linked]
    topics: Mapping[str, Label]
    alternates: tuple[Alternate, ...]
    media: Mapping[str, Medium]


def around(context: Context, links: PublicLinks) -> Around:
    """A context to be sent, whose links are these."""
    return Around(
        variant=context.variant,
        heading_level=context.heading_level,
        requested=context.requested,
        state=context.state,
        reason=context.reason,
        links=(links.base, links.contact, links.statement),
        linked={
            each.id: _Linked(
                id=each.id,
                kind=each.kind,
                locale=each.locale,
                slug=each.slug,
                title=each.title,
                summary=each.summary,
                fields=Raw(msgspec.msgpack.encode(each.fields)),
            )
            for each in context.linked.values()
        },
        topics=context.topics,
        alternates=context.alternates,
        media=context.media,
    )


def context(sent: Around) -> Context:
    """The context that was sent."""
    base, contact, statement = sent.links
    return Context(
        variant=sent.variant,
        heading_level=sent.heading_level,
        requested=sent.requested,
        state=sent.state,
        reason=sent.reason,
        links=PublicLinks(base, contact=contact, statement=statement),
        linked={identity: _linked(each) for identity, each in sent.linked.items()},
        topics=sent.topics,
        alternates=sent.alternates,
        media=sent.media,
    )


def _linked(sent: _Linked) -> Linked:
    return Linked(
        id=sent.id,
        kind=sent.kind,
        locale=sent.locale,
        slug=sent.slug,
        title=sent.title,
        summary=sent.summary,
        fields=msgspec.msgpack.decode(sent.fields, type=_FIELDS[sent.kind]),
    )


_FIELDS: Final = {
    kind: next(each.type for each in structs.fields(content) if each.name == "fields")
    for kind, content in CONTENT_TYPES.items()
}


class _Rendering(Struct, frozen=True, array_like=True):
    """One piece of evidence: its findings by their numbers, and its Report without them."""

    variant: Variant
    heading_level: int
    digest: Digest
    html: str
    at: datetime.datetime | None
    report: Report
    findings: tuple[int, ...]


class Bundle(Struct, frozen=True, array_like=True):
    """The evidence of an edition. Fifteen Reports say nearly the same: each Finding is sent once, and is the same object afterwards."""

    findings: tuple[Finding, ...]
    renderings: tuple[_Rendering, ...]


def bundle(evidence: Sequence[Evidence]) -> Bundle:
    """Evidence to be sent."""
    numbers: dict[bytes, int] = {}
    findings: list[Finding] = []
    known: dict[int, int] = {}

    def number(finding: Finding) -> int:
        own = id(finding)
        if own not in known:
            key = msgspec.msgpack.encode(finding)
            if key not in numbers:
                numbers[key] = len(findings)
                findings.append(finding)
            known[own] = numbers[key]
        return known[own]

    renderings = tuple(
        _Rendering(
            each.variant,
            each.heading_level,
            each.digest,
            each.html,
            each.at,
            structs.replace(each.report, findings=()),
            tuple(number(finding) for finding in each.report.findings),
        )
        for each in evidence
    )
    return Bundle(tuple(findings), renderings)


def evidence(sent: Bundle) -> tuple[Evidence, ...]:
    """The evidence that was sent. Raises ValueError where a Report is not of its bytes."""
    found: list[Evidence] = []
    for each in sent.renderings:
        if not each.digest == each.report.digest == digest_bytes(each.html.encode()):
            message = f"The Report is of {each.report.digest}, and the rendering is {each.digest}."
            raise ValueError(message)
        report = structs.replace(
            each.report, findings=tuple(sent.findings[number] for number in each.findings)
        )
        found.append(
            Evidence(
                variant=each.variant,
                heading_level=each.heading_level,
                digest=each.digest,
                report=report,
                html=each.html,
                at=each.at,
            )
        )
    return tuple(found)
