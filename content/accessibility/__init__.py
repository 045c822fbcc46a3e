"""The accessibility check: rules over facts over a parsed tree, and what they say of a fragment or a document.

tree → visibility, roles, names → facts → rules → subjects → check → answers → earl | sarif
"""

from content.accessibility.answers import Answers, Attestation, Override, settle
from content.accessibility.check import check, criteria_of
from content.accessibility.earl import again, earl
from content.accessibility.questions import QUESTIONS, joined
from content.accessibility.report import Finding, Outcome, Report, Verdict
from content.accessibility.rules import RULES, RULESET
from content.accessibility.sarif import sarif
from content.accessibility.tree import decoded, is_document

__all__ = [
    "QUESTIONS",
    "RULES",
    "RULESET",
    "Answers",
    "Attestation",
    "Finding",
    "Outcome",
    "Override",
    "Report",
    "Verdict",
    "again",
    "check",
    "criteria_of",
    "decoded",
    "earl",
    "is_document",
    "joined",
    "sarif",
    "settle",
]
