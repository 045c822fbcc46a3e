"""Conditional requests against a second, slow reading of RFC 9110: section 13.2.2, and HTTP dates as section 5.6.7 writes them."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.web.conditions import (
    Conditions,
    conditions,
    date,
    http_date,
    last_modified,
    matches,
    outcome,
)

OURS = '"' + "0a" * 16 + '"'
OTHER = '"' + "1b" * 16 + '"'
NOW = 1_780_000_000
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Each says what it is: the field's text, and whether it names ours by weak and by strong comparison.
TAGS = [
    (OURS, True, True), (f"W/{OURS}", True, False), (OTHER, False, False), ("*", True, True), ("", False, False),
    (f"{OTHER}, {OURS}", True, True), (f"W/{OURS},{OTHER}", True, False), (f"{OTHER},,{OTHER}", False, False),
    ("¿garbage", False, False), (f'"a, {OURS[1:]}', False, False), ("**", False, False), (f"*, {OTHER}", False, False),
]  # fmt: skip
TIMES = [NOW - 3600, NOW - 1, NOW, NOW + 1, NOW + 3600]
NO_DATES = [
    "yesterday",
    "Thu, 32 Jan 2026 00:00:00 GMT",
    "2026-01-01T00:00:00Z",
    "",
    "Thu, 01 Jan 2026 00:00:00 UTC",
]


def imf(at: int) -> str:
    when = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return f"{DAYS[when.weekday()][:3]}, {when.day:02} {MONTHS[when.month - 1]} {when.year:04} {when:%H:%M:%S} GMT"


def rfc850(at: int) -> str:
    when = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return f"{DAYS[when.weekday()]}, {when.day:02}-{MONTHS[when.month - 1]}-{when.year % 100:02} {when:%H:%M:%S} GMT"


def asctime(at: int) -> str:
    when = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return f"{DAYS[when.weekday()][:3]} {MONTHS[when.month - 1]} {when.day:2} {when:%H:%M:%S} {when.year:04}"


FORMS = (imf, rfc850, asctime)
Tag = tuple[str, bool, bool] | None
Date = tuple[str, int | None] | None
tag_fields: st.SearchStrategy[Tag] = st.none() | st.sampled_from(TAGS)
date_fields: st.SearchStrategy[Date] = (
    st.none()
    | st.tuples(st.sampled_from(TIMES), st.sampled_from(FORMS)).map(lambda each: (each[1](each[0]), each[0]))
    | st.sampled_from(NO_DATES).map(lambda each: (each, None))
)


def model(if_match: Tag, if_unmodified: Date, if_none: Tag, if_modified: Date, modified: int | None) -> int:
    """Section 13.2.2, step by step, for GET of something that is there."""
    go_to_3 = False
    if if_match is not None:  # step 1
        if not if_match[2]:
            return 412
        go_to_3 = True
    dated = if_unmodified is not None and if_unmodified[1] is not None and modified is not None
    if not go_to_3 and dated and not modified <= if_unmodified[1]:  # type: ignore[index,operator]  # step 2
        return 412
    if if_none is not None:  # step 3
        return 304 if if_none[1] else 200
    # step 4: false, so 304, if the last modification is earlier or the same
    if if_modified is not None and if_modified[1] is not None and modified is not None:
        return 304 if modified <= if_modified[1] else 200
    return 200


@given(tag_fields, date_fields, tag_fields, date_fields, st.none() | st.sampled_from(TIMES))
def test_the_order_of_conditions_is_that_of_the_rfc(
    if_match: Tag, if_unmodified: Date, if_none: Tag, if_modified: Date, modified: int | None
) -> None:
    asked = Conditions(
        if_match=if_match and if_match[0],
        if_unmodified_since=if_unmodified and if_unmodified[0],
        if_none_match=if_none and if_none[0],
        if_modified_since=if_modified and if_modified[0],
    )
    expected = model(if_match, if_unmodified, if_none, if_modified, modified)
    assert outcome(asked, OURS, modified, NOW) == expected


SUFFIXED = [
    OURS[:-1] + '-gzip"', OURS + "-gzip", OURS[:-1] + '--gzip"', OURS[:-1] + ';gzip"', OURS[:-1] + '-br"',
    OURS[:-1] + '-df"', OURS[:-1] + '-zstd"', OURS[:-1] + ':brotli"', f'W/{OURS[:-1]}-gzip"', OURS.strip('"'),
]  # fmt: skip


@pytest.mark.parametrize("said", SUFFIXED)
@pytest.mark.parametrize("around", ["{}", '"x", {}', '{} , W/"y"', '"a,b",{}'])
def test_what_proxies_make_of_an_etag_is_still_ours(said: str, around: str) -> None:
    assert matches(around.format(said), OURS)
    assert not matches(around.format(said.replace("0a", "0b")), OURS)
    assert outcome(Conditions(if_match=said), OURS, None, NOW) == 412


@pytest.mark.parametrize(
    "said", [OURS[:-1] + '0a"', OURS[:-2] + '"', OURS[:-1] + '-0123456789"', OURS[:-1] + '-gzip-gzip-gzip-x"']
)
def test_what_only_begins_like_ours_is_not(said: str) -> None:
    assert not matches(said, OURS)


@given(st.text(max_size=300))
@example('"' * 2000)
@example("W/" * 2000)
def test_garbage_is_no_etag_of_ours_and_no_date(text: str) -> None:
    assert not matches(text.replace("*", ""), OURS)
    assert date("¿" + text, NOW) is None


@given(
    st.integers(calendar.timegm((1980, 1, 1, 0, 0, 0)), calendar.timegm((2070, 1, 1, 0, 0, 0))),
    st.sampled_from(FORMS),
)
def test_every_form_of_a_date_is_read(at: int, form: object) -> None:
    assert date(form(at), NOW) == at  # type: ignore[operator]
    assert date(f" {form(at)}\t", NOW) == at  # type: ignore[operator]
    assert http_date(at) == imf(at)


@pytest.mark.parametrize(
    ("text", "year"),
    [("76", 2076), ("77", 1977), ("26", 2026), ("99", 1999), ("00", 2000)],
)
def test_a_year_of_two_digits_is_at_most_fifty_years_ahead(text: str, year: int) -> None:
    at = date(f"Sunday, 06-Nov-{text} 08:49:37 GMT", NOW)
    assert at == calendar.timegm((year, 11, 6, 8, 49, 37))


@pytest.mark.parametrize(
    "text",
    [
        *NO_DATES, "Sun, 06 Nov 1994 08:49:37", "sun, 06 nov 1994 08:49:37 gmt", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 29 Feb 2026 00:00:00 GMT", "Sun, 06 Nov 0000 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun Nov 06 08:49:37 94", "784111777", "Sun, 06 Nov 1994 08:49:37 GMT, x",
    ],
)  # fmt: skip
def test_what_is_no_date_is_ignored(text: str) -> None:
    assert date(text, NOW) is None


def test_a_leap_second_is_a_second() -> None:
    assert date("Sat, 31 Dec 2016 23:59:60 GMT", NOW) == calendar.timegm((2017, 1, 1, 0, 0, 0))


def test_a_field_that_is_there_twice_is_one_list() -> None:
    head = [(b"if-none-match", OTHER.encode()), (b"accept", b"*/*"), (b"if-none-match", OURS.encode())]
    assert conditions(head).if_none_match == f"{OTHER}, {OURS}"
    twice = conditions([(b"if-modified-since", imf(NOW).encode())] * 2)
    assert outcome(twice, OURS, NOW - 60, NOW) == 200


@given(st.lists(st.floats(min_value=0, max_value=30), min_size=2, max_size=2, unique=True), st.data())
def test_who_was_told_a_last_modified_is_never_told_that_it_still_holds(
    moved: list[float], data: st.DataObject
) -> None:
    """Two changes, each seen within the second that a commit may take. Whoever fetches between them and asks again later, by
    Last-Modified or, without one, by Date, gets the second.
    """
    first, second = (NOW + each for each in sorted(moved))
    seen = second + data.draw(st.floats(min_value=0, max_value=1.0))
    if first >= seen:
        return
    fetched = data.draw(st.floats(min_value=first, max_value=seen, exclude_max=True))
    held = last_modified(first) if last_modified(first) <= fetched else int(fetched)
    asked = data.draw(st.floats(min_value=seen, max_value=seen + 10))
    known = last_modified(second) if last_modified(second) <= asked else None
    given_ = Conditions(if_modified_since=http_date(held))
    assert outcome(given_, OURS, known, asked) == 200
    assert last_modified(second) >= second + 1
