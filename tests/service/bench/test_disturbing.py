"""Readers beside writers, for a moment, so that none of the measurement can rot."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.bench import Effort, disturbing
from tests.deploy.tool import need


def test_readers_are_compared_with_themselves_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("wrk")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(disturbing, "_LIVE", 100)
    monkeypatch.setattr(disturbing, "_SETTLING", 0.0)
    monkeypatch.setattr(disturbing, "_SHORTEST", 0.5)
    lines = disturbing.measure(Effort(rounds=1, seconds=0.5))
    by_name = {line.name: line for line in lines}
    for what in (
        "20 publications a second",
        "20 publications a second, of a feed that each touches",
        "an import in another process",
        "a re-check of everything",
    ):
        assert by_name[f"read p99 with {what}, against quiet"].value > 0
        assert by_name[f"read p99 with {what}, against quiet"].target == "≤ 2"
    assert by_name["publish over HTTP while readers read"].value > 0
    assert by_name["publish over HTTP during an import"].value > 0
    assert list(tmp_path.iterdir()) == []
