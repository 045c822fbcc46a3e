"""Calendars as other people's programs read them: RFC 5545 to the octet, the same moments again, nothing injected."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import feeds
from content.fragments.context import Label
from content.kinds import EventFields
from content.model import Event, News, State
from feeds.characters import line, writable
from tests.feeds import calendars, samples
from tests.feeds.calendars import by_thunderbird, calendar, call, event, occasions, oslo
from tests.feeds.test_hostile import hostile

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
OSLO = ZoneInfo("Europe/Oslo")


def read(written: bytes) -> Any:
    """The events, by icalendar."""
    return icalendar.Calendar.from_ical(written).walk("VEVENT")


def seen(text: str) -> str:
    """The text without the mark that icalendar's reader takes away where a text begins with it."""
    return text.replace("\ufeff", "")


def of(*found: feeds.Occasion) -> Any:
    """These occasions, written and read again."""
    return read(feeds.ical(calendar(*found)))


@pytest.mark.parametrize("name", ["full", "empty"])
def test_bytes_are_those_of_the_golden_file(name: str) -> None:
    written = feeds.ical(calendars.full() if name == "full" else calendar())
    path = GOLDEN / f"{name}.ics"
    if os.environ.get("NORDKALOTT_GOLDEN") == "write":
        path.write_bytes(written)
    assert written == path.read_bytes()


@pytest.mark.parametrize("name", ["full", "empty"])
def test_lines_are_those_of_rfc_5545(name: str) -> None:
    written = (GOLDEN / f"{name}.ics").read_bytes()
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    for each in lines:
        assert len(each) <= 75
        assert b"\n" not in each
        assert b"\r" not in each
        each.decode()  # a line is never folded inside a character


def test_thunderbird_reads_what_was_meant() -> None:
    found = by_thunderbird((GOLDEN / "full.ics").read_bytes())
    assert found["name"] == "Arrangementer – Troms fylkeskommune"
    opens, days, deadline, conference, withdrawn, gone = found["events"]
    assert (opens["summary"], opens["start"], opens["end"]) == ("Opens: Midler", "2026-11-02", "2026-11-03")
    assert (days["start"], days["end"]) == ("2027-01-27", "2027-01-29")
    assert (deadline["summary"], deadline["language"]) == ("Deadline: Midler", "en")
    assert deadline["start"] == deadline["end"] == "2027-02-15T11:00:00.000Z"
    assert conference["summary"] == "Konferanse: fisk, vilt; og «C:\\Nord» 🐟"
    assert (conference["start"], conference["end"]) == (
        "2027-03-18T08:00:00.000Z",
        "2027-03-19T14:30:00.000Z",
    )
    assert conference["location"] == "Fylkeshuset, Strandvegen 13, Tromsø"
    assert conference["categories"] == ["Barents, nord; og \\Nord", "EU and the EEA"]
    assert conference["conference"] == "https://example.org/m%C3%B8te?a=1;b,c"
    assert conference["url"] == "https://innhold.example.no/pages/nb/konferanse"
    assert "To dager om samarbeid i nord.\nAlle er velkommen.\n\n" in conference["description"]
    assert conference["description"].startswith("Oppdiktet eksempel.")
    assert "Påmelding: https://example.org/pamelding" in conference["description"]
    assert (withdrawn["status"], withdrawn["summary"]) == ("CANCELLED", "Trukket tilbake: Avlyst møte")
    assert "For få påmeldte; vi prøver igjen." in withdrawn["description"]
    assert "Tromsø" not in withdrawn["description"]
    assert withdrawn["start"] == "2027-06-01T09:00:00.000Z"
    assert (gone["summary"], gone["language"]) == ("Denne teksten er fjernet.", "nb")


def test_nothing_that_was_said_is_left_of_what_is_gone() -> None:
    told = event(
        oslo(2027, 6, 1, 10), title="Hemmelig", topics=("barents",), summary="Skjult", authors=("Kari",)
    )
    (found,) = of(*occasions(told, state="gone", reason="Feil {sted}"))
    assert set(found) == {
        *("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART"),
        *("SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"),
    }
    assert found["description"] == "Begrunnelse: Feil {sted}"
    written = found.to_ical().decode()
    assert not [
        word for word in ("Hemmelig", "Skjult", "Kari", "mote", "barents", "Troms") if word in written
    ]


def test_a_deadline_keeps_the_id_of_the_entry_and_its_opening_has_one_of_its_own() -> None:
    source = samples.source(call(oslo(2027, 2, 15, 12)))
    opens, deadline = feeds.occasions(source, links=samples.FakeLinks())
    assert f"urn:uuid:{deadline.uid}" == samples.entry(source).id
    assert opens.uid == str(uuid5(UUID(deadline.uid), "opens"))
    assert (opens.start, opens.end) == (datetime.date(2026, 11, 2), datetime.date(2026, 11, 3))
    assert deadline.end is None


