"""The W3C ACT rule examples that markup can decide (classes A, A-doc, A-css), rule by rule.

The floor is what was measured with rule set 2026.2: every failed example in the corpus found, no false alarm. It is not a
claim about examples outside the corpus. The corpus is optional test data (NORDKALOTT_CORPUS, default ../shared/corpus).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from content.accessibility.check import check, is_document

CORPUS = (
    Path(os.environ.get("NORDKALOTT_CORPUS", Path(__file__).parents[2].parent / "shared" / "corpus"))
    / "act.jsonl"
)
CLASSES = {"A", "A-doc", "A-css"}

# ACT rule → failed examples found, at least. False alarms: none in any rule.
FLOOR = {
    "23a2a8": 1, "24afc2": 3, "2779a5": 4, "2ee8b8": 10, "2t702h": 2, "307n5z": 1, "46ca7f": 2, "4e8ab6": 2, "59796f": 1,
    "5c01ea": 1, "5f99a7": 1, "674b10": 2, "6a7281": 4, "6cfa84": 2, "73f2c2": 6, "78fd32": 2, "7d6734": 1, "8fc3b6": 2,
    "97a4e1": 1, "9e45ec": 0, "a25f45": 0, "akn7bn": 1, "b4f0c3": 2, "b5c3f8": 2, "bc4a75": 5, "bc659a": 1, "bf051a": 2,
    "bisz58": 1, "c487ae": 4, "cae760": 2, "d0f69e": 2, "de46e4": 5, "e086e5": 4, "ff89c9": 3, "ffd0e9": 3, "kb1m8s": 2,
    "m6b1q3": 1,
}  # fmt: skip

pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason=f"no corpus at {CORPUS}: set NORDKALOTT_CORPUS")


class Tally(Struct):
    """What was found among one rule's examples."""

    failed: int = 0
    found: int = 0
    others: int = 0
    false_alarms: int = 0


def _examples() -> Iterator[dict[str, object]]:
    with CORPUS.open(encoding="utf-8") as lines:
        for line in lines:
            example = json.loads(line)
            if example["class"] in CLASSES:
                yield example


def _tally() -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    for example in _examples():
        rule, html = str(example["rule"]), str(example["html"])
        wcag = set(example["wcag"])  # type: ignore[call-overload]
        report = check(html, mode="document" if is_document(html) else "fragment")
        failed = [finding for finding in report.findings if finding.outcome == "failed"]
        tally = tallies.setdefault(rule, Tally())
        if example["expected"] == "failed":
            tally.failed += 1
            tally.found += any(rule in finding.act or not wcag.isdisjoint(finding.wcag) for finding in failed)
        else:
            tally.others += 1
            tally.false_alarms += any(rule in finding.act for finding in failed)
    return tallies


def test_agreement_rule_by_rule(capsys: pytest.CaptureFixture[str]) -> None:
    tallies = _tally()

    with capsys.disabled():
        print("\nrule     found / failed   false alarms / others")  # noqa: T201 - the table is what people run this for
        for rule, tally in sorted(tallies.items()):
            print(f"{rule}   {tally.found:5} / {tally.failed:<6}   {tally.false_alarms:12} / {tally.others}")  # noqa: T201
    assert {rule: tally.false_alarms for rule, tally in tallies.items() if tally.false_alarms} == {}
    missed = {
        rule: tally.found for rule, tally in tallies.items() if tally.found < FLOOR.get(rule, tally.failed)
    }
    assert missed == {}
