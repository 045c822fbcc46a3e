"""No alarm on any text that we ship: the library, the examples, the guides and the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from content.advice import Detector, advise
from tests.content.advice.test_suspicion import langid

ROOT = Path(__file__).parents[3]
GUIDES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])
RECORDS = sorted([*ROOT.glob("content/library/*/*.md"), *ROOT.glob("content/examples/*/*.md")])


@pytest.fixture(scope="module")
def detector() -> Detector:
    return langid()


def suspected(html: str, locale: str, detector: Detector) -> list[str]:
    """What would be asked."""
    said = advise(html, locale=locale, detector=detector).language
    assert said.detector is not None
    return [finding.message.en for finding in said.findings]


def html(path: Path) -> str:
    """A file as HTML, without its front matter."""
    text = path.read_text("utf-8")
    if text.startswith(("+++", "---")):
        text = text.split(text[:3], 2)[2]
    return str(MarkdownIt("commonmark").enable("table").render(text))


def test_there_is_something_to_look_at() -> None:
    assert len(RECORDS) > 40
    assert len(GUIDES) > 30


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_text_of_ours_is_in_its_locale(path: Path, detector: Detector) -> None:
    assert suspected(html(path), path.stem, detector) == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_guides_are_in_english(path: Path, detector: Detector) -> None:
    assert suspected(html(path), "en", detector) == []


def test_english_under_norwegian_would_be_found(detector: Detector) -> None:
    found = sum(len(suspected(html(path), "nb", detector)) for path in GUIDES)
    assert found > 500
