"""How the tests ask one rule about one piece of markup, and how they write down what they expect."""

from content.accessibility.check import check
from content.accessibility.report import Outcome
from content.accessibility.tree import is_document

Examples = dict[str, dict[Outcome, list[str]]]
"""Markup by rule and outcome."""


def cases(examples: Examples) -> list[tuple[str, Outcome, str]]:
    """One test case for each piece of markup."""
    return [
        (rule, outcome, html)
        for rule, outcomes in examples.items()
        for outcome, pieces in outcomes.items()
        for html in pieces
    ]


def outcome_of(rule: str, html: str, *, heading_level: int = 2) -> Outcome:
    """What one rule says: the worst of its findings."""
    mode = "document" if is_document(html) else "fragment"
    report = check(html, mode=mode, heading_level=heading_level)  # type: ignore[arg-type]
    found = {finding.outcome for finding in report.findings if finding.rule == rule}
    order: tuple[Outcome, ...] = ("failed", "cantTell", "passed", "inapplicable")
    return next(outcome for outcome in order if outcome in found)
