"""The forms of values: the same to Python, msgspec and JSON Schema, quick on any input, and nothing through that falls over later."""

import datetime
import re
import time
from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from content import locales, queries, text, validation
from content.errors import Invalid
from content.model import Content, Page
from content.text import Cell, Prose, Quote, Row, Span, Table
from content.validation import readiness, shape
from tests.content.test_validation import faults, put


def patterns() -> dict[str, str]:
    """Every pattern of every struct that a Content can hold, and where it stands."""
    found: dict[str, str] = {}

    def look(info: inspect.Type, name: str) -> None:
        match info:
            case inspect.StrType():
                if info.pattern:
                    found[info.pattern] = name
            case inspect.StructType():
                for field in info.fields:
                    look(field.type, f"{info.cls.__name__}.{field.name}")
            case inspect.UnionType():
                for one in info.types:
                    look(one, name)
            case inspect.Metadata():
                look(info.type, name)
            case inspect.VarTupleType():
                look(info.item_type, name)

    look(inspect.type_info(Content), "Content")
    look(inspect.type_info(locales.Tag), "Tag")
    return found


SOUND = (
    "a", "a-b", "nb", "NO", "NOK", "nb-no", "2014", "2014-05-31", "2014/2025", "https://example.org/å?b=c#d", "http://a", "/a/b", "/",
    "mailto:a@example.org", "tel:+4777788000", "#a", "a@example.org", "+47 77 78 80 00", "video/mp4", "audio/mpeg", "application/pdf", "En linje",
)  # fmt: skip
NOT_ALLOWED_IN_ECMA = re.compile(r"\\[AZzdDsSwW]|\(\?(?![:=!])|\\U")


@pytest.mark.parametrize(("pattern", "name"), patterns().items())
def test_a_line_feed_after_a_value_is_refused_by_msgspec_and_by_us(pattern: str, name: str) -> None:
    kind = Annotated[str, msgspec.Meta(pattern=pattern)]
    taken = [value for value in SOUND if re.search(pattern, value)]
    assert taken, f"no example of {name}"
    for value in taken:
        assert msgspec.convert(value, kind) == value
        assert not list(shape.walk(kind, value))
        for end in ("\n", "\r", "\n\n", "\u2028"):
            assert list(shape.walk(kind, value + end)), (name, end)
            with pytest.raises(msgspec.ValidationError):
                msgspec.convert(value + end, kind)


@pytest.mark.parametrize(("pattern", "name"), patterns().items())
def test_a_pattern_reads_the_same_in_json_schema_and_is_quick_on_any_input(pattern: str, name: str) -> None:
    assert not NOT_ALLOWED_IN_ECMA.search(pattern), name
    assert pattern.endswith(r"$(?!\n)"), name
    begin = time.process_time()
    for start in ("", "https://", "mailto:", "tel:", "/", "#a", "a@", "a@a.", "2014-", "a/", "video/"):
        for filling in ("a", "@", ".", "-", "a-", "a.", "1", " ", "()", "\u00e5"):
            re.search(pattern, start + filling * 20_000 + "\x00")
    assert time.process_time() - begin < 3, name


def test_what_is_too_long_is_not_held_against_a_pattern_too() -> None:
    assert faults(slug="Å" * 200) == {"/slug": "too_long"}


