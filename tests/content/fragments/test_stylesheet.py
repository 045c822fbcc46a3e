"""The stylesheet stays within our fragments, and styles only what they can hold."""

from __future__ import annotations

import re

from content import fragments


def selectors() -> list[str]:
    css = re.sub(r"/\*.*?\*/", "", fragments.stylesheet(), flags=re.DOTALL)
    heads = re.findall(r"([^{};]+)\{", css)
    rules = [head.strip() for head in heads if not head.strip().startswith("@")]
    return [part.strip() for rule in rules for part in re.split(r",(?![^(]*\))", rule)]


def test_every_selector_stands_under_our_root() -> None:
    assert selectors()
    for selector in selectors():
        assert re.match(r"\.nk(?![\w-])", selector), selector


def test_every_class_in_it_is_public() -> None:
    for selector in selectors():
        assert set(re.findall(r"\.(nk[\w-]*)", selector)) <= fragments.CLASSES, selector


def test_tokens_are_ours_and_nothing_is_loaded_or_forced() -> None:
    css = fragments.stylesheet()
    assert set(re.findall(r"--(\w+)", css)) <= {"nk", *re.findall(r"--(_\w+)\s*:", css)}
    assert not re.search(r"@import|url\(|!important|outline:\s*(none|0[;\s])", css)
    assert not re.search(r"(font-size|line-height|[^-](height|width)):[^;]*\dpx", css)
