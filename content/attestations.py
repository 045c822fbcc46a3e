"""What people answer about findings: attestations of what a machine cannot tell, and overrides of what failed (ADR 0019).

Each is of a record in a locale: an alternative text that suits an image in one place may not suit it in another.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from content.accessibility.answers import OVERRIDABLE, Answers, Attestation, Override
from content.accessibility.report import Finding
from content.errors import Expired, Fault, Invalid, NothingToAnswer
from content.kinds import Moment
from content.lifecycle import Actor, Via
from content.locales import Locale, Tag
from content.validation import shape

Answer = Literal["passed", "failed", "overridden"]
Phase = Literal["current", "expired", "revoked"]

USUALLY: Final = datetime.timedelta(days=365)
"""How long an attestation holds where nobody says."""
LONGEST: Final[dict[bool, datetime.timedelta]] = {
    False: datetime.timedelta(days=731),
    True: datetime.timedelta(days=366),
}
"""How long an attestation (False) and an override (True) may hold."""
_FOUND: Final = 20

Reason = Annotated[
    str, Meta(min_length=1, max_length=1_000, pattern=r"^\S([^\u0000-\u001f\u007f-\u009f]*\S)?$(?!\n)")
]
"""Why, in one line: it is public, as the name is."""
RuleId = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[a-z0-9-]+$(?!\n)")]
Subject = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$(?!\n)")]


class Said(Struct, frozen=True, kw_only=True):
    """What was answered, by whom, when, until when it holds and why; and whether it was taken back.

    `answer` is `overridden` for an override. One that another took the place of is revoked, with its number as the reason.
    """

    number: int
    id: UUID
    locale: Locale
    rule: str
    subject: str
    answer: Answer
    reason: str
    by: str
    at: datetime.datetime
    until: datetime.datetime
    revoked_at: datetime.datetime | None = None
    revoked_by: str | None = None
    revoked_reason: str | None = None

    def phase(self, now: datetime.datetime) -> Phase:
        """Whether it holds."""
        if self.revoked_at is not None:
            return "revoked"
        return "current" if now < self.until else "expired"


class Attest(Struct, frozen=True, kw_only=True, tag="attest"):
    """Answer a question: `passed` or `failed`. It holds for USUALLY where `until` is None."""

    id: UUID
    locale: Tag
    rule: RuleId
    subject: Subject
    answer: Literal["passed", "failed"]
    reason: Reason
    until: Moment | None = None
    actor: Actor
    via: Via = ""


class LetPass(Struct, frozen=True, kw_only=True, tag="override"):
    """Let a failure pass until a time."""

    id: UUID
    locale: Tag
    rule: RuleId
    subject: Subject
    reason: Reason
    until: Moment
    actor: Actor
    via: Via = ""


class Revoke(Struct, frozen=True, kw_only=True, tag="revoke"):
    """Take an answer back."""

    number: Annotated[int, Meta(ge=1)]
    reason: Reason
    actor: Actor
    via: Via = ""


def admit(command: Attest | LetPass | Revoke, now: datetime.datetime) -> None:
    """Raise Invalid with every fault of a command; Expired where its only fault is that it would be over before it began."""
    found = list(shape.walk(type(command), msgspec.to_builtins(command)))
    amiss = {each.pointer for each in found}
    if not isinstance(command, Revoke):
        if isinstance(command, LetPass) and "/rule" not in amiss and command.rule not in OVERRIDABLE:
            found.append(_not_overridable(command.rule))
        if "/until" not in amiss:
            found += _untimely(command.until, now, override=isinstance(command, LetPass))
    if found:
        raise (Expired if all(each.code == "expired" for each in found) else Invalid)(tuple(found))


def begin(command: Attest | LetPass, findings: Iterable[Finding], now: datetime.datetime) -> dict[str, Any]:
    """The members of the new Said, but for its number. `findings` are those of the record now, as the machine made them.

    Raises NothingToAnswer where the command answers none of them.
    """
    outcome = "failed" if isinstance(command, LetPass) else "cantTell"
    asked = {(each.rule, each.subject): each for each in findings if each.outcome == outcome}
    if (command.rule, command.subject) not in asked:
        raise NothingToAnswer(
            f"No current finding of {command.id} in {command.locale} is {outcome} for the rule “{command.rule}” about {command.subject}.",
            findings=tuple(asked.values())[:_FOUND],
        )
    return {
        "id": command.id,
        "locale": command.locale,
        "rule": command.rule,
        "subject": command.subject,
        "answer": command.answer if isinstance(command, Attest) else "overridden",
        "reason": command.reason,
        "by": command.actor,
        "at": now,
        "until": command.until or now + USUALLY,
    }


def answers(said: Iterable[Said]) -> Answers:
    """What a Report is settled with: everything that was not revoked."""
    living = [each for each in said if each.revoked_at is None]
    return Answers(
        attestations=tuple(
            Attestation(
                rule=each.rule,
                subject=each.subject,
                answer=each.answer,
                by=each.by,
                at=each.at,
                until=each.until,
                reason=each.reason,
            )
            for each in living
            if each.answer != "overridden"
        ),
        overrides=tuple(
            Override(
                rule=each.rule,
                subject=each.subject,
                by=each.by,
                at=each.at,
                until=each.until,
                reason=each.reason,
            )
            for each in living
            if each.answer == "overridden"
        ),
    )


def _not_overridable(rule: str) -> Fault:
    return shape.fault(
        "/rule",
        "not_overridable",
        nb=f"Et brudd på regelen «{rule}» kan ikke godtas: den gjelder skript eller koding, eller finnes ikke.",
        en=f"A failure of the rule “{rule}” cannot be let pass: it is about script or markup, or there is no such rule.",
    )


def _untimely(until: datetime.datetime | None, now: datetime.datetime, *, override: bool) -> Iterator[Fault]:
    if until is None:
        return
    if until <= now:
        yield shape.fault(
            "/until",
            "expired",
            nb="Tidspunktet er passert.",
            en="This time has passed: it would hold for nothing.",
        )
    elif until > now + LONGEST[override]:
        days = LONGEST[override].days
        yield shape.fault(
            "/until",
            "too_late",
            nb=f"Dette kan gjelde i høyst {days} dager. Svar på nytt da.",
            en=f"This may hold for {days} days at most. Answer again then.",
        )
