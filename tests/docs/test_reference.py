"""The documentation says what the code says: routes, query parameters, problem types, dependencies, and names of files."""

import re
import tomllib
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

from content import fragments
from service.edge.problems import TITLES
from service.web import answers
from service.web.authoring import ACTIONS
from service.web.problems import PROBLEMS
from service.web.routes import DESCRIBED
from tests.docs.pages import GUIDES, ROOT, pages, tokens

NAMED: Final = re.compile(r"(?:content|feeds|service|deploy|docs|tests)/[\w./*-]+")
"""A path of ours as it stands in a text."""


def rows(page: str) -> list[list[str]]:
    """The cells of all rows of all tables of a guide."""
    lines = (GUIDES / page).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def test_the_guide_names_every_route_with_its_parameters() -> None:
    told = {
        cells[0].strip("`"): set(cells[2].strip("`").split())
        for cells in rows("http.md")
        if cells[0].startswith("`/") and len(cells) == 3
    }
    routes = {each.path: {parameter.name for parameter in each.parameters} for each in DESCRIBED}
    assert told == routes


def test_the_guide_names_every_verb_of_the_authoring_side_with_its_scope() -> None:
    told = {
        (cells[0].strip("`"), cells[1], cells[2].strip("`"))
        for cells in rows("authoring.md")
        if cells[0].startswith("`/") and len(cells) == 4
    }
    assert told == {(each.path, each.method, each.scope) for each in ACTIONS}


def test_the_guide_names_every_problem_with_its_status() -> None:
    known = {name: status for name, status, _ in PROBLEMS.values()}
    known |= {name: status for name, (status, _) in TITLES.items()}
    told = {
        cells[0].strip("`"): int(cells[1])
        for cells in rows("problems.md")
        if re.fullmatch(r"`[a-z-]+`", cells[0]) and cells[1].isdigit()
    }
    assert told == known


def test_the_decision_on_dependencies_weighs_every_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=;\s]", each)[0] for each in project["dependencies"]}
    page = ROOT / "docs" / "adr" / "0009-runtime-dependencies.md"
    weighed = re.findall(r"^\| ([a-z][a-z0-9, -]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for cell in weighed for name in cell.split(", ")} - {"library"} == needed


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for token in tokens(page):
        if token.type == "code_inline" and NAMED.fullmatch(token.content):
            assert list(ROOT.glob(token.content.rstrip("/"))), token.content


def test_the_diagram_can_be_read_without_being_seen_and_in_the_dark() -> None:
    text = (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8")
    svg = ElementTree.fromstring(text)  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    named = {each.get("id"): each for each in svg.iter()}
    assert svg.get("role") == "img"
    labels = [named[name] for name in svg.get("aria-labelledby", "").split()]
    assert [label.tag for label in labels] == [f"{space}title", f"{space}desc"]
    assert len("".join(labels[1].itertext()).split()) > 30
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"<script|(?:href|src)=|@import|url\((?!#)", text)


def test_the_guide_names_every_property_that_a_host_may_set() -> None:
    used = set(re.findall(r"var\((--nk-[a-z-]+)", fragments.stylesheet()))
    said = (GUIDES / "http.md").read_text(encoding="utf-8")
    told = set(re.findall(r"--nk-[a-z-]+", said))
    assert used
    assert told == used


def test_the_guide_tells_how_long_answers_are_kept() -> None:
    told = {cells[0].strip("`") for cells in rows("http.md") if len(cells) == 2}
    assert {answers.FRESH, answers.BRIEF, answers.NEVER} <= told
