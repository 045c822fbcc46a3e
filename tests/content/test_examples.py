"""The demo's examples: every kind in nb, nn and en, and nothing that could be taken for the department's own word."""

import re
from pathlib import Path

import pytest

from content import files, model
from content.files import Manuscript
from content.kinds import KINDS
from content.text import Link, LinkCard, Prose, plain

FOLDER = Path(__file__).parents[2] / "content" / "examples"
TITLES = {"nb": "Eksempel: ", "nn": "Døme: ", "en": "Example: "}
SLUGS = {"nb": "eksempel-", "nn": "doeme-", "en": "example-"}


@pytest.fixture(scope="module")
def examples() -> tuple[Manuscript, ...]:
    return files.read(FOLDER)


def test_there_is_every_kind_in_every_language(examples: tuple[Manuscript, ...]) -> None:
    there = {(each.kind, each.locale) for each in examples}
    assert there == {(kind, locale) for kind in KINDS for locale in TITLES}


def test_every_example_says_that_it_is_one(examples: tuple[Manuscript, ...]) -> None:
    for each in examples:
        assert each.content.invented, each.path
        assert each.content.title.startswith(TITLES[each.locale]), each.path
        assert each.content.slug.startswith(SLUGS[each.locale]), each.path


def test_nothing_in_them_reaches_a_real_person_or_site() -> None:
    for path in FOLDER.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for host in re.findall(r"(?:https?://|@)([\w.-]+)", text):
            assert host == "example.org", path
        for number in re.findall(r"\+47[\d ]+", text):
            assert number.startswith("+47 00 00 00"), f"{path}: no Norwegian number begins with 0"


def test_the_page_shows_every_block_but_images_and_video(examples: tuple[Manuscript, ...]) -> None:
    for each in examples:
        if each.kind == "page":
            shown = {block.__struct_config__.tag for block in each.content.body}
            assert shown == {
                "block",
                "table",
                "quote",
                "callout",
                "details",
                "link-card",
                "contact-card",
                "file",
            }


def test_they_point_only_to_records_that_come_before_them(examples: tuple[Manuscript, ...]) -> None:
    before = set()
    pointed = 0
    for each in examples:
        before.add(each.id)
        for block in each.content.body:
            marks = block.mark_defs if isinstance(block, Prose) else ()
            for link in (*marks, block):
                record = link.record if isinstance(link, Link | LinkCard) else None
                if record:
                    pointed += 1
                    assert record in before, f"{each.path}: {plain(block)}"
    assert pointed >= 6


def test_the_languages_of_a_record_have_the_same_shape(examples: tuple[Manuscript, ...]) -> None:
    shapes: dict[object, set[tuple[object, ...]]] = {}
    for each in examples:
        shape = tuple(type(block) for block in each.content.body)
        shapes.setdefault(each.id, set()).add((model.kind_of(each.content), *shape))
    assert all(len(found) == 1 for found in shapes.values())
