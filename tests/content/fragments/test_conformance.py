"""Every golden fragment may be published: the accessibility check finds no blocking failure in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content import accessibility

GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "fragments").glob("*.html"))
LEVELS = {"page-level-6": 6, "list": 3}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_fragment_is_publishable(path: Path) -> None:
    report = accessibility.check(path.read_text("utf-8"), heading_level=LEVELS.get(path.stem, 2))
    failed = [
        f"{finding.line}: {finding.rule}: {finding.message.en}"
        for finding in report.findings
        if finding.outcome == "failed"
    ]
    assert report.publishable, failed
    assert not failed


def test_there_is_something_to_check() -> None:
    assert len(GOLDEN) > 30