def test_ids_and_times_stay_whatever_the_host() -> None:
    source = samples.source(event(oslo(2027, 1, 1, 12)))
    here, there = (
        feeds.occasions(source, links=samples.FakeLinks(host))[0]
        for host in ("https://a.example", "http://b.example:8055")
    )
    assert (here.uid, here.modified, here.sequence) == (there.uid, there.modified, there.sequence)
    assert here.url != there.url


def test_the_sequence_grows_with_every_edition_and_when_something_is_taken_back_and_comes_again() -> None:
    told = event(oslo(2027, 1, 1, 12))
    steps: tuple[tuple[int, State], ...] = (
        (1, "published"),
        (2, "published"),
        (2, "withdrawn"),
        (3, "published"),
    )
    numbers = [occasions(told, number=number, state=state)[0].sequence for number, state in steps]
    assert numbers == sorted(set(numbers))


def test_what_was_taken_back_was_revised_when_it_was_and_what_is_live_when_it_was_corrected() -> None:
    told = event(oslo(2027, 1, 1, 12))
    (live,) = of(*occasions(told, published=samples.at(1), modified=samples.at(5, microsecond=999_999)))
    (back,) = of(*occasions(told, state="withdrawn"))
    assert live["created"].dt == samples.at(1)
    assert live["dtstamp"].dt == live["last-modified"].dt == samples.at(5)
    assert back["dtstamp"].dt == back["last-modified"].dt == samples.at(23)
    assert (live["status"], back["status"]) == ("CONFIRMED", "CANCELLED")


def test_what_has_moved_to_another_record_and_what_has_no_times_is_in_no_calendar() -> None:
    assert occasions(event(oslo(2027, 1, 1, 12)), state="redirected") == ()
    assert feeds.occasions(samples.source(News(slug="n", title="N")), links=samples.FakeLinks()) == ()


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (oslo(2027, 1, 28), datetime.date(2027, 1, 28)),
        (oslo(2027, 1, 27, 23, 59), datetime.date(2027, 1, 28)),
        (oslo(2027, 1, 29, 23, 59), datetime.date(2027, 1, 30)),
        (oslo(2027, 1, 28, 0, 1), None),
        (oslo(2027, 1, 27, 23, 58), None),
        (oslo(2027, 1, 27), None),
        (None, None),
    ],
)
def test_whole_days_are_days_and_everything_else_is_moments(
    end: datetime.datetime | None, last: datetime.date | None
) -> None:
    (found,) = of(*occasions(event(oslo(2027, 1, 27), end)))
    if last:
        assert (found["dtstart"].dt, found["dtend"].dt) == (datetime.date(2027, 1, 27), last)
    else:
        assert found["dtstart"].dt == oslo(2027, 1, 27)
        assert ("dtend" in found) is (end is not None and end > oslo(2027, 1, 27))


def test_an_event_on_the_web_alone_is_there() -> None:
    fields = EventFields(start=oslo(2027, 1, 1, 12), online="https://example.org/rom")
    (found,) = of(*occasions(Event(slug="m", title="M", fields=fields)))
    assert found["location"] == found["conference"] == "https://example.org/rom"
    assert found["conference"].params["LABEL"] == "Delta på nett"


