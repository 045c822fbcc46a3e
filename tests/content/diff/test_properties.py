"""What holds for any two contents: the difference makes one out of the other, word by word, and is never unbounded."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from content import diff
from content.diff import BlockDiff, CellDiff
from content.text import Abbr, Block, Lang, Link, Prose, Span, Table
from tests.content.diff import applying
from tests.content.diff.samples import page, para, table
from tests.content.fragments.bodies import blocks, bodies, words

Body = tuple[Block, ...]


@st.composite
def revised(draw: st.DrawFn) -> tuple[Body, Body]:
    """A body, and what an editor made of it: blocks taken out, put in, moved, and paragraphs written over."""
    before = draw(bodies)
    order = draw(st.permutations(range(len(before)))) if draw(st.booleans()) else range(len(before))
    after: list[Block] = []
    for place in order:
        match draw(st.sampled_from(("keep", "keep", "drop", "insert", "edit"))):
            case "keep":
                after.append(before[place])
            case "insert":
                after += [draw(blocks), before[place]]
            case "edit":
                after.append(_edited(before[place], draw(words)))
            case _:
                pass
    return before, tuple(after)


def _edited(block: Block, word: str) -> Block:
    if isinstance(block, Prose):
        return structs.replace(block, children=(*block.children, Span(text=f" {word}")))
    return block


def holders(told: BlockDiff | CellDiff, was: object, now: object) -> None:
    """The words of a changed paragraph or cell are exactly those before and after, under exactly their marks."""
    mine, theirs = msgspec.to_builtins(was), msgspec.to_builtins(now)
    assert applying.under_marks(told.words, before=True) == applying.expected(mine)
    assert applying.under_marks(told.words, before=False) == applying.expected(theirs)


def inside(told: Sequence[BlockDiff]) -> None:
    for block in told:
        if block.op != "changed":
            continue
        assert not isinstance(block.was, msgspec.UnsetType)
        assert not isinstance(block.now, msgspec.UnsetType)
        assert block.members or block.words or block.content or block.rows
        if isinstance(block.now, Prose):
            holders(block, block.was, block.now)
        for row in block.rows:
            for cell in row.cells:
                if cell.op == "changed":
                    holders(
                        cell,
                        block.was.rows[row.before].cells[cell.before],  # type: ignore[union-attr,index]
                        block.now.rows[row.after].cells[cell.after],  # type: ignore[union-attr,index]
                    )
        inside(block.content)


@given(st.one_of(revised(), st.tuples(bodies, bodies)))
def test_the_difference_makes_the_text_after_out_of_the_text_before(pair: tuple[Body, Body]) -> None:
    before, after = page(*pair[0]), page(*pair[1], title="Ny")
    found = diff.compare(before, after)
    assert applying.says(applying.applied(before, found)) == applying.says(after)
    inside(found.body)
    assert sorted(b.before for b in found.body if isinstance(b.before, int)) == list(range(len(before.body)))
    assert [b.after for b in found.body if isinstance(b.after, int)] == list(range(len(after.body)))


@given(bodies)
def test_a_text_does_not_differ_from_itself_whatever_its_keys(body: Body) -> None:
    before = page(*body)
    after = structs.replace(before, body=tuple(_rekeyed(block) for block in before.body))
    assert diff.compare(before, after).same


@given(st.text(), st.text())
def test_the_words_are_exactly_those_of_the_texts(before: str, after: str) -> None:
    found = diff.compare(page(para("x"), title=before), page(para("x"), title=after))
    for member in found.members:
        assert applying.text(member.words, "kept", "removed") == before
        assert applying.text(member.words, "kept", "added") == after


def _rekeyed(part: Any) -> Any:
    """The same with other keys on blocks and spans; marks keep theirs."""
    if isinstance(part, tuple):
        return tuple(_rekeyed(each) for each in part)
    if not isinstance(part, msgspec.Struct) or isinstance(part, Link | Lang | Abbr):
        return part
    new = {name: _rekeyed(getattr(part, name)) for name in part.__struct_fields__}
    return structs.replace(part, **new | ({"key": f"annen{new['key']}"} if "key" in new else {}))


def _texts(seed: int, count: int, size: int, letters: int) -> list[Prose]:
    dice = random.Random(seed)
    return [para(" ".join(f"ord{dice.randrange(letters)}" for _ in range(size))) for _ in range(count)]


def _grid(width: int, first: int) -> Table:
    return table(*(tuple(f"{row} {first + place}" for place in range(width)) for row in range(2_000)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(_texts(1, 5_000, 10, 40_000), _texts(2, 5_000, 10, 40_000), id="all different"),
        pytest.param(_texts(1, 5_000, 12, 5), _texts(2, 5_000, 12, 5), id="all alike"),
        pytest.param(_texts(1, 5_000, 3, 3), _texts(2, 5_000, 3, 3), id="many equal"),
        pytest.param(_texts(1, 5_000, 8, 9_000), _texts(1, 5_000, 8, 9_000)[::-1], id="the other way round"),
        pytest.param(_texts(1, 1, 3_000, 90_000), _texts(2, 1, 3_000, 90_000), id="one long paragraph"),
        pytest.param(_texts(1, 1, 5_000, 2), _texts(2, 1, 5_000, 2), id="one long paragraph of two words"),
        pytest.param([para("a'" * 10_000)], [para("'a" * 10_000)], id="one long word"),
        pytest.param([para(".,;" * 6_000)], [para(";,." * 6_000)], id="no word at all"),
        pytest.param([_grid(20, 0)], [_grid(21, 1)], id="a column more in a long table"),
    ],
)
def test_no_text_takes_long(before: list[Block], after: list[Block]) -> None:
    """A quadratic comparison of these takes minutes; the bound leaves room for a slow machine."""
    mine, theirs = page(*before), page(*after)
    started = time.process_time()
    found = diff.compare(mine, theirs)
    assert time.process_time() - started < 10
    assert applying.says(applying.applied(mine, found)) == applying.says(theirs)
