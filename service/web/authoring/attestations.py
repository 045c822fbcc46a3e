"""Answers of people about findings: what waits for one, what was answered, overrides, and taking either back."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from content.accessibility import Finding
from content.attestations import Answer as Given
from content.attestations import Attest, LetPass, Phase, Reason, Revoke, RuleId, Said, Subject
from content.due import Sight
from content.errors import Invalid, NotFound
from content.kinds import Moment
from content.locales import Locale, Tag
from content.ports import Reading
from content.ports.attestations import Asked
from service import advising
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk


class NewAttestation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to a question: which rule asks, about which subject, what the answer is and why. It holds for a year without `until`."""

    id: UUID
    locale: Tag
    rule: RuleId
    subject: Subject
    answer: Literal["passed", "failed"]
    reason: Reason
    until: Moment | None = None


class NewOverride(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A failure that is let pass until a time, and why: both are shown in public."""

    id: UUID
    locale: Tag
    rule: RuleId
    subject: Subject
    reason: Reason
    until: Moment


class AttestationAnswer(Struct, frozen=True, kw_only=True):
    """What was answered. `answer` is `overridden` for an override; `phase` says whether it holds."""

    number: int
    id: UUID
    locale: Locale
    rule: str
    subject: str
    answer: Given
    reason: str
    by: str
    at: datetime.datetime
    until: datetime.datetime
    phase: Phase
    revoked_at: datetime.datetime | None
    revoked_by: str | None
    revoked_reason: str | None


class AttestationList(Struct, frozen=True, kw_only=True):
    """A page of answers, newest first. `questions` are the findings that wait for one, where `open` asked for them. `next` is a cursor."""

    attestations: tuple[AttestationAnswer, ...]
    questions: tuple[Finding, ...]
    next: Annotated[int, Meta(ge=1)] | None


def attestations(desk: Desk, call: Call) -> Answer:
    """What was answered; with `open`, what waits for an answer in one record and locale."""
    questions: tuple[Finding, ...] = ()
    if call.query["open"] == "true":
        questions = _questions(desk, call)
    return _listed(desk, call, questions, override=False)


def overrides(desk: Desk, call: Call) -> Answer:
    """What was let pass."""
    return _listed(desk, call, (), override=True)


def attest(desk: Desk, call: Call) -> Answer:
    """Answer a question."""
    sent: NewAttestation = call.decoded()
    _demand(desk, call, sent.id, sent.locale)
    return _shown(
        desk,
        desk.commands.attest(
            Attest(
                id=sent.id,
                locale=sent.locale,
                rule=sent.rule,
                subject=sent.subject,
                answer=sent.answer,
                reason=sent.reason,
                until=sent.until,
                actor=call.principal.name,
                via=call.via,
            )
        ),
        201,
    )


def override(desk: Desk, call: Call) -> Answer:
    """Let a failure pass."""
    sent: NewOverride = call.decoded()
    _demand(desk, call, sent.id, sent.locale)
    return _shown(
        desk,
        desk.commands.let_pass(
            LetPass(
                id=sent.id,
                locale=sent.locale,
                rule=sent.rule,
                subject=sent.subject,
                reason=sent.reason,
                until=sent.until,
                actor=call.principal.name,
                via=call.via,
            )
        ),
        201,
    )


def revoke_attestation(desk: Desk, call: Call) -> Answer:
    """Take an answer back."""
    return _taken_back(desk, call, override=False)


def revoke_override(desk: Desk, call: Call) -> Answer:
    """Let the failure count again."""
    return _taken_back(desk, call, override=True)


def _taken_back(desk: Desk, call: Call, *, override: bool) -> Answer:
    number = call.number("n")
    with desk.store.read() as reading:
        known = reading.attestations.get(number)
    if known is None or (known.answer == "overridden") != override:
        raise NotFound(f"There is no {'override' if override else 'attestation'} {number}.")
    _demand(desk, call, known.id, known.locale)
    command = Revoke(number=number, reason=call.query["reason"], actor=call.principal.name, via=call.via)
    return _shown(desk, desk.commands.take_back(command))


def _demand(desk: Desk, call: Call, identity: UUID, locale: Locale) -> None:
    """Raise NotFound where there is no such record, Forbidden where the token does not reach it."""
    with desk.store.read() as reading:
        standing = reading.standing(identity, locale)
    if standing is None:
        raise NotFound(f"There is no record {identity} in {locale}.")
    call.demand(standing.kind, standing.locale)


def _questions(desk: Desk, call: Call) -> tuple[Finding, ...]:
    identity, locale = call.query["record"], call.query["locale"]
    if identity is None or locale is None:
        raise Invalid.one(
            "?open",
            "wrong_parameter",
            nb="Oppgi record og locale: spørsmålene gjelder én post på ett språk.",
            en="Give record and locale: questions are about one record in one locale.",
        )
    _demand(desk, call, identity, locale)
    with desk.store.read() as reading:
        answers = reading.attestations.answers((identity, locale))
    evidence = desk.commands.check(identity, locale)
    advice = advising.of_record(evidence, locale, desk.detector, answers, desk.now)
    suspected = tuple(each for each in advice.language.findings if each.outcome == "cantTell")
    return desk.commands.questions(identity, locale) + suspected


def _listed(desk: Desk, call: Call, questions: tuple[Finding, ...], *, override: bool) -> Answer:
    query = call.query
    day: datetime.date | None = query["until"]
    asked = Asked(
        id=query["record"],
        locale=query["locale"],
        rule=query["rule"],
        override=override,
        until=datetime.datetime.combine(day, datetime.time.max, datetime.UTC) if day else None,
        living=day is not None,
        after=query["cursor"],
        limit=query["limit"] + 1,
    )
    sight = Sight(kinds=call.principal.kinds, locales=call.principal.locales)
    with desk.store.read() as reading:
        found = reading.attestations.listing(asked)
        shown = [each for each in found[: query["limit"]] if _sees(reading, sight, each)]
    return encoded(
        AttestationList(
            attestations=tuple(_of(desk, each) for each in shown),
            questions=questions,
            next=found[query["limit"] - 1].number if len(found) > query["limit"] else None,
        )
    )


def _sees(reading: Reading, sight: Sight, said: Said) -> bool:
    standing = reading.standing(said.id, said.locale)
    return standing is not None and sight.sees(standing)


def _shown(desk: Desk, said: Said, status: int = 200) -> Answer:
    return encoded(_of(desk, said), status=status)


def _of(desk: Desk, said: Said) -> AttestationAnswer:
    return AttestationAnswer(
        number=said.number,
        id=said.id,
        locale=said.locale,
        rule=said.rule,
        subject=said.subject,
        answer=said.answer,
        reason=said.reason,
        by=said.by,
        at=said.at,
        until=said.until,
        phase=said.phase(desk.now),
        revoked_at=said.revoked_at,
        revoked_by=said.revoked_by,
        revoked_reason=said.revoked_reason,
    )
