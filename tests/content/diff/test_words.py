"""Word by word: what a word is, and what became of the marks on it."""

from __future__ import annotations

import pytest

from content.diff import Mark, Piece, marks_of
from content.diff.effort import Effort
from content.diff.words import between, pieces


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.op, piece.text) for piece in between(before, after, Effort())]


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("Møte i Tromsø i mai.", "Møte i Alta i mai.", "Tromsø", "Alta"),
        ("Davvisámegiella lea giella.", "Julevsámegiella lea giella.", "Davvisámegiella", "Julevsámegiella"),
        ("Čáhci ja eana", "Čázit ja eana", "Čáhci", "Čázit"),
        (
            "Der er Barents-rådet nå",
            "Der er Barents-sekretariatet nå",
            "Barents-rådet",
            "Barents-sekretariatet",
        ),
        ("It is Norway's turn", "It is Norway’s turn", "Norway's", "Norway’s"),
        (
            "et fylkes\u00adkommunalt råd",
            "et fylkes\u00adkommunale råd",
            "fylkes\u00adkommunalt",
            "fylkes\u00adkommunale",
        ),
        ("Det er a\u030angst her", "Det er ångst her", "a\u030angst", "ångst"),
        ("Frist kl. 10.30 i dag", "Frist kl. 11.30 i dag", "10.30", "11.30"),
        ("Beløp 1,5 millioner", "Beløp 2,5 millioner", "1,5", "2,5"),
        ("Это новый текст", "Это старый текст", "новый", "старый"),
    ],
)
def test_a_word_is_told_whole(before: str, after: str, removed: str, added: str) -> None:
    found = told(before, after)
    assert ("removed", removed) in found
    assert ("added", added) in found
    assert [op for op, _ in found if op != "kept"] == ["removed", "added"]


def test_a_mark_of_punctuation_alone_is_told() -> None:
    assert told("Velkommen", "Velkommen!") == [("kept", "Velkommen"), ("added", "!")]


def test_what_stays_between_new_words_is_told_with_them_unless_it_has_words() -> None:
    assert told("Vi så lille Kari her", "Vi så store Ola her") == [
        ("kept", "Vi så "),
        ("removed", "lille Kari"),
        ("added", "store Ola"),
        ("kept", " her"),
    ]
    assert ("kept", " og ") in told("Vi så lille og blå Kari", "Vi så store og røde Kari")


def test_another_text_in_the_same_place_is_replaced_whole() -> None:
    before, after = (
        "Fylkestinget vedtok planen i juni etter en lang debatt om veier.",
        "Ferjene går som før, men i helgene er det nye tider å merke seg.",
    )
    assert told(before, after) == [("removed", before), ("added", after)]


def test_nothing_becomes_something_and_something_nothing() -> None:
    assert told("", "Ny") == [("added", "Ny")]
    assert told("Ny", "") == [("removed", "Ny")]
    assert told("", "") == []
    assert told("Ny", "Ny") == [("kept", "Ny")]


def test_marks_are_told_on_words_that_were_kept_even_inside_a_word() -> None:
    strong, link = Mark(type="strong"), Mark(type="link", value="https://example.org/")
    found = pieces(
        (("nordområdene er ", ()), ("her", (link,))),
        (("nord", ()), ("områdene", (strong,)), (" er ", ()), ("her", (link, strong))),
        Effort(),
    )
    assert found == (
        Piece(op="kept", text="nord"),
        Piece(op="kept", text="områdene", marks=(strong,), marks_before=()),
        Piece(op="kept", text=" er "),
        Piece(op="kept", text="her", marks=(link, strong), marks_before=(link,)),
    )
    assert [marks_of(piece) for piece in found] == [((), ()), ((), (strong,)), ((), ()), ((), (strong,))]


def test_without_effort_all_is_replaced_and_still_true() -> None:
    before = " ".join(f"a{n} fast" for n in range(50))
    after = " ".join(f"b{n} fast" for n in range(50))
    found = between(before, after, Effort(0))
    assert "".join(piece.text for piece in found if piece.op != "added") == before
    assert "".join(piece.text for piece in found if piece.op != "removed") == after