@pytest.mark.parametrize(
    "href",
    [
        "https://a\\b/", "https:\\\\a/", "https://a/\u200b", "https://a/\u00a0b", "https://nordkalott.example@evil.example/",
        "https://a:b@evil.example/", "https://a..b/", "https://./", "https://a/ b", "/a\\b", "/a b", "tel:", "tel:()", "tel: 1",
        "mailto:a@b\u200b", "mailto:@b", "#", "#é", "https://\u2100x/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_reads_as_another_is_refused(href: str) -> None:
    assert list(faults(put("body/0/markDefs/0/href", href))) == ["/body/0/markDefs/0/href"]


@pytest.mark.parametrize(
    "email", ["a\u200b@b.no", "a@b..no", "a@.no", "<a>@b.no", "a@b.no\n", "a@b", "a@b.no, c@d.no"]
)
def test_an_email_address_that_is_none_is_refused(email: str) -> None:
    card = {"_type": "contact-card", "_key": "z", "name": "A", "email": email}
    assert faults(put("body/1", card)) == {"/body/1/email": "wrong_form"}


@pytest.mark.parametrize(
    "nothing", ["\u200b", "\ufeff", "\u2060", "\u3164", "\u115f", "\u2800", "\U000e0020", " \u00ad"]
)
def test_what_must_be_filled_in_needs_something_to_see(nothing: str) -> None:
    assert faults(title=nothing)["/title"] == "empty"
    assert [each.code for each in readiness.alternative(nothing, "/alt", decorative=False)] == ["missing_alt"]
    assert faults(title=f"Barents{nothing}") == {}


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_is_a_fault_and_no_crash(day: str) -> None:
    data = {"kind": "project", "slug": "a", "title": "A", "fields": {"starts": day, "ends": day}}
    with pytest.raises(Invalid) as caught:
        validation.decode(Content, data)
    assert {(fault.pointer, fault.code) for fault in caught.value.faults} == {
        ("/fields/starts", "out_of_range"),
        ("/fields/ends", "out_of_range"),
    }


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (UUID, "{01890a5d-ac96-774b-bcce-b302099a8057}"),
        (UUID, "deadbeef-deadbeef-deadbeef-dead-beef"),
        (datetime.date, "20260501"),
        (datetime.date, "2026-W01-1"),
    ],
)
def test_the_shape_takes_no_form_that_msgspec_refuses(kind: Any, data: str) -> None:
    assert [fault.code for fault in shape.walk(kind, data)] == ["wrong_type"]


@given(st.from_regex(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", fullmatch=True))
def test_a_slug_is_reserved_exactly_where_it_would_be_read_as_an_id(slug: str) -> None:
    assert ("/slug" in faults(slug=slug)) == (queries.as_uuid(slug) is not None)


def test_more_money_than_javascript_can_count_is_refused() -> None:
    data = {
        "kind": "project",
        "slug": "a",
        "title": "A",
        "fields": {"starts": "2026-01-01", "budget": {"currency": "NOK", "maximum": 2**53}},
    }
    with pytest.raises(Invalid) as caught:
        validation.decode(Content, data)
    assert [fault.code for fault in caught.value.faults] == ["out_of_range"]


def test_spans_have_keys_of_their_own_and_marks_are_not_called_as_decorators() -> None:
    twice = [{"_type": "span", "_key": "x", "text": "A"}, {"_type": "span", "_key": "x", "text": "B"}]
    assert faults(put("body/0/children", twice)) == {"/body/0/children/1/_key": "duplicate_key"}
    strong = [{"_type": "link", "_key": "strong", "href": "/a"}, {"_type": "link", "_key": "l", "href": "/b"}]
    assert faults(put("body/0/markDefs", strong)) == {"/body/0/markDefs/0/_key": "key"}


def test_keys_that_are_filled_in_are_valid_and_differ() -> None:
    spans = (Span(text="a"), Span(text="b", key="b1s1"), Span(text="c"))
    long = "k" * 64
    cell = Cell(children=spans)
    body = text.keyed(
        (
            Prose(children=spans),
            Prose(key=long, children=spans),
            Table(key="t" * 64, caption="Tall", rows=(Row(cells=(cell, cell)), Row(cells=(cell, cell)))),
            Quote(key="q" * 64, content=(Prose(children=spans), Prose(children=spans)), source="Kari"),
        )
    )
    validation.recheck(Page(slug="a", title="A", body=body))
    assert body[1].key == long
    table = body[2]
    assert isinstance(table, Table)
    assert all(
        len({span.key for span in cell.children} - {""}) == 3 for row in table.rows for cell in row.cells
    )
    assert text.keyed(body) == body


def test_the_source_of_a_quotation_comes_after_its_words() -> None:
    assert text.plain(Quote(content=(Prose(children=(Span(text="Ord"),)),), source="Kari")) == "Ord\nKari"
