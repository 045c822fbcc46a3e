"""The two checkers that are compared: our own, and axe-core in jsdom, from npm (tests/tools)."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from content.accessibility.check import check, is_document
from tests.conformance.corpus import Failure

TOOLS: Final = Path(__file__).parents[1] / "tools"
INSTALL: Final = "apt-get install --yes nodejs npm && cd tests/tools && npm ci"
_CRITERION: Final = re.compile(r"wcag(\d)(\d)(\d{1,2})")


class Checked(Struct):
    """What a checker called failures, document by document, and the milliseconds of each."""

    failures: list[list[Failure]]
    ms: list[float]

    @property
    def median(self) -> float:
        """Milliseconds of the document in the middle."""
        return statistics.median(self.ms)


def missing() -> str | None:
    """The line that installs what axe-core needs; None where it is there."""
    there = shutil.which("node") and (TOOLS / "node_modules" / "axe-core").is_dir()
    return None if there else f"axe-core in jsdom is not installed. Install it: {INSTALL}"


def ours(documents: Sequence[str]) -> Checked:
    """Our own check."""
    checked = Checked([], [])
    for html in documents:
        began = time.perf_counter()
        report = check(html, mode="document" if is_document(html) else "fragment")
        checked.ms.append((time.perf_counter() - began) * 1000)
        failed = [each for each in report.findings if each.outcome == "failed"]
        checked.failures.append(
            [Failure(act=frozenset(each.act), wcag=frozenset(each.wcag)) for each in failed]
        )
    return checked


def axe(documents: Sequence[str]) -> Checked:
    """axe-core's rules for A, AA and good practice, in jsdom; parsing is counted, as it is with ours, making axe-core itself ready is not."""
    lines = "".join(f"{json.dumps(html)}\n" for html in documents)
    ran = subprocess.run(
        ["node", "axe.mjs"],
        input=lines, capture_output=True, text=True, cwd=TOOLS, check=True, timeout=300,
    )  # fmt: skip
    checked = Checked([], [])
    for line in ran.stdout.splitlines()[1:]:
        answer = json.loads(line)
        checked.ms.append(answer["ms"])
        checked.failures.append(
            [
                Failure(act=frozenset(rule["act"]), wcag=frozenset(_criteria(rule["tags"])))
                for rule in answer["failed"]
            ]
        )
    return checked


def _criteria(tags: Sequence[str]) -> list[str]:
    return [".".join(found.groups()) for tag in tags if (found := _CRITERION.fullmatch(tag))]
