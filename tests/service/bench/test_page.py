"""docs/measurements.md: written by the command, and by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from content.errors import Invalid
from service.bench import page, results
from tests.service.bench.samples import contest, whole
from tests.service.bench.samples import results as made

DOCS = Path(__file__).parents[3] / "docs"


def test_it_says_when_and_on_what_and_which_targets_are_met() -> None:
    text = page.text(whole())
    for words in (
        "2026-11-25 18:30 UTC, version 0.1.0",
        "2 cores, 25 GB",
        "nginx 1.22.1, wrk 4.1.0",
        "3 of 5 are met.",
        "| Record JSON, 2 kB, against nginx | 1.20 × | 1.16 to 1.25 | ≥ 1 | yes |",
        "| start to first answer | 1.40 s |  | ≤ 1 | **no** | 10,000 records |",
        "sendfile off;",
    ):
        assert words in text
    assert "user root" not in text


def test_a_cell_cannot_break_the_table() -> None:
    rows = [
        token
        for token in MarkdownIt("commonmark").enable("table").parse(page.text(whole()))
        if token.type == "inline" and token.content == "a | b"
    ]
    assert len(rows) == 1


def test_page_chart_and_results_are_written_and_read_again(tmp_path: Path) -> None:
    page.written(whole(), tmp_path / "docs")
    names = {each.name for each in (tmp_path / "docs").iterdir()}
    assert names == {"measurements.md", "measurements.svg", "measurements.json"}
    again = results.read(tmp_path / "docs" / "measurements.json")
    assert again == whole()


def test_without_contests_there_is_no_chart(tmp_path: Path) -> None:
    page.written(made(contest("x", "", 1, 1)[0]), tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {"measurements.md", "measurements.json"}
    assert ".svg" not in (tmp_path / "measurements.md").read_text("utf-8")


def test_the_page_in_docs_is_what_the_command_writes_from_the_results_beside_it() -> None:
    found = results.read(DOCS / "measurements.json")
    assert (DOCS / "measurements.md").read_text("utf-8") == page.text(found)
    assert (DOCS / "measurements.svg").read_text("utf-8") == page.picture(found)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": 1}', "hei"])
def test_what_holds_no_results_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(Invalid) as refused:
        results.read(file)
    assert "no results" in refused.value.faults[0].message.en


def test_results_of_another_form_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(results.encoded(whole()).replace(b'"form": 1', b'"form": 2'))
    with pytest.raises(Invalid) as refused:
        results.read(file)
    assert "another version" in refused.value.faults[0].message.en
