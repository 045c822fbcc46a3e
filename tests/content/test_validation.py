"""Every fault at once: by name for what editors meet, and by property against msgspec's own verdict."""

import copy
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import validation
from content.errors import Fault, Invalid
from content.model import CONTENT_TYPES, Content, with_keys
from content.text import Table
from content.validation import meaning, shape

EVENT: dict[str, Any] = {
    "kind": "event",
    "slug": "et-mote",
    "title": "Et møte",
    "topics": ["barents"],
    "fields": {"start": "2026-05-01T12:00:00+02:00", "end": "2026-05-01T14:00:00+02:00", "place": "Tromsø"},
    "body": [
        {
            "_type": "block",
            "_key": "a",
            "children": [{"_type": "span", "text": "Les mer", "marks": ["l", "strong"]}],
            "markDefs": [{"_type": "link", "_key": "l", "href": "https://example.org/"}],
        },
        {"_type": "image", "_key": "b", "src": "/media/x/y.jpg", "alt": "En båt ved kai"},
        {
            "_type": "table",
            "_key": "c",
            "caption": "Tall",
            "rows": [
                {"cells": [{"children": []}, {"children": []}]},
                {"cells": [{"children": [], "colspan": 2}]},
            ],
        },
    ],
}


def faults(change: Any = None, **changes: Any) -> dict[str, str]:
    """The faults of the event above after a change, as pointer → code."""
    data = copy.deepcopy(EVENT)
    data.update(changes)
    if change:
        change(data)
    try:
        validation.decode(Content, data)
    except Invalid as error:
        return {fault.pointer: fault.code for fault in error.faults}
    return {}


def test_a_sound_record_has_no_fault() -> None:
    assert faults() == {}


def test_all_faults_are_told_at_once_and_both_languages_say_them() -> None:
    data = {
        "kind": "event",
        "slug": "Å b",
        "title": "",
        "fields": {"start": "i går", "extra": 1},
        "body": [{"_type": "image", "src": "/a.png"}, 7],
    }
    with pytest.raises(Invalid) as caught:
        validation.decode(Content, data)
    told = {fault.pointer: fault.code for fault in caught.value.faults}
    assert told == {
        "/slug": "wrong_form",
        "/title": "empty",
        "/fields/start": "wrong_type",
        "/fields/extra": "unknown_field",
        "/fields/place": "missing",
        "/body/1": "wrong_type",
    }
    assert all(
        fault.message.nb and fault.message.en and fault.message.nb != fault.message.en
        for fault in caught.value.faults
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "happening"}, {"/kind": "unknown_type"}),
        ({"kind": None}, {"/kind": "unknown_type"}),
        ({"slug": "list"}, {"/slug": "reserved_slug"}),
        ({"slug": "01890a5d-ac96-774b-bcce-b302099a8057"}, {"/slug": "reserved_slug"}),
        ({"slug": "a" * 121}, {"/slug": "too_long"}),
        ({"title": "  "}, {"/title": "empty"}),
        ({"title": "a\x00b"}, {"/title": "control_character"}),
        ({"title": "a\ud800b"}, {"/title": "control_character"}),
        ({"title": "a\ufffeb"}, {"/title": "control_character"}),
        ({"title": "Tromso\u0308"}, {"/title": "not_nfc"}),
        ({"title": ["x"]}, {"/title": "wrong_type"}),
        ({"topics": "barents"}, {"/topics": "wrong_type"}),
        ({"topics": ["barents", "barents"]}, {"/topics/1": "duplicate"}),
        ({"topics": ["Barents"]}, {"/topics/0": "wrong_form"}),
        ({"invented": 1}, {"/invented": "wrong_type"}),
        ({"colour": "red"}, {"/colour": "unknown_field"}),
        ({"a/b~c": 1}, {"/a~1b~0c": "unknown_field"}),
        ({"fields": {"start": "2026-05-01T12:00:00", "place": "x"}}, {"/fields/start": "wrong_type"}),
        (
            {"fields": {"start": "2026-05-01T12:00:00Z", "end": "2026-05-01T11:00:00Z", "place": "x"}},
            {"/fields/end": "before_start"},
        ),
        ({"fields": {"start": "2026-05-01T12:00:00Z"}}, {"/fields/place": "missing"}),
        ({"source": {"title": "x", "date": "i fjor"}}, {"/source/date": "wrong_form"}),
    ],
)
def test_a_fault_is_named_where_it_is(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert faults(**changes) == expected


def put(path: str, value: Any) -> Any:
    """A change that sets the member at a path like body/1/alt."""

    def change(data: Any) -> None:
        *way, last = path.split("/")
        for name in way:
            data = data[int(name) if name.isdigit() else name]
        data[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("body/0/markDefs", [], {"/body/0/children/0/marks/0": "unknown_mark"}),
        ("body/0/markDefs/0/href", "javascript:alert(1)", {"/body/0/markDefs/0/href": "wrong_form"}),
        ("body/0/markDefs/0/href", "//evil.example/", {"/body/0/markDefs/0/href": "wrong_form"}),
        (
            "body/0/markDefs/0/record",
            "01890a5d-ac96-774b-bcce-b302099a8057",
            {"/body/0/markDefs/0": "one_target"},
        ),
        ("body/0/level", 2, {"/body/0/level": "level_without_list"}),
        ("body/0/_type", "marquee", {"/body/0/_type": "unknown_type"}),
        ("body/1/_key", "a", {"/body/1/_key": "duplicate_key"}),
        ("body/2/rows/1/cells/0/colspan", 3, {"/body/2/rows": "ragged"}),
        ("body/2/header_rows", 0, {"/body/2/header_rows": "no_headers"}),
        ("body/2/caption", "", {"/body/2/caption": "empty"}),
        ("body/1/width", 0, {"/body/1/width": "out_of_range"}),
        ("body/1/width", 10**30, {"/body/1/width": "out_of_range"}),
    ],
)
def test_a_fault_in_a_block_is_named_where_it_is(path: str, value: Any, expected: dict[str, str]) -> None:
    assert faults(put(path, value)) == expected


