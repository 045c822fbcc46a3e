"""Pages and pastes of the structures that real ones have: every word in order, every link; and what was dropped is listed."""

import datetime
from pathlib import Path
from uuid import UUID

import pytest
import turbohtml
from msgspec import structs

from content import fragments, validation
from content.convert import Converted, from_html
from content.errors import Invalid
from content.fragments import Context
from content.model import Content, Edition, Page, digest_of
from content.text import Block, Image, Link, Prose, Quote, Table, inner, plain
from service.links import PublicLinks
from tests.content.convert.loss import lost

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir())


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def sorts(converted: Converted) -> list[tuple[str, str]]:
    return [(_sort(block), plain(block)) for block in converted.body]


def _sort(block: Block) -> str:
    if not isinstance(block, Prose):
        return str(block.__struct_config__.tag)
    return f"{block.list_item}{block.level}" if block.list_item else block.style


def rendered(body: tuple[Block, ...]) -> turbohtml.Document:
    content = Page(slug="prove", title="Prøve", summary="Prøve", body=body)
    at = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    edition = Edition(
        id=UUID("01a20834-8c13-7430-a66f-29db6186417e"), locale="nb", number=1, revision=1, update="major", at=at,
        published_at=at, updated_at=at, digest=digest_of(content), content=content,
    )  # fmt: skip
    context = Context(requested="nb", links=PublicLinks("https://example.org"))
    return turbohtml.parse(fragments.render(edition, context))


def test_there_are_pages() -> None:
    assert len(NAMES) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_no_word_no_link_and_no_order_is_lost(name: str) -> None:
    html = page(name)
    assert not lost(html, from_html(html))


@pytest.mark.parametrize("name", NAMES)
def test_a_second_conversion_of_what_came_out_changes_nothing(name: str) -> None:
    first = from_html(page(name))
    body = rendered(first.body).select_one(".nk-body")
    assert body is not None
    again = from_html(body.inner_html)
    assert [plain(block) for block in again.body] == [plain(block) for block in first.body]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_converted_can_be_saved_but_for_what_the_remarks_name(name: str) -> None:
    converted = from_html(page(name))
    content = Page(slug="prove", title="Prøve", summary="Prøve", body=converted.body)
    remarks = {(remark.pointer, remark.code) for remark in converted.remarks}
    assert {(pointer.removeprefix("/body"), code) for pointer, code in faults(content)} <= remarks


def faults(content: Content) -> list[tuple[str, str]]:
    try:
        validation.recheck(content)
    except Invalid as refused:
        return [(fault.pointer, fault.code) for fault in refused.faults]
    return []


def test_word() -> None:
    converted = from_html(page("word.html"))
    assert sorts(converted) == [
        ("h2", "Møte om isveier"),
        (
            "normal",
            "Vi kjørte 42 km på fjordisen, som var 30 cm tykk og dekket 12 km². Se the ice report.[1]",
        ),
        ("bullet1", "Brøyting"),
        ("bullet2", "om natten"),
        ("bullet1", "Måling av tykkelse"),
        ("normal", "Rekkefølgen er:"),
        ("number1", "Mål isen"),
        ("number2", "ved land"),
        ("number2", "i midten"),
        ("number1", "Åpne veien"),
        ("normal", "§ 7-3. Forskriften gjelder"),
        ("table", "Møte om isveier\nStrekning\nTykkelse\nIndre fjord\n31 cm"),
        ("normal", "Kart over isveien"),
        ("normal", "[1] Tallene er fra mars."),
    ]
    dropped = {(each.what, each.name) for each in converted.dropped}
    assert dropped >= {
        ("comment", ""),
        ("element", "style"),
        ("element", "img"),
        ("tag", "o:p"),
        ("address", "file:///C:/Temp/clip_image002.png"),
    }
    assert [(remark.pointer, remark.code) for remark in converted.remarks] == [
        ("/11/caption", "guessed_caption"),
        ("/11/header_rows", "guessed_headers"),
    ]


def test_google_docs() -> None:
    converted = from_html(page("google-docs.html"))
    assert sorts(converted) == [
        ("h2", "Referat fra reindriftsmøtet"),
        ("normal", "Flyttingen begynner mandag, hvis været holder. Les flytteplanen."),
        ("bullet1", "Gjerder repareres"),
        ("bullet2", "først på vestsiden"),
        ("bullet1", "Snøskutere meldes"),
        ("table", "Referat fra reindriftsmøtet\nSiida\nDag\nVestre\nTirsdag"),
        ("image", ""),
    ]
    text = converted.body[1]
    assert isinstance(text, Prose)
    assert [span.text for span in text.children if "strong" in span.marks] == ["mandag"]
    assert [span.text for span in text.children if "em" in span.marks] == [", hvis været holder"]
    assert ("/6/alt", "missing_alt") in [(remark.pointer, remark.code) for remark in converted.remarks]


