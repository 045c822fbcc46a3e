"""Courtesy: who examines much leaves the processor to others who want it, and takes it all where nobody does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from content.examination import Here
from service.courtesy import NICE, Courteous, rest


@pytest.mark.parametrize(
    ("took", "worked", "seconds"),
    [
        (10.0, 10.0, 0.0),  # alone
        (12.0, 10.0, 0.0),  # hardly noticed
        (20.0, 10.0, 20.0),  # shared evenly with one: 10 of 40
        (40.0, 10.0, 0.0),  # it has a quarter already
        (90.0, 10.0, 0.0),
        (0.0, 0.0, 0.0),
    ],
)
def test_a_quarter_is_taken_where_others_want_the_processor(
    took: float, worked: float, seconds: float
) -> None:
    assert rest(took, worked) == pytest.approx(seconds)


def test_what_is_found_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rested: list[float] = []
    monkeypatch.setattr("time.sleep", rested.append)
    renderings = [("<p lang=nb>Hei</p>", 2)]
    assert Courteous(Here()).reports(renderings) == Here().reports(renderings)
    assert len(rested) == 1


@pytest.mark.parametrize(("verb", "lower"), [(["audit", "--rules"], NICE), (["records", "list"], 0)])
def test_verbs_for_which_nobody_waits_go_last(tmp_path: Path, verb: list[str], lower: int) -> None:
    """As a program only: who calls `main` has a priority of its own."""
    code = (
        "import os, sys; from service.cli import main; before = os.nice(0); main(); print(before, os.nice(0))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "--data", str(tmp_path), *verb],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = map(int, run.stdout.split())
    assert after == min(before + lower, 19), run.stderr
