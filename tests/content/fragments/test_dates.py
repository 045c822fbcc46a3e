"""Dates, sums and sizes as people in each language write them."""

from __future__ import annotations

import datetime

import pytest
from markupsafe import Markup

from content.fragments import dates, facts
from content.fragments.amounts import amount, size
from content.fragments.frame import Frame
from content.kinds import Amount, EventFields
from tests.content.fragments.samples import Addresses

SUMMER = datetime.datetime(2024, 5, 1, 12, 0, tzinfo=datetime.UTC)
NEW_YEAR = datetime.datetime(2024, 12, 31, 23, 30, tzinfo=datetime.UTC)


def oslo(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment in May 2024 by Norway's clock."""
    return datetime.datetime(2024, 5, day, hour, minute, tzinfo=dates.oslo())


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nb", '<time datetime="2024-05-01T12:00:00Z">1. mai 2024 kl. 14.00</time>'),
        ("nn", '<time datetime="2024-05-01T12:00:00Z">1. mai 2024 kl. 14.00</time>'),
        ("en", '<time datetime="2024-05-01T12:00:00Z">1 May 2024, 14:00</time>'),
        ("se", '<time datetime="2024-05-01T12:00:00Z" lang="nb">1. mai 2024 kl. 14.00</time>'),
    ],
)
def test_a_moment_is_in_norwegian_time_and_in_words(locale: str, expected: str) -> None:
    assert dates.moment(SUMMER, locale) == expected


def test_the_day_is_the_local_one() -> None:
    assert dates.day_of(NEW_YEAR, "en") == '<time datetime="2024-12-31T23:30:00Z">1 January 2025</time>'


def test_one_day_is_said_once() -> None:
    later = SUMMER + datetime.timedelta(hours=2)
    assert dates.span(SUMMER, later, "en").striptags() == "1 May 2024, 14:00–16:00"
    tomorrow = SUMMER + datetime.timedelta(days=1)
    assert dates.span(SUMMER, tomorrow, "nb").striptags() == "1. mai 2024 kl. 14.00 – 2. mai 2024 kl. 14.00"


@pytest.mark.parametrize(
    ("end", "days"),
    [
        (oslo(2, 0), "1. mai 2024"),
        (oslo(1, 23, 59), "1. mai 2024"),
        (oslo(4, 0), "1. mai 2024 – 3. mai 2024"),
        (oslo(3, 23, 59), "1. mai 2024 – 3. mai 2024"),
        (oslo(1, 0), None),
        (oslo(1, 23, 58), None),
        (oslo(2, 0, 1), None),
    ],
)
def test_from_midnight_to_midnight_is_whole_days(end: datetime.datetime, days: str | None) -> None:
    found = dates.whole_days(oslo(1, 0), end)
    assert (dates.days(*found, "nb").striptags() if found else None) == days
    assert dates.whole_days(oslo(1, 9), end) is None


def test_whole_days_are_told_without_a_clock_and_whose_it_is() -> None:
    def when(end: datetime.datetime) -> str:
        fields = EventFields(start=oslo(1, 0), end=end, place="Tromsø")
        frame = Frame(locale="nb", prefix="", links=Addresses(), linked={})
        told = dict(facts.facts(fields, "T", frame, "full"))["when"]
        assert isinstance(told, Markup)
        return told.striptags()

    assert when(oslo(3, 0)) == "1. mai 2024 – 2. mai 2024"
    assert when(oslo(2, 12)) == "1. mai 2024 kl. 00.00 – 2. mai 2024 kl. 12.00 (norsk tid)"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2014", "2014"),
        ("2014-05", "mai 2014"),
        ("2014-05-31", "31. mai 2014"),
        ("2014/2025", "2014–2025"),
        ("2014-05/2025", "mai 2014 – 2025"),
        ("2014-13", "2014-13"),
        ("2014-02-30", "2014-02-30"),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(date: str, expected: str) -> None:
    assert dates.imprecise(date, "nb").striptags() == expected


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        dates.moment(SUMMER.replace(tzinfo=None), "nb")


def test_sums() -> None:
    one = Amount(currency="NOK", maximum=1_000_000)
    both = Amount(currency="EUR", minimum=50_000, maximum=1_000_000)
    assert amount(one, "nb") == "1\u00a0000\u00a0000\u00a0NOK"
    assert amount(one, "en") == "NOK\u00a01,000,000"
    assert amount(both, "nn") == "50\u00a0000 til 1\u00a0000\u00a0000\u00a0EUR"
    assert amount(both, "en") == "EUR\u00a050,000 to 1,000,000"
    assert amount(both, "fkv").startswith('<span lang="nb">50')


@pytest.mark.parametrize(
    ("octets", "nb", "en"),
    [
        (0, "0 B", "0 B"),
        (812_400, "812 kB", "812 kB"),
        (999_999, "1,0 MB", "1.0 MB"),
        (1_234_567, "1,2 MB", "1.2 MB"),
        (34_000_000, "34 MB", "34 MB"),
        (5_600_000_000_000, "5600 GB", "5600 GB"),
    ],
)
def test_sizes(octets: int, nb: str, en: str) -> None:
    assert size(octets, "nb") == nb.replace(" ", "\u00a0")
    assert size(octets, "en") == en.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    "at",
    [
        datetime.datetime.max.replace(tzinfo=datetime.UTC),
        datetime.datetime.max.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-5))),
        datetime.datetime.min.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=5))),
    ],
)
def test_a_moment_at_either_end_of_time_is_shown_as_it_was_written(at: datetime.datetime) -> None:
    assert str(at.year) in dates.moment(at, "en").striptags()
    assert dates.span(at, at, "en")
    assert dates.day_of(at, "nb")
