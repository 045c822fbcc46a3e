"""What people answer, put beside what the machine found: attestations of what it cannot tell, overrides of what failed.

Pure, and done whenever a Report is read: the Report that is kept stays as the machine made it (ADR 0019).
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar

from msgspec import UNSET, Struct, structs

from content.accessibility.criteria import CRITERIA
from content.accessibility.report import MOST_FINDINGS, Answered, Finding, Report, Verdict
from content.accessibility.rules import RULES

Judgement = Literal["passed", "failed"]
OVERRIDABLE = frozenset(rule.id for rule in RULES if rule.overridable)
"""The rules whose failure may be let pass; never those about script and markup."""


class Attestation(Struct, frozen=True, kw_only=True):
    """The answer of a person to a `cantTell` of `rule` about `subject`; good from `at` until before `until`."""

    rule: str
    subject: str
    answer: Judgement
    by: str
    at: datetime.datetime
    until: datetime.datetime
    reason: str


class Override(Struct, frozen=True, kw_only=True):
    """A failure of `rule` about `subject` that is let pass; from `at` until before `until`."""

    rule: str
    subject: str
    by: str
    at: datetime.datetime
    until: datetime.datetime
    reason: str


class Answers(Struct, frozen=True, kw_only=True):
    """What people answered about one record in one locale. Of two about the same, the later counts."""

    attestations: tuple[Attestation, ...] = ()
    overrides: tuple[Override, ...] = ()


class Settled(Struct, frozen=True, kw_only=True):
    """What the Reports of one edition come to with what people answered, until before `until`; for good where that is None."""

    until: datetime.datetime | None
    outcome: Verdict
    publishable: bool


NONE = Answers()
T = TypeVar("T", Attestation, Override)


def settle(report: Report, answers: Answers, now: datetime.datetime) -> Report:
    """The Report with what people answered, as it stands at the aware time `now`.

    - A `cantTell` that was answered becomes `passed` or `failed` and carries the answer as `attestation`. A failure that a person
      found never blocks: it is told and listed, and takes nothing down.
    - A `failed` finding that is overridden stays `failed`, carries the `override`, and blocks no longer.
    - `outcome` is `failed` where any finding is, overridden or not; `attested` where none is, at least one question was answered
      and none is open; else `no_failures_found`.
    - `attested` lists the criteria about which there were questions, all of them answered, whatever the answer: as `tested` lists
      those that the machine judged, whatever it found. A criterion may be in both. It is then no longer among the `untested`.

    Questions beyond those that a Report lists count as open, and failures beyond them as blocking.
    """
    if not (answers.attestations or answers.overrides):
        return report
    overridden = {
        key: each for key, each in _current(answers.overrides, now).items() if key[0] in OVERRIDABLE
    }
    blocked = dict(report.blocking_failures)
    findings: list[Finding] = []
    for finding in answered(report.findings, answers, now):
        let = overridden.get((finding.rule, finding.subject or ""))
        if let and finding.outcome == "failed" and finding.attestation is UNSET:
            findings.append(structs.replace(finding, blocking=False, override=_answered(let)))
            if blocked.get(finding.rule):
                blocked[finding.rule] -= 1
        else:
            findings.append(finding)
    told = _attested(findings)
    return structs.replace(
        report,
        outcome=_verdict(report, findings),
        publishable=not any(blocked.values()),
        blocking_failures={rule: count for rule, count in blocked.items() if count},
        attested=told,
        untested=tuple(each for each in report.untested if each not in told),
        findings=tuple(findings),
    )


def settlements(reports: Sequence[Report], answers: Answers, begin: datetime.datetime) -> tuple[Settled, ...]:
    """What the Reports come to from a time on, one after the other as the answers end; the last for good. () where there are no Reports."""
    if not reports:
        return ()
    # The levels of a variant differ in targets alone, and most of them in nothing that an answer is about.
    alike = list({_gist(each): each for each in reports}.values())
    given: list[Attestation | Override] = [*answers.attestations, *answers.overrides]
    ending = sorted({each.until for each in given if each.until > begin})
    found: list[Settled] = []
    for start, until in zip([begin, *ending], [*ending, None], strict=True):
        said = [settle(each, answers, start) for each in alike]
        now = Settled(
            until=until,
            outcome=together(said),
            publishable=all(each.publishable for each in said),
        )
        if found and (found[-1].outcome, found[-1].publishable) == (now.outcome, now.publishable):
            found.pop()
        found.append(now)
    return tuple(found)


def together(reports: Sequence[Report]) -> Verdict:
    """The outcome of several renderings of one text as one: a card without questions does not keep the whole from being attested."""
    if any(each.outcome == "failed" for each in reports):
        return "failed"
    attested = any(each.outcome == "attested" for each in reports)
    return (
        "attested" if attested and not any(_open(each.findings) for each in reports) else "no_failures_found"
    )


def _gist(report: Report) -> tuple[object, ...]:
    findings = tuple((each.rule, each.subject, each.outcome) for each in report.findings)
    return report.outcome, tuple(report.blocking_failures.items()), findings


def answered(findings: Iterable[Finding], answers: Answers, now: datetime.datetime) -> tuple[Finding, ...]:
    """Questions from beside a Report with what people answered, as `settle` does with those in it."""
    attested = _current(answers.attestations, now)
    return tuple(
        structs.replace(each, outcome=said.answer, blocking=False, attestation=_answered(said))
        if each.outcome == "cantTell" and (said := attested.get((each.rule, each.subject or "")))
        else each
        for each in findings
    )


def ends(report: Report) -> datetime.datetime | None:
    """When the first of the answers in a settled Report ends; None where there is none."""
    found = [
        each.until
        for finding in report.findings
        for each in (finding.attestation, finding.override)
        if isinstance(each, Answered)
    ]
    return min(found, default=None)


def _current(given: Iterable[T], now: datetime.datetime) -> dict[tuple[str, str], T]:
    return {
        (each.rule, each.subject): each
        for each in sorted(given, key=lambda each: each.at)
        if each.at <= now < each.until
    }


def _answered(given: Attestation | Override) -> Answered:
    return Answered(by=given.by, at=given.at, until=given.until, reason=given.reason)


def _verdict(report: Report, findings: list[Finding]) -> Verdict:
    if report.outcome == "failed" or any(each.outcome == "failed" for each in findings):
        return "failed"
    asked = any(isinstance(each.attestation, Answered) for each in findings)
    return "attested" if asked and not _open(findings) else "no_failures_found"


def _attested(findings: list[Finding]) -> tuple[str, ...]:
    asked = {number for each in findings if isinstance(each.attestation, Answered) for number in each.wcag}
    answered = asked - _open_criteria(findings)
    return tuple(number for number in CRITERIA if number in answered)


def _open(findings: Iterable[Finding]) -> set[str]:
    """The rules with questions that nobody answered, or that are not listed."""
    counted: dict[str, int] = {}
    found: set[str] = set()
    for each in findings:
        counted[each.rule] = counted.get(each.rule, 0) + 1
        if each.outcome == "cantTell" or counted[each.rule] >= MOST_FINDINGS:
            found.add(each.rule)
    return found


def _open_criteria(findings: list[Finding]) -> set[str]:
    rules = _open(findings)
    return {number for each in findings if each.rule in rules for number in each.wcag}