@settings(max_examples=300, deadline=None)
@given(
    st.datetimes(
        datetime.datetime(1950, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        datetime.datetime(2199, 12, 31),  # noqa: DTZ001
        timezones=st.just(datetime.UTC),
    )
    | st.builds(
        lambda year, month, minutes: (
            datetime.datetime(year, month, 24, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
        ),
        st.integers(1990, 2060),
        st.sampled_from([3, 10]),
        st.integers(0, 9 * 24 * 60),
    )
)
def test_a_moment_comes_back_as_it_was_by_the_rule_in_the_file_alone(moment: datetime.datetime) -> None:
    moment = moment.replace(microsecond=0)
    (occasion,) = occasions(event(moment))
    written = feeds.ical(
        feeds.Calendar(uid="u", locale="nb", name="", source_url="", home_url="", occasions=(occasion,))
    )
    start = read(written)[0]["dtstart"]
    if "TZID" not in start.params:
        assert start.dt == moment
        return
    told = start.dt.replace(tzinfo=None)
    # The rule as the file tells it, worked out anew: 02:00 of the last Sunday of March, 03:00 of that of October.
    turns = []
    for month, hour in ((3, 2), (10, 3)):
        days = [datetime.datetime(told.year, month, day, hour) for day in range(25, 32)]  # noqa: DTZ001
        turns.append(next(each for each in days if each.isoweekday() == 7))
    offset = 2 if turns[0] <= told < turns[1] else 1
    assert told - datetime.timedelta(hours=offset) == moment.replace(tzinfo=None)
    assert start.params["TZID"] == "Europe/Oslo"


def test_the_second_of_two_hours_with_one_name_is_told_in_utc_and_both_ends_alike() -> None:
    first, second = (datetime.datetime(2027, 10, 31, hour, 30, tzinfo=datetime.UTC) for hour in (0, 1))
    assert b"DTSTART;TZID=Europe/Oslo:20271031T023000" in feeds.ical(calendar(*occasions(event(first))))
    written = feeds.ical(calendar(*occasions(event(first, second))))
    assert b"DTSTART:20271031T003000Z" in written
    assert b"DTEND:20271031T013000Z" in written


def test_a_year_after_it_was_over_an_occasion_goes() -> None:
    (ended,) = occasions(event(oslo(2026, 1, 1, 10), oslo(2026, 1, 1, 12)))
    (days,) = occasions(event(oslo(2026, 1, 1), oslo(2026, 1, 3)))
    assert days.over == oslo(2026, 1, 3)
    until = ended.over + feeds.KEPT
    assert feeds.kept([ended], until - datetime.timedelta(microseconds=1)) == (ended,)
    assert feeds.kept([ended], until) == ()


def test_occasions_stand_by_their_start_and_the_number_is_bounded() -> None:
    many = [
        each
        for day in range(1, 1_102)
        for each in occasions(event(oslo(2027, 1, 1, 9) + datetime.timedelta(days=day)))
    ]
    shown = feeds.kept(reversed(many), calendars.NOW)
    assert list(shown) == many[-1_000:]
    assert feeds.kept(many, calendars.NOW) == shown


@given(title=hostile, summary=hostile, place=hostile, reason=hostile, label=hostile)
@settings(max_examples=150, deadline=None)
def test_nothing_that_people_write_breaks_or_adds_a_line(
    title: str, summary: str, place: str, reason: str, label: str
) -> None:
    fields = EventFields(start=oslo(2027, 1, 1, 12), place=place, online="https://example.org/\r\nX-A:b")
    told = Event(slug="slug", title=title, summary=summary, topics=("barents",), fields=fields)
    labels = {"barents": Label(text=label, locale="nb")}
    states: tuple[State, ...] = ("published", "withdrawn", "gone")
    found = [
        occasion
        for state in states
        for occasion in feeds.occasions(
            calendars.stated(samples.source(told), state, reason),
            links=samples.FakeLinks(),
            topics=labels,
        )
    ]
    written = feeds.ical(calendar(*found, name=title))
    plain = feeds.ical(calendar(*found, name="x"))
    # Whatever is taken for the end of a line: as many components and properties, each under a name of ours.
    unfolded = written.replace(b"\r\n ", b"").decode()
    names = {each.partition(":")[0].partition(";")[0] for each in unfolded.splitlines()}
    assert not [each for each in names if not each.replace("-", "").isalpha() or each == "X-A"]
    assert unfolded.count("BEGIN:VEVENT\r\n") == plain.count(b"BEGIN:VEVENT\r\n") == 3
    assert all(len(each) <= 75 and each.decode() for each in written.split(b"\r\n")[:-1])
    live, withdrawn, gone = read(written)
    assert seen(live["summary"]) == seen(line(title) or "slug")
    assert seen(withdrawn["summary"]) == seen("Trukket tilbake: " + (line(title) or "slug"))
    assert seen(live["location"]) == seen(line(place) or "https://example.org/\nX-A:b")
    assert seen(live["categories"].cats[0]) == seen(line(label) or "barents")
    assert seen("\n".join(writable(summary).strip().splitlines())) in seen(live["description"])
    assert gone["summary"] == "Denne teksten er fjernet."


@pytest.mark.parametrize("suffix", ["full", "empty"])
def test_it_says_itself_what_it_is_called_where_it_is_and_how_often_to_ask(suffix: str) -> None:
    found: Any = icalendar.Calendar.from_ical((GOLDEN / f"{suffix}.ics").read_bytes())
    assert found["name"] == found["x-wr-calname"] == "Arrangementer – Troms fylkeskommune"
    assert found["name"].params["LANGUAGE"] == "nb"
    assert found["source"] == f"{samples.HOST}/feeds/nb/event.ics"
    assert found["refresh-interval"].dt == datetime.timedelta(hours=1)
    assert "method" not in found
    assert found.walk("VTIMEZONE")
    assert not found.walk("VALARM")
