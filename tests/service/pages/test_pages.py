"""Every page in both languages: one h1, headings in order, landmarks, ids, names of links, no script, no style."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest
import turbohtml
from turbohtml import Document, Element

from content import accessibility
from tests.service.pages import samples

NAMES = tuple(samples.every("nb"))
LOCALES = ("nb", "en")
both = pytest.mark.parametrize("locale", LOCALES)
each = pytest.mark.parametrize("name", NAMES)


@cache
def source(name: str, locale: str) -> str:
    return samples.every(locale)[name]


def tree(name: str, locale: str) -> Document:
    return turbohtml.parse(source(name, locale))


def attribute(element: Element, name: str) -> str:
    value = element.attrs.get(name)
    return value if isinstance(value, str) else ""


@both
@each
def test_it_is_an_html_document_in_its_language(name: str, locale: str) -> None:
    assert source(name, locale).startswith("<!doctype html><html lang=")
    root = tree(name, locale).select_one("html")
    assert root is not None
    assert attribute(root, "lang") == ("nb" if name == "record" else locale)


@both
@each
def test_one_h1_in_main_and_no_level_is_skipped(name: str, locale: str) -> None:
    page = tree(name, locale)
    assert len(page.select("h1")) == len(page.select("main h1")) == 1
    levels = [int(heading.tag[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(heading.text.strip() for heading in page.select("h1, h2, h3, h4, h5, h6"))


@both
@each
def test_the_landmarks_are_there_and_named_apart(name: str, locale: str) -> None:
    page = tree(name, locale)
    assert [len(page.select(f"body > {tag}")) for tag in ("header", "main", "footer")] == [1, 1, 1]
    names = []
    for nav in page.select("nav"):
        label = (
            page.select_one(f"#{attribute(nav, 'aria-labelledby')}")
            if "aria-labelledby" in nav.attrs
            else None
        )
        names.append(label.text if label else attribute(nav, "aria-label"))
    assert len(names) >= 3
    assert all(names)
    assert len(set(names)) == len(names)


@both
@each
def test_ids_are_unique_and_all_that_are_pointed_to_exist(name: str, locale: str) -> None:
    page = tree(name, locale)
    ids = [attribute(element, "id") for element in page.select("[id]")]
    assert len(set(ids)) == len(ids)
    pointed = [
        attribute(element, by)
        for by in ("aria-labelledby", "aria-describedby", "for")
        for element in page.select(f"[{by}]")
    ]
    pointed += [attribute(link, "href")[1:] for link in page.select('a[href^="#"]')]
    assert set(pointed) <= set(ids)


@both
@each
def test_every_link_has_text_and_an_address(name: str, locale: str) -> None:
    links = tree(name, locale).select("a")
    assert links
    assert all(link.text.strip() and attribute(link, "href") for link in links)


@both
@each
def test_links_that_sound_alike_lead_to_the_same_place(name: str, locale: str) -> None:
    known: dict[str, str] = {}
    for link in tree(name, locale).select("a"):
        if link.closest("nav, header.masthead"):
            continue
        assert known.setdefault(link.text.strip(), attribute(link, "href")) == attribute(link, "href")


@both
@each
def test_the_first_link_skips_to_main(name: str, locale: str) -> None:
    page = tree(name, locale)
    assert attribute(page.select("a")[0], "href") == "#main"
    assert page.select_one("main#main") is not None


@both
@each
def test_no_script_no_style_and_no_handler(name: str, locale: str) -> None:
    page = tree(name, locale)
    assert page.select("script, style, [style], iframe, object") == []
    assert not [key for element in page.select("*") for key in element.attrs if key.startswith("on")]


@both
@each
def test_no_word_is_left_unfilled(name: str, locale: str) -> None:
    page = tree(name, locale)
    for code in page.select("pre, code"):
        code.decompose()
    assert not re.search(r"\{[a-z_]+\}", page.text)


@both
@each
def test_our_own_check_finds_nothing(name: str, locale: str) -> None:
    report = accessibility.check(source(name, locale), mode="document")
    assert [(found.rule, found.target) for found in report.findings if found.outcome == "failed"] == []


@both
@each
def test_the_title_names_page_and_publisher(name: str, locale: str) -> None:
    title = tree(name, locale).select_one("title")
    assert title is not None
    assert re.fullmatch(r".+ – Intern.+, Troms fylkeskommune", title.text)
    assert not title.text.startswith("Intern") or name == "record"


@both
@each
def test_notices_are_not_for_search_engines_and_have_no_canonical_address(name: str, locale: str) -> None:
    page = tree(name, locale)
    notice = name in samples.notices(locale)
    assert bool(page.select('meta[name="robots"]')) is notice
    assert bool(page.select('link[rel="canonical"]')) is not notice
