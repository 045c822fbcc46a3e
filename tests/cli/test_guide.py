"""docs/guides/command-line.md tells every verb, act and option that there is, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.bench import measurements
from tests.cli.test_help import ALL, VERBS

GUIDE = (Path(__file__).parents[2] / "docs/guides/command-line.md").read_text("utf-8")
COMMON = {"--help", "--data", "--json", "--version"}


def section(verb: str) -> str:
    return GUIDE.partition(f"\n## {verb}\n")[2].partition("\n## ")[0]


def options(name: tuple[str, ...]) -> set[str]:
    return {
        option
        for each, parser in ALL
        if each[:1] == name[:1] and (len(name) == 1 or each == name)
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    }


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_section_with_an_example_and_its_options(verb: str) -> None:
    text = section(verb)
    assert f"\n    nordkalott {verb}" in text or f" {verb} " in text
    assert options((verb,)) - COMMON - set(re.findall(r"--[a-z-]+", text)) == set()


@pytest.mark.parametrize("verb", VERBS)
def test_no_section_names_an_option_that_is_not_there(verb: str) -> None:
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section(verb))) - options((verb,)) == set()


@pytest.mark.parametrize("name", [name for name, _ in ALL if len(name) == 2])
def test_every_act_is_told(name: tuple[str, ...]) -> None:
    assert f"| `{' '.join(name)}" in section(name[0])


def test_what_is_common_is_told() -> None:
    for word in (*COMMON, "NORDKALOTT_DATA", "NORDKALOTT_BASE_URL", "NORDKALOTT_CONFIG", "NO_COLOR"):
        assert word in GUIDE
    for code in (0, 1, 2, 130):
        assert f"\n| {code} | " in GUIDE


def test_every_measurement_is_told() -> None:
    for name in measurements():
        assert f"`{name}`" in section("bench")
