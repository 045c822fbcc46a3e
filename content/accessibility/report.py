"""The Report: what the accessibility check says of one fragment (DESIGN section 5).

Outcomes of a Finding are those of EARL 1.0 (`failed`, `passed`, `cantTell`, `inapplicable`). The outcome of a whole
Report is never "conforms": WCAG conformance is a claim about whole pages, and a Report is about one fragment.
"""

import datetime
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from content.errors import Message

Outcome = Literal["failed", "passed", "cantTell", "inapplicable"]
Verdict = Literal["failed", "no_failures_found", "attested"]
MOST_FINDINGS = 200
"""Findings of one rule that one Report lists, failures first: a page with thousands of the same fault needs no more to be mended."""


class Answered(Struct, frozen=True, kw_only=True):
    """Who answered or let pass, when, until when that holds, and why."""

    by: str
    at: datetime.datetime
    until: datetime.datetime
    reason: str


class Finding(Struct, frozen=True, kw_only=True):
    """One outcome of one Rule.

    `target` is a CSS selector that finds the element in the fragment, `line` its line counted from 1; both are null where
    the finding is about the fragment as a whole. `subject` is "sha256:" and the digest of the passage, image or medium that it
    is about, null where it names none. `act` holds W3C ACT rule ids, `wcag` success criteria like "1.1.1".
    `attestation` is there where a person gave the outcome, `override` where a failure is let pass; both are put in by `answers.settle`.
    """

    rule: str
    act: tuple[str, ...] = ()
    wcag: tuple[str, ...] = ()
    outcome: Outcome
    blocking: bool = False
    target: str | None = None
    line: int | None = None
    subject: str | None = None
    message: Message
    help: Message
    attestation: Answered | UnsetType = UNSET
    override: Answered | UnsetType = UNSET


class Report(Struct, frozen=True, kw_only=True):
    """The whole answer for one fragment or document.

    `digest` is "sha256:" and the hex SHA-256 of the UTF-8 bytes checked. `publishable` is true when no blocking finding failed.
    `blocking_failures` counts these by rule, all of them: `findings` lists no more than MOST_FINDINGS of a rule.
    """

    outcome: Verdict
    publishable: bool
    blocking_failures: dict[str, int] = {}
    standard: str = "WCAG 2.1 AA"
    ruleset: str
    digest: str
    tested: tuple[str, ...]
    attested: tuple[str, ...] = ()
    untested: tuple[str, ...]
    findings: tuple[Finding, ...]
