"""A rule set that comes after ours, for tests of what happens then: it refuses a word."""

from __future__ import annotations

import pytest
from msgspec import structs

from content import accessibility
from content.accessibility import Finding, Report
from content.accessibility.tree import Mode
from content.errors import Message

LATER = "2099.1"
WORD = "forbudt"
"""What the later rule refuses, wherever it stands."""
ours = accessibility.check


def stricter(html: str, *, mode: Mode = "fragment", heading_level: int = 2) -> Report:
    """The check with one rule more."""
    report = ours(html, mode=mode, heading_level=heading_level)
    count = html.count(WORD)
    if not count:
        return structs.replace(report, ruleset=LATER)
    said = Message(nb="Et ord som ikke lenger går.", en="A word that will no longer do.")
    finding = Finding(
        rule="no-word", wcag=("2.4.6",), outcome="failed", blocking=True, message=said, help=said
    )
    return structs.replace(
        report,
        ruleset=LATER,
        outcome="failed",
        publishable=False,
        blocking_failures=report.blocking_failures | {"no-word": count},
        findings=(finding, *report.findings),
    )


def come(patch: pytest.MonkeyPatch) -> None:
    """From now on the later rule set is the current one."""
    patch.setattr(accessibility, "check", stricter)
    patch.setattr(accessibility, "RULESET", LATER)
