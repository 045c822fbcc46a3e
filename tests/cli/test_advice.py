"""Advice at the command line: beside each Report, in every form, and never in the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ENGLISH = "The county has opened a call for cooperation in the north."
HTML = f"<div lang='nb'><p>Vi søker partnere i nord.</p>\n<p>{ENGLISH}</p></div>"
LONG = "<p lang='nb'>" + "Fylkeskommunen behandler søknader fortløpende gjennom året. " * 10 + "</p>"
RULE = "language-of-parts-suspected"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.html"
    path.write_text(HTML)
    return path


def test_text(run: Run, page: Path) -> None:
    ran = run("check", page)
    assert ran.code == 0
    assert "0 for a person to answer" in ran.out  # the Report itself is as it was
    assert f"ASK  line 2: This looks like English, but is marked as nb: “{ENGLISH}”" in ran.out
    assert "too few for LIX" in ran.out
    assert "Dette ser ut til å være engelsk" in run("check", page, "--lang", "nb").out


def test_clarity_as_text(run: Run) -> None:
    # Ten times: 6 words in a sentence, all long but «året»: 6 + 83 = 89
    ran = run("check", "-", stdin=LONG.encode())
    assert "LIX 89, very hard to read: 60 words, 10 sentences, 50 long words." in ran.out


def test_json_and_jsonl_have_it_beside_the_report(run: Run, page: Path) -> None:
    whole = run("check", page, "--json").data
    assert [each["rule"] for each in whole["advice"]["language"]["findings"]] == [RULE]
    assert whole["advice"]["clarity"]["words"] == 5
    assert RULE not in {each["rule"] for each in whole["findings"]}
    line = json.loads(run("check", page, "--format", "jsonl").out)
    assert line == whole


@pytest.mark.parametrize("form", ["sarif", "earl", "html"])
def test_the_other_forms_list_the_questions(run: Run, page: Path, form: str) -> None:
    assert RULE in run("check", page, "--format", form).out
    ran = run("check", page, "--format", form, "--no-advice")
    assert ENGLISH not in ran.out


def test_html_says_how_hard_the_text_is_to_read(run: Run, tmp_path: Path) -> None:
    long = tmp_path / "lang.html"
    long.write_text(f"<div lang=nb><p>{'Vi bor i nord og ser ut på et stort hav. ' * 9}</p></div>")
    assert "svært lett å lese" in run("check", long, "--format", "html", "--lang", "nb").out
    assert "LIX" not in run("check", long, "--format", "html", "--no-advice").out


def test_it_is_left_out_on_demand(run: Run, page: Path) -> None:
    assert "advice" not in run("check", page, "--json", "--no-advice").data
    assert "Advice" not in run("check", page, "--no-advice").out


def test_several_processes_say_the_same(run: Run, page: Path) -> None:
    (page.parent / "b.html").write_text(LONG)
    alone = run("check", page.parent, "--json").data
    assert run("check", page.parent, "--json", "--jobs", 2).data == alone
    assert [each["advice"]["clarity"]["lix"] for each in alone] == [None, 89]


def test_without_the_extra_it_says_so(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.cli import checking  # noqa: PLC0415 - its one detector is let go for this test

    checking._detector.cache_clear()
    monkeypatch.setattr("content.advice.langid.util.find_spec", lambda _: None)
    ran = run("check", page)
    checking._detector.cache_clear()
    assert ran.code == 0
    assert "nordkalott[language] is not installed" in ran.out
