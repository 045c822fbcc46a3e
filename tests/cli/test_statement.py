"""`nordkalott statement`: the facts as text, as a page and as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from content import accessibility
from tests.cli.conftest import Run


def test_the_facts_as_text_page_and_data(run: Run, data: Path) -> None:
    del data
    text, norwegian = run("statement"), run("statement", "--lang", "nb")
    assert (text.code, norwegian.code) == (0, 0)
    assert "do not say that anything conforms to WCAG" in text.out
    assert "Ikke-tekstlig innhold" in norwegian.out
    facts = run("statement", "--json").data
    assert len(facts["criteria"]) == 48
    page = run("statement", "--format", "html", "--lang", "nb").out
    assert accessibility.check(page, mode="document").outcome == "no_failures_found"


def test_the_facts_of_some(run: Run, data: Path) -> None:
    del data
    some = run("statement", "--records", "internasjonal-avdeling", "--locale", "en", "--json").data
    assert (some["sums"]["records"], some["sums"]["editions"]) == (1, 1)
    assert run("statement", "--records", "finnes-ikke").code == 1
    assert run("statement", "--locale", "de").code == 2


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_of_breaches_with_faults_is_2(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    path = data / "breaches.toml"
    path.write_text('[[breach]]\ncriteria = ["9.9.9"]\n')
    monkeypatch.setenv("NORDKALOTT_ACCESSIBILITY_BREACHES", str(path))
    ran = run("statement", "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert "breaches.toml" in ran.err
