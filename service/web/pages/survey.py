"""A survey: what the check found in many pages, gathered one page at a time in bounded memory, for one HTML report."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from content.accessibility import RULESET, Finding, Report
from content.accessibility.criteria import CRITERIA
from content.accessibility.tree import Mode
from content.advice import Clarity

PLACES: Final = 50
"""Places that are listed for one rule, and findings for one page; all are counted."""
PAGES: Final = 500
"""Pages with something to mend or to answer that are listed; all are counted."""
HARDEST: Final = 20
"""Pages whose text is listed as hardest to read."""


class Place(Struct, frozen=True):
    """Where a rule found something."""

    source: str
    finding: Finding


class ByRule(Struct):
    """What one rule found. `first` is its first finding: rule, criteria and repair hint are the same for all."""

    first: Finding
    failed: int = 0
    asked: int = 0
    pages: int = 0
    places: list[Place] = field(default_factory=list)


class ByPage(Struct, frozen=True):
    """What was found in one page; `findings` holds the first of them."""

    source: str
    mode: Mode
    failed: int
    asked: int
    publishable: bool
    findings: tuple[Finding, ...]


class ByClarity(Struct, frozen=True):
    """How hard the text of a page is to read, where LIX says something of it."""

    source: str
    clarity: Clarity


class Survey:
    """Gathers Reports. The order in which they come is the order of the report."""

    def __init__(self) -> None:
        self.checked = 0
        self.failing = 0
        self.asking = 0
        self.ruleset = RULESET
        self.rules: dict[str, ByRule] = {}
        self.pages: list[ByPage] = []
        self.missed: list[tuple[str, str]] = []
        self.missing = 0
        self.measured = 0
        self._texts: list[ByClarity] = []
        self._tested: set[str] | None = None

    @property
    def failed(self) -> int:
        """Failures in all pages."""
        return sum(each.failed for each in self.rules.values())

    @property
    def asked(self) -> int:
        """Questions that only a person can answer, in all pages."""
        return sum(each.asked for each in self.rules.values())

    @property
    def untested(self) -> tuple[str, ...]:
        """The criteria that were not tested in every page."""
        tested = self._tested or set()
        return tuple(each for each in CRITERIA if each not in tested)

    def miss(self, source: str, why: str) -> None:
        """Take in that a page could not be had."""
        self.missing += 1
        if len(self.missed) < PAGES:
            self.missed.append((source, why))

    @property
    def hardest(self) -> list[ByClarity]:
        """The pages that are hardest to read, the hardest first; among equals, those that came first."""
        return sorted(self._texts, key=lambda each: -(each.clarity.lix or 0))[:HARDEST]

    def measure(self, source: str, clarity: Clarity) -> None:
        """Take in how hard the text of a page is to read."""
        if clarity.lix is None:
            return
        self.measured += 1
        self._texts.append(ByClarity(source, clarity))
        if len(self._texts) > 2 * HARDEST:
            self._texts = self.hardest

    def add(self, source: str, mode: Mode, report: Report) -> None:
        """Take in what the check says of a page."""
        open_ = [each for each in report.findings if each.outcome in {"failed", "cantTell"}]
        failed = sum(each.outcome == "failed" for each in open_)
        self.checked += 1
        self.failing += failed > 0
        self.asking += len(open_) > failed
        tested = set(report.tested)
        self._tested = tested if self._tested is None else self._tested & tested
        touched = set()
        for finding in open_:
            rule = self.rules.setdefault(finding.rule, ByRule(finding))
            rule.failed += finding.outcome == "failed"
            rule.asked += finding.outcome == "cantTell"
            rule.pages += finding.rule not in touched
            touched.add(finding.rule)
            if len(rule.places) < PLACES:
                rule.places.append(Place(source, finding))
        if open_ and len(self.pages) < PAGES:
            ordered = sorted(open_, key=lambda each: (each.outcome != "failed", not each.blocking))
            self.pages.append(
                ByPage(
                    source,
                    mode,
                    failed,
                    len(open_) - failed,
                    report.publishable,
                    tuple(ordered[:PLACES]),
                )
            )
