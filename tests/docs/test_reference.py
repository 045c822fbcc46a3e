"""The guides name every route, every query parameter and every problem type, with what the code says of them, and no others."""

import re

from service.edge.problems import TITLES
from service.web import stream
from service.web.problems import PROBLEMS
from service.web.routes import RESOURCES
from tests.docs.pages import GUIDES


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
    routes = {each.path: {parameter.name for parameter in each.parameters} for each in RESOURCES}
    told.pop(stream.PATH, None)
    assert told == routes


def test_the_guide_names_the_stream() -> None:
    assert stream.PATH in (GUIDES / "http.md").read_text(encoding="utf-8")


def test_the_guide_names_every_problem_with_its_status() -> None:
    known = {name: status for name, status, _ in PROBLEMS.values()}
    known |= {name: status for name, (status, _) in TITLES.items()}
    told = {
        cells[0].strip("`"): int(cells[1])
        for cells in rows("problems.md")
        if re.fullmatch(r"`[a-z-]+`", cells[0]) and cells[1].isdigit()
    }
    assert told == known
