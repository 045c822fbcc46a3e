"""The chart: well-formed, told in words, and nothing that only a colour tells."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from content.accessibility.check import check
from content.accessibility.palette import colour, contrast
from service.bench import chart
from service.bench.page import picture
from tests.conformance import checkers
from tests.service.bench.samples import results, whole

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def svg() -> str:
    return picture(whole())


def drawing(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  # our own


def test_it_has_a_title_and_a_description_that_tells_every_number(svg: str) -> None:
    root = drawing(svg)
    assert root.get("role") == "img"
    assert root.get("lang") == "en"
    named = {each.get("id"): each.text or "" for each in root if each.get("id")}
    assert root.get("aria-labelledby") == "title desc"
    assert "nginx" in named["title"]
    for words in (
        "Record JSON, 2 kB: 1.20 times, with access log 1.10 times (target ≥ 1)",
        "0.85",
        "2 cores, 25 GB",
    ):
        assert words in named["desc"]


def test_its_words_are_text(svg: str) -> None:
    words = [each.text for each in drawing(svg).iter(f"{_SVG}text")]
    for title in ("Record JSON, 2 kB", "Atom & mer, 20 kB", "HEAD of the record", "target", "no access log"):
        assert title in words
    assert "0.85 (0.82 to 0.88); 0.93 (0.90 to 0.97)" in words


def test_everything_stands_inside(svg: str) -> None:
    root = drawing(svg)
    width, height = (float(root.get(name) or 0) for name in ("width", "height"))
    for each in root.iter(f"{_SVG}rect"):
        if each.get("x"):
            assert float(each.get("x") or 0) + float(each.get("width") or 0) <= width
    for each in root.iter(f"{_SVG}text"):
        size = 18 if each.get("class") == "head" else 16
        assert float(each.get("x") or 0) + len(each.text or "") * size * 0.55 <= width + 60
        assert float(each.get("y") or 0) < height


def test_a_bar_is_as_long_as_its_number(svg: str) -> None:
    bars = [each for each in drawing(svg).iter(f"{_SVG}rect") if float(each.get("height") or 0) == 16]
    first, logged = (float(each.get("width") or 0) for each in bars[:2])
    assert logged / first == pytest.approx(1.1 / 1.2, rel=0.01)
    assert ["logged" in (each.get("class") or "") for each in bars[:2]] == [False, True]


def test_text_has_contrast_in_light_and_dark(svg: str) -> None:
    light, _, dark = svg.partition("@media (prefers-color-scheme: dark)")
    for scheme in (light, dark.partition("@media")[0]):
        fill = {
            name: found[1]
            for name in ("text", ".paper", ".bar", ".target")
            if (found := re.search(rf"(?<![\w.]){re.escape(name)} {{[^}}]*fill: (#[0-9a-f]{{6}})", scheme))
        }
        paper = colour(fill[".paper"])
        assert paper is not None
        for name, least in (("text", 7), (".bar", 3), (".target", 4.5)):
            drawn = colour(fill[name])
            assert drawn is not None
            assert contrast(drawn, paper) >= least, (name, fill)


def test_without_a_contest_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="no case"):
        chart.drawn(results().measured, when="", processor="", size="")


def test_neither_our_check_nor_axe_finds_a_failure(svg: str) -> None:
    assert checkers.missing() is None
    page = f'<!doctype html><html lang="en"><head><title>Chart</title></head><body><main><h1>Chart</h1>{svg}</main></body></html>'
    report = check(page, mode="document")
    assert [each.rule for each in report.findings if each.outcome == "failed"] == []
    assert checkers.axe([page]).failures == [[]]
