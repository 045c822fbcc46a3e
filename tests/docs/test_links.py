"""Every link in the documentation leads somewhere, every image has a text, and every page is led to."""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, pages, targets, tokens


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def inside(page: Path) -> list[tuple[str, Path, str]]:
    """Its links to other places of the repository: as written, the file, the fragment."""
    found = []
    for target in targets(page):
        if not re.match(r"[a-z]+:", target):
            path, _, fragment = target.partition("#")
            file = Path(os.path.normpath(page.parent / path)) if path else page
            found.append((target, file, fragment))
    return found


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_resolve(page: Path) -> None:
    for target, file, fragment in inside(page):
        assert file.is_relative_to(ROOT), f"{target} leads out of the repository"
        assert file.exists(), f"{target} leads nowhere"
        if fragment:
            assert fragment in anchors(file), f"{target}: {name(file)} has no such heading"


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_image_says_what_it_shows(page: Path) -> None:
    for token in tokens(page):
        if token.type == "image":
            assert len(token.content.split()) >= 3, token.attrGet("src")


@pytest.mark.parametrize("page", pages(), ids=name)
def test_it_has_one_title_and_no_skipped_level(page: Path) -> None:
    levels = [int(token.tag[1]) for token in tokens(page) if token.type == "heading_open"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_page_is_led_to_from_the_readme() -> None:
    start = ROOT / "README.md"
    reached, waiting = {start}, [start]
    while waiting:
        for _, file, _ in inside(waiting.pop()):
            if file.suffix == ".md" and file not in reached:
                reached.add(file)
                waiting.append(file)
    assert [name(page) for page in pages() if page not in reached] == []


def test_decisions_are_numbered_without_a_gap_and_listed_with_their_titles() -> None:
    folder = ROOT / "docs" / "adr"
    decisions = sorted(folder.glob("[0-9]*.md"))
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        number, _, title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(". ")
        assert int(number) == int(page.name[:4])
        assert f"| [{number}]({page.name}) | {title} |" in index
