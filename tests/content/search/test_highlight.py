"""Terms of a query, and where they are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from content.model import News
from content.search import Highlight, Piece, highlight, parse, searchable
from content.search.query import MOST_WORDS
from content.text import (
    Callout,
    Cell,
    ContactCard,
    Details,
    File,
    Image,
    LinkCard,
    Prose,
    Quote,
    Row,
    Span,
    Table,
    Video,
)
from tests.contract import build


def shown(text: str, *, title: str = "Møte", summary: str = "", body: str = "Hei.") -> Highlight:
    query = parse(text, "nb")
    return highlight(build.news("a", title, summary=summary, text=body), "nb", query.stems, len(query.stems))


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{each.text}]" if each.hit else each.text for each in pieces)


def test_the_words_as_they_were_written_are_marked() -> None:
    found = shown("møte nord", title="Møtene i nord", body="Vi møtes; nordover, Nord!")
    assert marked(found.title) == "[Møtene] i [nord]"
    assert marked(found.excerpt) == "Vi [møtes]; nordover, [Nord]!"


def test_the_passage_that_says_most_is_shown() -> None:
    body = "Først om fisk.\nSå om fisk og sel.\nSå om sel."
    assert marked(shown("sel fisk", summary="Om fisk.", body=body).excerpt) == "Så om [fisk] og [sel]."


def test_the_beginning_is_shown_where_only_the_title_says_it() -> None:
    found = shown("møte", summary="Om noe annet.")
    assert marked(found.title) == "[Møte]"
    assert marked(found.excerpt) == "Om noe annet."
    assert shown("møte", body=" ").excerpt == ()


def test_a_long_passage_is_cut_at_words_around_the_first_hit() -> None:
    body = "ord " * 100 + "om fisk her " + "ord " * 100
    excerpt = shown("fisk", body=body).excerpt
    assert (excerpt[0].text, excerpt[-1].text) == ("…", "…")
    inner = "".join(each.text for each in excerpt[1:-1])
    assert inner.startswith("ord ")
    assert inner.endswith(" ord")
    assert len(inner) <= 240
    assert [each.text for each in excerpt if each.hit] == ["fisk"]


def test_markup_in_a_text_stays_text() -> None:
    found = shown("fisk", title="<b>Fisk</b> & sel")
    assert found.title == (Piece(text="<b>"), Piece(text="Fisk", hit=True), Piece(text="</b> & sel"))


@given(st.text(alphabet="fisk ord.\n<&\u00ad\u030c", max_size=600), st.text(alphabet="fisk ord", max_size=30))
def test_pieces_are_the_text_and_hits_are_wanted(body: str, text: str) -> None:
    query = parse(text, "nb")
    found = shown(text, title="Fisk og ord", body=body)
    assert "".join(each.text for each in found.title) == "Fisk og ord"
    for piece in (*found.title, *found.excerpt):
        assert piece.text
        if piece.hit:
            assert parse(piece.text, "nb").stems <= query.stems


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_query(text: str) -> None:
    query = parse(text, "nb")
    assert sum(len(term.stems) for term in query.terms) <= MOST_WORDS
    assert len(set(query.terms)) == len(query.terms)


def test_quotation_marks_make_phrases() -> None:
    terms = parse('om "arktisk råd" «nord» og “to” "', "nb").terms
    assert [term.stems for term in terms] == [("om",), ("arktisk", "råd"), ("nord",), ("og",), ("to",)]
    assert [term.part for term in terms] == ["om", "", "nord", "og", "to"]


def test_every_sort_of_block_can_be_found() -> None:
    def prose(word: str) -> Prose:
        return Prose(children=(Span(text=word),))

    cells = (Cell(children=(Span(text="celle"),)),)
    body = (
        prose("avsnitt"),
        Image(src="/a", alt="alternativ", caption="bildetekst"),
        Table(caption="tabelltittel", rows=(Row(cells=cells),)),
        Quote(content=(prose("sitat"),), source="kilde"),
        Callout(title="merk", content=(prose("faktaboks"),)),
        Details(summary="fold", content=(prose("skjult"),)),
        LinkCard(href="/b", title="lenkekort", summary="omtale"),
        ContactCard(name="kari", role="leder", organisation="fylket"),
        File(href="/c", title="vedlegg", media_type="application/pdf"),
        Video(href="/d", title="film", transcript=(prose("utskrift"),)),
    )
    said = "avsnitt alternativ bildetekst tabelltittel celle sitat kilde merk faktaboks fold skjult lenkekort omtale kari leder fylket vedlegg film utskrift"
    found = searchable(News(slug="a", title="x", body=body), "xx")
    assert set(said.split()) <= found.stems
