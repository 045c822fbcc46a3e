"""The glance and the walk over the same data: what passes at a glance has no fault, and what is right passes at a glance."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from content import files
from content.model import Content
from content.validation import shape
from content.validation.glance import look
from service import library

GLANCE = look(inspect.type_info(Content), shape.UNWRITABLE)
RIGHT: list[Any] = [
    msgspec.to_builtins(each.content)
    for name in ("library", "examples")
    for each in files.read(library.folder(name))
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        ["", " ", "\n", "\x00", "\u202e", "x" * 700, "A", "2026-13-01", "javascript:x", [], {}, [[]], 2**70]
    ),
)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    found: list[tuple[Any, Any]] = []
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        found.append((data, key))
        found += places(data[key])
    return found


def test_what_is_right_passes_at_a_glance() -> None:
    assert len(RIGHT) > 20
    for data in RIGHT:
        assert GLANCE(data), data["slug"]


@given(st.data())
def test_what_passes_at_a_glance_has_no_fault(draw: st.DataObject) -> None:
    data = copy.deepcopy(draw.draw(st.sampled_from(RIGHT)))
    for _ in range(draw.draw(st.integers(1, 3))):
        holder, key = draw.draw(st.sampled_from(places(data)))
        match draw.draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[key] = copy.deepcopy(draw.draw(JUNK))
            case "remove":
                del holder[key]
            case _ if isinstance(holder, dict):
                holder[draw.draw(st.text(max_size=4))] = copy.deepcopy(draw.draw(JUNK))
            case _:
                holder.insert(key, copy.deepcopy(draw.draw(JUNK)))
        if not places(data):
            break
    if GLANCE(data):
        assert list(shape.every_fault(Content, data)) == []
