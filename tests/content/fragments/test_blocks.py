"""What single blocks and marks become, where the golden files do not say why."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from content import fragments
from content.fragments.frame import prefix
from content.fragments.headings import Outline, anchor
from content.model import Source
from content.text import Cell, ContactCard, Image, Link, LinkCard, Prose, Quote, Row, Span, Table
from tests.content.fragments.samples import CONTACT, LINKED, SECRET, content, context, edition, rendered


def body(*blocks: Any, **around: Any) -> str:
    """The inside of the body, on one line."""
    html = fragments.render(edition(structs.replace(content("page"), body=blocks)), context(**around))
    found = re.search(r'<div class="nk-body">(.*)</div>\s*<footer', html, re.DOTALL)
    assert found
    return found[1].replace("\n", "")


def said(*texts: str | tuple[str, ...], defs: tuple[Any, ...] = (), **more: Any) -> Prose:
    spans = tuple(
        Span(text=text) if isinstance(text, str) else Span(text=text[0], marks=text[1:]) for text in texts
    )
    return Prose(children=spans, mark_defs=defs, **more)


def row(*texts: str) -> Row:
    return Row(cells=tuple(Cell(children=(Span(text=text),)) for text in texts))


def test_one_link_over_several_spans_is_one_link() -> None:
    link = Link(key="l", href="https://example.org/")
    html = body(said(("les ", "l"), ("hele", "strong", "l"), (" planen", "l"), " nå", defs=(link,)))
    assert html == '<p><a href="https://example.org/">les <strong>hele</strong> planen</a> nå</p>'


def test_the_order_of_marks_does_not_matter() -> None:
    assert body(said(("ja", "em", "strong"))) == body(said(("ja", "strong", "em")))
    assert "<strong><em>ja</em></strong>" in body(said(("ja", "em", "strong")))


def test_an_unknown_mark_is_ignored_and_its_text_kept() -> None:
    assert body(said(("ja", "blink"))) == "<p>ja</p>"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:x",
        "data:text/html,x",
        "//evil.example",
        "/\\evil",
        "vbscript:x",
        "#nowhere",
        "https:evil",
    ],
)
def test_an_unsafe_or_dead_address_leaves_the_words(href: str) -> None:
    assert body(said(("les", "l"), defs=(Link(key="l", href=href),))) == "<p>les</p>"


def test_a_record_that_is_not_public_is_shown_without_a_link() -> None:
    assert body(said(("les", "l"), defs=(Link(key="l", record=SECRET),))) == "<p>les</p>"
    assert body(said("x"), LinkCard(record=SECRET)) == "<p>x</p>"
    assert "<a" not in body(LinkCard(record=SECRET, title="Hemmelig"))


def test_a_contact_in_another_language_says_so() -> None:
    other = {CONTACT: structs.replace(LINKED[CONTACT], locale="en")}
    html = body(ContactCard(record=CONTACT), linked=other)
    assert '<div class="nk-contact-card" lang="en">' in html
    assert "<dt>Phone</dt>" in html


def test_a_list_goes_into_the_item_above_it_whatever_the_step() -> None:
    item: dict[str, Any] = {"list_item": "bullet"}
    html = body(said("a", **item), said("b", level=3, **item), said("c", level=2, **item), said("d", **item))
    plain = re.sub(r' class="[^"]*"', "", html)
    assert plain == "<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li><li>d</li></ul>"


@pytest.mark.parametrize(
    ("written", "levels"),
    [([2, 4, 3], [3, 4, 4]), ([4, 2, 3, 6], [3, 3, 4, 5]), ([2, 3, 2, 3], [3, 4, 3, 4]), ([6, 6], [3, 3])],
)
def test_outline_counts_steps(written: list[int], levels: list[int]) -> None:
    outline = Outline(2)
    assert [outline.enter(level) for level in written] == levels


def test_below_the_sixth_level_a_heading_says_its_level_by_aria() -> None:
    html = body(said("Dypt", style="h2"), heading_level=6)
    assert html.startswith('<div role="heading" aria-level="7" class="nk-heading"')


def test_headings_with_the_same_words_have_different_ids() -> None:
    html = body(said("Om", style="h2"), said("Om", style="h2"), said("Om 2", style="h2"))
    ids = re.findall(r'id="nk-[0-9a-f]{12}-([^"]+)"', html)
    assert ids == ["om", "om-2", "om-2-2"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hva vi gjør", "hva-vi-gjor"),
        ("Æ, ø og å!", "ae-o-og-a"),
        ("Sámi đŋŧčšž", "sami-dntcsz"),
        ("北", "del"),
    ],
)
def test_anchor(text: str, name: str) -> None:
    assert anchor(text) == name


def test_ids_differ_between_records_locales_and_variants_but_not_between_editions() -> None:
    of = content("page")
    one = edition(of)
    others = [edition(of, "nn"), edition(of, record=UUID(int=5))]
    assert len({prefix(one, "full"), prefix(one, "card"), *(prefix(each, "full") for each in others)}) == 4
    assert prefix(one, "full") == prefix(structs.replace(one, number=9), "full")


def test_header_cells_have_their_scope_and_an_empty_corner_is_no_header() -> None:
    html = body(Table(caption="T", header_columns=1, rows=(row("", "2024"), row("Kultur", "7"))))
    assert '<tr><td></td><th scope="col">2024</th></tr>' in html
    assert '<tr><th scope="row">Kultur</th><td>7</td></tr>' in html


def test_the_second_column_of_headers_is_found_beside_a_cell_that_spans_rows() -> None:
    tall = Cell(children=(Span(text="Nord"),), rowspan=2)
    first = Row(cells=(tall, *row("Troms", "1").cells))
    html = body(Table(caption="T", header_rows=0, header_columns=2, rows=(first, row("Finnmark", "2"))))
    assert '<th scope="rowgroup" rowspan="2">Nord</th><th scope="row">Troms</th><td>1</td>' in html
    assert '<tr><th scope="row">Finnmark</th><td>2</td></tr>' in html


def test_a_cell_never_reaches_below_its_table() -> None:
    html = body(
        Table(caption="T", header_rows=0, rows=(Row(cells=(Cell(children=(Span(text="x"),), rowspan=900),)),))
    )
    assert "rowspan" not in html


def test_a_video_with_captions_is_asked_for_with_cors() -> None:
    assert 'crossorigin="anonymous"' in rendered()
    assert "autoplay" not in rendered()


def test_an_abbreviation_and_a_line_break() -> None:
    html = rendered()
    assert '<abbr title="Det europeiske økonomiske samarbeidsområdet">EØS</abbr>.<br>Les' in html


def test_a_later_day_is_said_and_the_same_day_is_not() -> None:
    of = content("page")
    one = edition(of)
    html = fragments.render(structs.replace(one, at=one.published_at, updated_at=one.published_at), context())
    assert "Publisert" in html
    assert "Oppdatert" not in html
    assert "Rettet" not in html


def test_a_list_shifts_the_titles_of_its_cards_below_its_own() -> None:
    html = fragments.render_list([(edition(content("news")), context(heading_level=2))], 6, "en", "News")
    assert '<h6 class="nk-list-title"' in html
    assert 'role="heading" aria-level="7" class="nk-title"' in html
    assert 'lang="en"' in html.split(">")[0]


INVISIBLE = ("\u200b", "\ufeff", " \u2060\u00a0", "\u00ad", "\u3164", "\u2800", "\U000e0020")


@pytest.mark.parametrize("nothing", INVISIBLE)
def test_words_that_nobody_sees_make_no_heading_link_header_or_item(nothing: str) -> None:
    link = Link(key="l", href="https://example.org/")
    assert body(said(nothing, style="h2"), said(nothing), said(nothing, list_item="bullet"), said("A")) == (
        "<p>A</p>"
    )
    assert "<a " not in body(said("A", (nothing, "l"), defs=(link,)))
    assert "<th " not in body(Table(caption="Tall", rows=(row(nothing), row("1"))))
    assert ">example.org</a>" in body(LinkCard(href="https://example.org/a", title=nothing))


def test_a_source_or_licence_without_words_to_see_is_no_link() -> None:
    page = structs.replace(content("page"), source=Source(title="\u200b", url="https://example.org/kilde"))
    assert "https://example.org/kilde" not in fragments.render(edition(page), context())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_a_passage_keeps_its_line_breaks(end: str) -> None:
    text = f"Én{end}<to>"
    assert "<p>Én<br>&lt;to&gt;</p>" in body(said(text))
    assert ">Én<br>&lt;to&gt;</caption>" in body(Table(caption=text, rows=(row("A"), row("1"))))
    assert ">Én<br>&lt;to&gt;</span>" in body(Image(src="/a.png", alt="A", caption=text))
    assert ">Én<br>&lt;to&gt;</figcaption>" in body(Quote(content=(said("A"),), source=text))
    card = LinkCard(href="https://example.org/", title="A", summary=text)
    assert ">Én<br>&lt;to&gt;</p>" in body(card)
    page = structs.replace(content("page"), summary=text)
    assert ">Én<br>&lt;to&gt;</p>" in fragments.render(edition(page), context())


def test_an_address_that_is_none_stops_no_rendering() -> None:
    wrong = "https://[::x/"
    assert wrong in body(LinkCard(href=wrong))
    assert wrong in body(Quote(content=(said("A"),), cite=wrong))
    contact = content("contact")
    reached = structs.replace(contact, fields=structs.replace(contact.fields, web=wrong))
    assert wrong in fragments.render(edition(reached), context())