def test_cells_that_hang_down_from_above_count_in_a_row() -> None:
    hanging = [{"cells": [{"children": [], "rowspan": 2}, {"children": []}]}, {"cells": [{"children": []}]}]
    assert faults(put("body/2/rows", hanging)) == {}


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'"\\ud800"', b"[" * 100_000, b""])
def test_what_is_not_json_is_one_clear_fault(raw: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        validation.decode_json(Content, raw)
    assert [fault.code for fault in caught.value.faults] == ["not_json"]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=5)
    | st.sampled_from(["h2", "bullet", "2026-05-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["_type", "text", "href", "start"]), inner, max_size=3)
    ),
    max_leaves=5,
)
paths = st.sampled_from(
    [
        "title",
        "fields",
        "fields/start",
        "fields/place",
        "body",
        "body/0",
        "body/0/children",
        "body/0/children/0",
        "body/0/children/0/marks",
        "body/0/markDefs/0",
        "body/1/alt",
        "body/1/decorative",
        "body/2/rows/0",
        "body/2/rows/0/cells/1",
        "topics",
        "authors",
        "source",
    ]
)


@given(paths, json_values)
def test_the_shape_and_msgspec_agree_on_what_is_valid(path: str, value: Any) -> None:
    data = copy.deepcopy(EVENT)
    put(path, value)(data)
    ours: tuple[Fault, ...] = tuple(shape.walk(Content, data))
    try:
        msgspec.convert(data, Content)
        theirs = True
    except msgspec.ValidationError:
        theirs = False
    unwritable = {fault.code for fault in ours} <= {"control_character"}
    assert theirs == (not ours) or (theirs and unwritable)
    assert list(meaning.walk(data)) is not None  # whatever the shape, meaning never raises


def test_every_kind_has_a_schema_and_the_walk_knows_every_type_in_it() -> None:
    for kind, struct in CONTENT_TYPES.items():
        pointers = {fault.pointer for fault in shape.walk(struct, {})}
        assert {"/slug", "/title"} <= pointers, kind


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"slug": "foo\n"}, {"/slug": "wrong_form"}),
        ({"slug": "deadbeef-dead-beef-dead-beefdeadbeef"}, {"/slug": "reserved_slug"}),
        ({"title": "A\nB"}, {"/title": "line_break"}),
        ({"title": "A\u2028B"}, {"/title": "line_break"}),
        ({"title": "\u200b\ufeff"}, {"/title": "empty"}),
        ({"title": "Trygg \u202egnp.exe"}, {"/title": "control_character"}),
        ({"topics": ["barents\n"]}, {"/topics/0": "wrong_form"}),
        ({"source": {"title": "x", "date": "2014-13"}}, {"/source/date": "no_date"}),
        ({"source": {"title": "x", "date": "2014-02-30"}}, {"/source/date": "no_date"}),
        ({"source": {"title": "x", "date": "0000"}}, {"/source/date": "no_date"}),
        ({"source": {"title": "x", "date": "2025/2014"}}, {"/source/date": "no_date"}),
        ({"source": {"title": "x", "date": "٢٠١٤"}}, {"/source/date": "wrong_form"}),
        ({"source": {"title": "x", "date": "2014-05/2014-05-31"}}, {}),
        ({"source": {"title": "x", "url": "https://[::x/"}}, {"/source/url": "no_address"}),
        ({"licence": {"name": "x", "url": "https://example.org:99999/"}}, {"/licence/url": "no_address"}),
        ({"fields": {"start": "9999-12-31T23:59:00Z", "place": "x"}}, {"/fields/start": "out_of_range"}),
        (
            {"fields": {"start": "2026-05-01T12:00:00Z", "online": "https://[::x/"}},
            {"/fields/online": "no_address"},
        ),
    ],
)
def test_what_would_fall_over_later_is_refused_now(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert faults(**changes) == expected


@pytest.mark.parametrize("href", ["/\\evil.example", "https://a b", "//evil.example", "javascript:x"])
def test_an_address_that_browsers_read_otherwise_is_refused(href: str) -> None:
    assert faults(put("body/0/markDefs/0/href", href)) == {"/body/0/markDefs/0/href": "wrong_form"}


def test_every_cell_gets_the_keys_that_apps_need() -> None:
    data = copy.deepcopy(EVENT)
    put("body/2/rows/1/cells/0/children", [{"_type": "span", "text": "x"}])(data)
    table = with_keys(validation.decode(Content, data)).body[2]
    assert isinstance(table, Table)
    assert table.rows[1].cells[0].children[0].key == "cr2c1s1"
