"""A Report as text for people: what is worst comes first, and nothing is claimed that was not tested."""

from __future__ import annotations

import sys
from typing import Final

from content.accessibility import Finding, Report
from content.accessibility.tree import Mode
from service.cli.terminal import painted, plain

_MARKS: Final = {"failed": "FAIL", "cantTell": "ASK"}
_COLOURS: Final = {"failed": "red", "cantTell": "yellow"}


def show(source: str, mode: Mode, report: Report, language: str) -> None:
    """Print the findings that failed or that a person has to answer, messages in `language` ("nb" or "en")."""
    open_ = [finding for finding in report.findings if finding.outcome in _MARKS]
    failed = sum(finding.outcome == "failed" for finding in open_)
    head = f"{source}: {failed} failed, {len(open_) - failed} for a person to answer"
    print(
        f"{painted(plain(head), 'bold', sys.stdout)} ({mode}, {report.standard}, rule set {report.ruleset})"
    )
    for finding in sorted(open_, key=lambda each: (each.outcome != "failed", not each.blocking)):
        _show(finding, language)
    if not failed:
        print(
            f"  {painted('No failures found.', 'green', sys.stdout)} That is no claim of conformance: "
            f"{len(report.untested)} criteria of {report.standard} are not tested by machine."
        )


def _show(finding: Finding, language: str) -> None:
    message, mend = (
        (finding.message.nb, finding.help.nb) if language == "nb" else (finding.message.en, finding.help.en)
    )
    mark = painted(f"{_MARKS[finding.outcome]:4}", _COLOURS[finding.outcome], sys.stdout)
    line = f"line {finding.line}: " if finding.line else ""
    advice = "" if finding.blocking or finding.outcome != "failed" else " (does not block)"
    print(f"  {mark} {plain(line + message)}{advice}")
    wcag = f", WCAG {', '.join(finding.wcag)}" if finding.wcag else ""
    target = f", at {finding.target}" if finding.target else ""
    print(plain(f"       {finding.rule}{wcag}{target}"))
    if mend:
        print(plain(f"       → {mend}"))
