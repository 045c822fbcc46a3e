"""What holds for the fragment of any body whatever: the embed contract, and that no word is lost or let loose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from turbohtml import Element, parse_fragment

from content import fragments
from content.model import VARIANTS
from content.text import Block, Image, plain
from tests.content.fragments.bodies import HOSTILE, bodies, words
from tests.content.fragments.samples import content, context, edition

levels = st.integers(2, 6)
SAFE = re.compile(r"https?://[^/]|mailto:|tel:|#nk-")


def elements(html: str) -> list[Element]:
    return list(_below(parse_fragment(html)))


def _below(node: Any) -> Iterator[Element]:
    for child in node.children:
        if isinstance(child, Element):
            yield child
            yield from _below(child)


def level(element: Element) -> int | None:
    if re.fullmatch("h[1-6]", element.tag):
        return int(element.tag[1])
    return int(str(element.attrs["aria-level"])) if element.attrs.get("role") == "heading" else None


def render(body: tuple[Block, ...], heading_level: int = 2, **more: Any) -> str:
    of = structs.replace(content("page"), body=body, **more)
    return fragments.render(edition(of), context(heading_level=heading_level))


def folded(text: str) -> str:
    return " ".join(text.split())


@given(bodies, levels)
def test_headings_start_at_the_level_asked_for_and_never_skip(body: tuple[Block, ...], start: int) -> None:
    found = [number for element in elements(render(body, start)) if (number := level(element))]
    assert found[0] == start
    assert all(number > start for number in found[1:])
    assert all(after <= before + 1 for before, after in itertools.pairwise(found))


@given(bodies)
def test_ids_are_unique_and_begin_with_the_record(body: tuple[Block, ...]) -> None:
    found = elements(render(body))
    ids = [str(element.attrs["id"]) for element in found if "id" in element.attrs]
    assert len(ids) == len(set(ids))
    assert all(each == ids[0] or each.startswith(f"{ids[0]}-") for each in ids)
    for element in found:
        for name in ("aria-labelledby", "href"):
            value = str(element.attrs.get(name) or "")
            if name != "href" or value.startswith("#"):
                assert not value or value.lstrip("#") in ids


@given(bodies)
def test_every_word_of_the_body_is_in_the_text(body: tuple[Block, ...]) -> None:
    html = render(body)
    tree = parse_fragment(html)
    pictures = " ".join(str(element.attrs.get("alt") or "") for element in elements(html))
    text = folded(f"{tree.text} {pictures}").replace(" ", "")
    for block in body:
        for part in plain(block).split("\n"):
            assert "".join(part.split()) in text, (type(block), part)


@given(bodies, words, words)
def test_nothing_runs_and_nothing_is_styled(body: tuple[Block, ...], title: str, summary: str) -> None:
    for element in elements(render(body, title=title, summary=summary)):
        assert element.tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "link",
            "meta",
            "base",
        }
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src", "cite", "poster"):
            if name in element.attrs:
                assert SAFE.match(str(element.attrs[name])), element.attrs


@given(bodies)
def test_same_input_same_bytes(body: tuple[Block, ...]) -> None:
    assert render(body) == render(body)


@given(bodies)
def test_all_classes_are_public_and_links_have_words(body: tuple[Block, ...]) -> None:
    for element in elements(render(body)):
        names = element.attrs.get("class") or ""
        assert set(names if isinstance(names, list) else str(names).split()) <= fragments.CLASSES
        if element.tag == "a":
            assert element.text.strip()


@given(st.sampled_from(HOSTILE), st.sampled_from(VARIANTS))
@settings(max_examples=40)
def test_hostile_words_stay_words(hostile: str, variant: Any) -> None:
    of = structs.replace(content("page"), title=hostile, summary=hostile, rightsholder=hostile, body=())
    html = fragments.render(
        edition(of), context(variant=variant, state="withdrawn", reason=hostile, alternates=(), topics={})
    )
    calm = fragments.render(
        edition(structs.replace(of, title="x", summary="x", rightsholder="x")),
        context(variant=variant, state="withdrawn", reason="x", alternates=(), topics={}),
    )
    assert [element.tag for element in elements(html)] == [element.tag for element in elements(calm)]
    assert parse_fragment(html).text.count(hostile) >= 1


def test_an_image_without_alternative_is_left_for_the_check_to_find() -> None:
    bare = [each for each in elements(render((Image(src="/a.png"),))) if each.tag == "img"]
    assert "alt" not in bare[0].attrs
    mute = [each for each in elements(render((Image(src="/a.png", decorative=True),))) if each.tag == "img"]
    assert mute[0].attrs["alt"] == ""
