"""`nordkalott search`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.usefixtures("data")
def test_what_is_found_is_printed_best_first(run: Run) -> None:
    ran = run("search", "internasjonal", "avdelingen")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "Internasjonal avdeling"
    assert "/pages/nb/internasjonal-avdeling" in ran.out.splitlines()[1]


@pytest.mark.usefixtures("data")
def test_programs_get_the_pieces(run: Run) -> None:
    found = run("search", "arctic council", "--locale", "en", "--kind", "topic", "--json").data
    assert [each["slug"] for each in found] == ["arctic-council"]
    assert [piece["text"] for piece in found[0]["highlight"]["title"] if piece["hit"]] == [
        "Arctic",
        "Council",
    ]


@pytest.mark.usefixtures("data")
def test_nothing_found_is_a_negative_answer(run: Run) -> None:
    ran = run("search", "hvalrosskonferanse")
    assert (ran.code, ran.out) == (1, "")
    assert "nb" in ran.err
    assert run("search", "hvalrosskonferanse", "--json").data == []


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("avdeling", "--topic", "nothing"), 1, "The topics are"),
        (("avdeling", "--limit", "0"), 2, "--limit"),
        (("avdeling", "--locale", "xx"), 2, "--locale"),
        (("x" * 300,), 2, "TEXT"),
    ],
)
def test_wrong_use_is_said(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = run("search", *arguments)
    assert ran.code == code
    assert said in ran.err


def test_no_store_is_made(run: Run, tmp_path: Path) -> None:
    assert run("search", "avdeling").code == 2
    assert not (tmp_path / "data").exists()
