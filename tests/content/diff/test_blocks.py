"""Block by block: which block is which, whatever the keys say, and what changed inside."""

from __future__ import annotations

from uuid import UUID

import pytest
from msgspec import structs

from content.diff import Mark
from content.text import (
    Abbr,
    Block,
    Callout,
    Image,
    Lang,
    Link,
    LinkCard,
    Prose,
    Quote,
    Span,
    Track,
    Video,
)
from tests.content.diff.applying import text
from tests.content.diff.samples import altered, between, linked, only, ops, para, table

ONE = para("Fylkestinget møtes i Tromsø i juni.")
TWO = para("Søknader sendes innen første mai.")
THREE = para("Rådet har fjorten medlemmer fra nord.")


def test_the_same_text_is_kept_and_only_named() -> None:
    found = between((ONE, TWO), (ONE, TWO))
    assert found.same
    assert ops(found) == ["kept", "kept"]
    assert all(block.was is block.now for block in found.body)
    assert altered(found) == ()


def test_a_text_read_in_anew_has_other_keys_and_is_the_same_text() -> None:
    """All keys are one further than before: none of them says which block is which."""
    found = between((ONE, TWO, THREE), (para("Helt ny innledning."), ONE, TWO, THREE))
    assert ops(found) == ["added", "kept", "kept", "kept"]
    assert [block.key for block in found.body] == ["b1", "b2", "b3", "b4"]


def test_a_changed_block_is_found_though_the_keys_have_shifted() -> None:
    changed = para("Søknader sendes innen femtende mai.")
    found = between((ONE, TWO, THREE), (para("Helt ny innledning."), ONE, changed, THREE))
    assert ops(found) == ["added", "kept", "changed", "kept"]
    block = found.body[2]
    assert (block.before, block.after, block.moved) == (1, 2, False)
    assert [(piece.op, piece.text) for piece in block.words if piece.op != "kept"] == [
        ("removed", "første"),
        ("added", "femtende"),
    ]


def test_a_key_of_an_editors_tool_says_which_block_it_is_however_it_was_rewritten() -> None:
    found = between((para("Gammelt", key="f3a9"), TWO), (para("Noe helt annet", key="f3a9"), TWO))
    assert ops(found) == ["changed", "kept"]
    assert text(found.body[0].words, "kept", "added") == "Noe helt annet"


def test_a_rewritten_block_without_such_a_key_is_another_block() -> None:
    found = between((ONE, TWO), (para("Ferjene går som før hele helga."), TWO))
    assert ops(found) == ["added", "removed", "kept"] or ops(found) == ["removed", "added", "kept"]


def test_what_was_removed_is_told_where_it_stood() -> None:
    found = between((ONE, TWO, THREE), (ONE, THREE))
    assert ops(found) == ["kept", "removed", "kept"]
    assert found.body[1].was is not None
    assert (found.body[1].before, found.body[1].key) == (1, "b2")


def test_a_moved_block_is_told_once_and_the_others_are_kept() -> None:
    found = between((ONE, TWO, THREE), (THREE, ONE, TWO))
    assert ops(found) == ["moved", "kept", "kept"]
    assert (found.body[0].before, found.body[0].after) == (2, 0)
    assert not found.same


def test_a_block_that_moved_and_changed_is_both() -> None:
    found = between((ONE, TWO, THREE), (para("Rådet har femten medlemmer fra nord."), ONE, TWO))
    block = only(found)
    assert (block.op, block.moved, block.before, block.after) == ("changed", True, 2, 0)


def test_one_of_several_equal_headings_goes_and_nothing_moves() -> None:
    heading = para("Kontakt", style="h2")
    found = between((heading, ONE, heading, TWO, heading, THREE), (ONE, heading, TWO, heading, THREE))
    assert ops(found) == ["removed", "kept", "kept", "kept", "kept", "kept"]


def test_a_paragraph_that_became_a_heading_is_changed() -> None:
    block = only(between((ONE, TWO), (structs.replace(ONE, style="h2"), TWO)))
    assert block.op == "changed"
    assert [(member.pointer, member.before, member.after) for member in block.members] == [
        ("/style", "normal", "h2")
    ]
    assert [piece.op for piece in block.words] == ["kept"]


def test_a_paragraph_that_became_a_callout_is_another_block() -> None:
    found = between((ONE,), (Callout(content=(ONE,)),))
    assert sorted(ops(found)) == ["added", "removed"]


def test_another_target_of_a_link_is_a_change() -> None:
    before = linked("Les ", "planen", " her.", "https://example.org/2025")
    after = linked("Les ", "planen", " her.", "https://example.org/2026")
    block = only(between((before,), (after,)))
    assert block.op == "changed"
    assert [(piece.text, piece.marks_before, piece.marks) for piece in block.words if piece.marks_before] == [
        (
            "planen",
            (Mark(type="link", value="https://example.org/2025"),),
            (Mark(type="link", value="https://example.org/2026"),),
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        (Lang(key="m", lang="en"), Lang(key="m", lang="se"), "se"),
        (
            Abbr(key="m", title="Europeisk union"),
            Abbr(key="m", title="Den europeiske union"),
            "Den europeiske union",
        ),
        (
            Link(key="m", href="/a"),
            Link(key="m", record=UUID("01912345-0000-7000-8000-000000000001")),
            "urn:uuid:01912345-0000-7000-8000-000000000001",
        ),
    ],
)
def test_another_mark_on_the_same_words_is_a_change(
    before: Lang | Abbr | Link, after: Lang | Abbr | Link, value: str
) -> None:
    def marked(mark: Lang | Abbr | Link) -> Prose:
        return Prose(children=(Span(text="EU her", marks=("m",)),), mark_defs=(mark,))

    (piece,) = only(between((marked(before),), (marked(after),))).words
    assert (piece.op, piece.marks[0].value) == ("kept", value)
    assert piece.marks_before != piece.marks


