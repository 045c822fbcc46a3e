"""The department's own starting content: complete, verbatim, and nothing added."""

import re
from pathlib import Path

import pytest
from msgspec import UNSET

from content import files, text
from content.files import Manuscript
from content.model import Page, Topic
from content.text import Prose, Quote

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "content" / "library"
SEED = Path(__file__).parent / "seed" / "internasjonal-avdeling.txt"
CREDIT = "Foto: Maarit Markussen /Troms fylkeskommune"


@pytest.fixture(scope="module")
def library() -> tuple[Manuscript, ...]:
    return files.read(LIBRARY)


def page(library: tuple[Manuscript, ...], locale: str) -> Page:
    contents = [each.content for each in library if each.locale == locale]
    return next(each for each in contents if isinstance(each, Page))


def words(page: Page) -> list[str]:
    return " ".join([page.title, *(text.plain(block) for block in page.body)]).split()


def test_every_word_of_the_seed_is_there_in_its_order(library: tuple[Manuscript, ...]) -> None:
    seed = SEED.read_text(encoding="utf-8").replace(CREDIT, "").replace("×", "").replace("•", "")
    added = ["Fylkesplan", "for", "Troms", "2014–2025"]  # the quotation's source, and nothing else
    there = words(page(library, "nb"))
    start = next(place for place in range(len(there)) if there[place : place + len(added)] == added)
    del there[start : start + len(added)]
    assert there == seed.split()


def test_the_quotation_and_the_lists_are_marked_up_as_what_they_are(library: tuple[Manuscript, ...]) -> None:
    body = page(library, "nb").body
    quotes = [block for block in body if isinstance(block, Quote)]
    assert [quote.source for quote in quotes] == ["Fylkesplan for Troms 2014–2025"]
    assert text.plain(quotes[0].content[0]).startswith("Være koblet på den nasjonale nordområdepolitikken")
    items = [block for block in body if isinstance(block, Prose) and block.list_item == "bullet"]
    assert len(items) == 3 + 9
    headings = [text.plain(block) for block in body if isinstance(block, Prose) and block.style != "normal"]
    assert headings == ["Betydningen av internasjonalisering"]


def test_the_page_says_when_it_held_and_whose_it_is(library: tuple[Manuscript, ...]) -> None:
    for locale in ("nb", "en"):
        source = page(library, locale).source
        assert source is not UNSET
        assert (source.date, source.historical) == ("2014/2025", True)
        assert page(library, locale).rightsholder == "Troms fylkeskommune"
        assert page(library, locale).licence is UNSET, "nobody has granted one"


def test_the_english_page_is_a_machine_translation_of_all_of_it(library: tuple[Manuscript, ...]) -> None:
    norwegian, english = page(library, "nb"), page(library, "en")
    translation = english.translation
    assert translation is not UNSET
    assert (translation.source_locale, translation.translated_by.by, translation.prevails) == (
        "nb",
        "machine",
        "nb",
    )
    assert translation.reviewed_by is UNSET
    assert [shape(block) for block in english.body] == [shape(block) for block in norwegian.body]
    assert english.topics == norwegian.topics


def shape(block: text.Block) -> tuple[object, ...]:
    return (type(block), block.style, block.list_item) if isinstance(block, Prose) else (type(block),)


def test_every_topic_has_a_label_in_every_language(library: tuple[Manuscript, ...]) -> None:
    topics = [each for each in library if isinstance(each.content, Topic)]
    labels = {(each.content.fields.key, each.locale) for each in topics if isinstance(each.content, Topic)}
    keys = set(page(library, "nb").topics)
    assert keys == {"high-north", "barents", "eu-eea", "arctic-council"}
    assert labels == {(key, locale) for key in keys for locale in ("nb", "nn", "en")}


def test_topics_come_before_what_is_about_them(library: tuple[Manuscript, ...]) -> None:
    kinds = [each.kind for each in library]
    assert kinds == sorted(kinds, key=lambda kind: kind != "topic")


def test_no_translation_is_left_in_the_other_language(library: tuple[Manuscript, ...]) -> None:
    assert not re.search(r"[æøå]", " ".join(words(page(library, "en"))), re.IGNORECASE)
