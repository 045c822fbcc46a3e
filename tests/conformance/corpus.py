"""The W3C ACT rule examples that markup can decide (classes A, A-doc, A-css), and how a checker's answers to them are counted.

The corpus is optional test data (NORDKALOTT_CORPUS, default ../shared/corpus).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

CORPUS: Final = (
    Path(os.environ.get("NORDKALOTT_CORPUS", Path(__file__).parents[2].parent / "shared" / "corpus"))
    / "act.jsonl"
)
CLASSES: Final = {"A", "A-doc", "A-css"}


class Example(Struct):
    """One example of a rule: `expected` is `failed`, `passed` or `inapplicable`."""

    rule: str
    wcag: list[str]
    expected: str
    html: str
    sort: str = msgspec.field(name="class")


class Failure(Struct):
    """What a checker calls a failure: ACT rules and criteria that it names."""

    act: frozenset[str]
    wcag: frozenset[str]


class Tally(Struct):
    """What was found among one rule's examples."""

    failed: int = 0
    found: int = 0
    others: int = 0
    false_alarms: int = 0

    @property
    def sound(self) -> bool:
        """Whether there was no mistake."""
        return self.found == self.failed and not self.false_alarms


def examples() -> list[Example]:
    """Those that markup can decide, in the order of the corpus."""
    with CORPUS.open("rb") as lines:
        found = [msgspec.json.decode(line, type=Example) for line in lines]
    return [each for each in found if each.sort in CLASSES]


def tallies(answers: Iterable[tuple[Example, Sequence[Failure]]]) -> dict[str, Tally]:
    """By rule. A failed example counts as found by any failure of its rule or criteria, another as a false alarm only by its rule."""
    counted: dict[str, Tally] = {}
    for example, failures in answers:
        tally = counted.setdefault(example.rule, Tally())
        if example.expected == "failed":
            tally.failed += 1
            tally.found += any(
                example.rule in each.act or not each.wcag.isdisjoint(example.wcag) for each in failures
            )
        else:
            tally.others += 1
            tally.false_alarms += any(example.rule in each.act for each in failures)
    return dict(sorted(counted.items()))


def table(columns: dict[str, tuple[dict[str, Tally], float]]) -> list[str]:
    """Checkers side by side, a line a rule, then what all rules come to; each with its milliseconds a document."""
    lines = [
        "",
        "rule    "
        + "".join(f"  {name:>26}" for name in columns)
        + "      found / failed, false alarms / others",
    ]
    first = next(iter(columns.values()))[0]
    lines += [
        f"{rule:8}" + "".join(f"  {_cell(counted[rule]):>26}" for counted, _ in columns.values())
        for rule in first
    ]
    sums = {name: _sum(counted) for name, (counted, _) in columns.items()}
    lines.append("all     " + "".join(f"  {_cell(each):>26}" for each in sums.values()))
    without = (sum(each.sound for each in counted.values()) for counted, _ in columns.values())
    lines.append("no mistake in" + "".join(f"{f'{each} of {len(first)} rules':>{23 if not n else 28}}" for n, each in enumerate(without)))  # fmt: skip
    lines.append("a document" + "".join(f"{f'{ms:.2f} ms':>{26 if not n else 28}}" for n, (_, ms) in enumerate(columns.values())))  # fmt: skip
    return lines


def _sum(counted: dict[str, Tally]) -> Tally:
    each = counted.values()
    return Tally(
        failed=sum(one.failed for one in each),
        found=sum(one.found for one in each),
        others=sum(one.others for one in each),
        false_alarms=sum(one.false_alarms for one in each),
    )


def _cell(tally: Tally) -> str:
    return f"{tally.found:3} /{tally.failed:4}, {tally.false_alarms:3} /{tally.others:4}"