def test_a_browser() -> None:
    converted = from_html(page("browser.html"))
    assert [(sort, words.replace("\N{NO-BREAK SPACE}", " ")) for sort, words in sorts(converted)] == [
        ("h2", "Åpningstider i påsken"),
        ("normal", "Kontoret er stengt fra onsdag. Ring 00 00 00 00 eller skriv til post@example.org."),
        ("normal", "NB! Posten hentes ikke."),
        ("bullet1", "Kart"),
        ("bullet1", "Følg oss på Facebook"),
        ("normal", "Se filmen om isfiske"),
        ("image", "Se filmen om isfiske"),
        ("normal", "Uke 13 lukket\nUke 14 åpent"),
    ]
    assert [block.src for block in converted.body if isinstance(block, Image)] == ["/media/film.jpg"]


def test_a_page_out_of_a_cms() -> None:
    converted = from_html(page("cms.html"))
    found = sorts(converted)
    assert ("normal", "Reise") in found
    assert [words for sort, words in found if sort == "number2"] == [
        "Legg ved budsjett",
        "Legg ved plan",
    ]
    tables = [block for block in converted.body if isinstance(block, Table)]
    sums = next(table for table in tables if table.caption == "Fordeling i kr, se tallene")
    assert (sums.header_rows, sums.header_columns) == (2, 0)
    assert [[(cell.colspan, cell.rowspan) for cell in row.cells] for row in sums.rows] == [
        [(1, 2), (2, 1)],
        [(1, 1), (1, 1)],
        [(1, 1), (1, 1), (1, 1)],
        [(1, 2), (2, 1)],
        [(1, 1), (1, 1)],
        [(1, 1), (1, 1), (1, 1)],
    ]
    [quote] = [block for block in converted.body if isinstance(block, Quote)]
    assert quote.source == "Leder i utvalget"
    dropped = {(each.what, each.name) for each in converted.dropped}
    assert dropped >= {
        ("address", "https://example.org/embed/42"),
        ("address", "/sok"),
        ("element", "select"),
        ("words", "Velg Alle"),
        ("words", "Film krever skript"),
        ("words", "Kulturmidler - Kystfylket"),
        ("tag", "form"),
    }
    assert not any("ikke ord" in each.name for each in converted.dropped)


def test_footnotes_lead_there_and_back() -> None:
    converted = from_html(page("footnotes.html"))
    leads = {
        words: str(mark.href)
        for block in converted.body
        for prose in (block, *inner(block))
        if isinstance(prose, Prose)
        for words, mark in links(prose)
    }
    keys = {block.key: plain(block) for block in converted.body}
    assert keys[leads["Bestanden"][1:]] == "Bestanden"
    assert keys[leads["¹"][1:]].startswith("Tall fra elva.")
    assert keys[leads["³"][1:]].startswith("3 Fisket var stengt.")
    assert keys[leads["Tilbake"][1:]].startswith("Laksen gikk opp")
    assert keys[leads["tilbake til tabellen"][1:]].startswith("Bestanden\nÅr")
    fragment = rendered(converted.body)
    anchors = [link.attr("href") or "" for link in fragment.select('.nk-body a[href^="#"]')]
    ids = {each.attr("id") for each in fragment.select("[id]")}
    assert len(anchors) == 10
    assert {anchor[1:] for anchor in anchors} <= ids


def links(prose: Prose) -> list[tuple[str, Link]]:
    defined = {mark.key: mark for mark in prose.mark_defs if isinstance(mark, Link)}
    return [(span.text, defined[mark]) for span in prose.children for mark in span.marks if mark in defined]


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        ("en to tre", "en tre", "words"),
        ("en to to", "en to", "words"),
        ("en to tre", "tre to en", "order"),
        ('<a href="https://example.org/">en</a>', "en", "links"),
        ('<a href="../relativ">en</a>', "en", "links"),
    ],
)
def test_the_checker_sees_what_is_lost(before: str, after: str, missing: str) -> None:
    converted = from_html(f"<p>{after}</p>")
    assert getattr(lost(f"<p>{before}</p>", converted), missing)
    assert not lost(f"<p>{after}</p>", converted)


@pytest.mark.parametrize("name", NAMES)
def test_the_checker_misses_every_block_that_is_taken_out(name: str) -> None:
    html, converted = page(name), from_html(page(name))
    for number, block in enumerate(converted.body):
        if not isinstance(block, Image):  # the words of a linked one stand in the text too
            body = converted.body[:number] + converted.body[number + 1 :]
            assert lost(html, structs.replace(converted, body=body)), plain(block)


def test_the_checker_takes_what_was_listed_for_kept() -> None:
    html = '<a href="../relativ">en</a>'
    assert not lost(html, from_html(html))
    assert lost(html, structs.replace(from_html(html), dropped=()))