def test_spans_divided_otherwise_and_keys_of_marks_are_no_difference() -> None:
    one = Prose(
        children=(Span(text="Les mer om "), Span(text="planen", marks=("strong", "x"))),
        mark_defs=(Link(key="x", href="/p"),),
    )
    other = Prose(
        children=(
            Span(text="Les mer"),
            Span(text=""),
            Span(text=" om "),
            Span(text="pla", marks=("y", "strong")),
            Span(text="nen", marks=("y", "strong")),
        ),
        mark_defs=(Link(key="unused", href="/q"), Link(key="y", href="/p")),
    )
    assert between((one,), (other,)).same


def test_one_link_made_two_is_a_difference_though_words_and_targets_are_the_same() -> None:
    spans = (Span(text="nord", marks=("x",)), Span(text="fra", marks=("y",)))
    two = Prose(children=spans, mark_defs=(Link(key="x", href="/p"), Link(key="y", href="/p")))
    one = Prose(children=(Span(text="nordfra", marks=("x",)),), mark_defs=(Link(key="x", href="/p"),))
    block = only(between((two,), (one,)))
    assert block.op == "changed"
    assert [member.pointer for member in block.members] == ["/children"]


def test_alt_caption_and_source_of_an_image_are_told_member_by_member() -> None:
    before = Image(src="/media/a.jpg", alt="En bro over elva", caption="Broen")
    after = Image(src="/media/a.jpg", alt="En bro over fjorden", width=800)
    members = {member.pointer: member for member in only(between((before,), (after,))).members}
    assert set(members) == {"/alt", "/caption", "/width"}
    assert text(members["/alt"].words, "added") == "fjorden"
    assert (members["/caption"].before, members["/caption"].words) == ("Broen", ())
    assert members["/width"].after == 800


def test_another_picture_with_another_text_is_another_block() -> None:
    found = between(
        (Image(src="/media/a.jpg", alt="En bro"),), (Image(src="/media/b.jpg", alt="Rein på vidda"),)
    )
    assert sorted(ops(found)) == ["added", "removed"]


def test_a_quotation_is_compared_inside() -> None:
    block = only(
        between(
            (Quote(content=(ONE, TWO), source="Fylkesplanen"),),
            (
                Quote(
                    content=(ONE, para("Søknader sendes innen femtende mai."), THREE), source="Fylkesplanen"
                ),
            ),
        )
    )
    assert (block.op, block.members, block.words) == ("changed", (), ())
    assert [inside.op for inside in block.content] == ["kept", "changed", "added"]


def test_a_transcript_and_tracks_of_a_video_are_compared() -> None:
    track = Track(href="/media/a.vtt", lang="nb", label="Norsk")
    before = Video(href="/media/a.mp4", title="Film", captions=(track,), transcript=(ONE,))
    after = Video(href="/media/a.mp4", title="Film", transcript=(ONE, TWO))
    block = only(between((before,), (after,)))
    assert [member.pointer for member in block.members] == ["/captions"]
    assert [inside.op for inside in block.content] == ["kept", "added"]


def test_another_address_of_a_card_is_a_change() -> None:
    before = LinkCard(href="https://example.org/a", title="Programmet")
    block = only(between((before,), (structs.replace(before, href="https://example.org/b"),)))
    assert (block.op, [member.pointer for member in block.members]) == ("changed", ["/href"])


def test_a_cell_of_a_table_is_told_in_its_row() -> None:
    before = table(("År", "Antall"), ("2024", "14"), ("2025", "17"))
    after = table(("År", "Antall"), ("2024", "15"), ("2025", "17"), ("2026", "3"))
    block = only(between((before,), (after,)))
    assert [row.op for row in block.rows] == ["kept", "changed", "kept", "added"]
    assert [cell.op for cell in block.rows[1].cells] == ["kept", "changed"]
    assert [(piece.op, piece.text) for piece in block.rows[1].cells[1].words] == [
        ("removed", "14"),
        ("added", "15"),
    ]


def test_a_new_column_is_one_new_cell_in_each_row() -> None:
    before = table(("År", "Antall søknader"), ("2024", "fjorten stykker"))
    after = table(("År", "Land", "Antall søknader"), ("2024", "Norge", "fjorten stykker"))
    block = only(between((before,), (after,)))
    assert [[cell.op for cell in row.cells] for row in block.rows] == [["kept", "added", "kept"]] * 2


def test_from_nothing_and_to_nothing() -> None:
    nothing: tuple[Block, ...] = ()
    assert ops(between(nothing, (ONE,))) == ["added"]
    assert ops(between((ONE,), nothing)) == ["removed"]
    assert between(nothing, nothing).same
