"""Calendars as subscribers get them: found, read by another's parser, told of what was taken back, and nothing else."""

from __future__ import annotations

import datetime
import re
from typing import Any
from uuid import UUID

import icalendar
import pytest
import turbohtml

from content.kinds import CallFields, EventFields
from content.lifecycle import MarkGone, Redirect, Withdraw
from content.model import Call, Event
from service.web import calendars
from service.web.answers import Answer
from service.web.parameters import Asked
from service.web.view import View
from tests.feeds.calendars import by_thunderbird
from tests.http.house import House

MEETING = UUID("01a20900-0000-7000-8000-000000000021")
FUNDING = UUID("01a20900-0000-7000-8000-000000000022")
OTHER = UUID("01a20900-0000-7000-8000-000000000023")
NAMES = [
    "nb/event",
    "nb/call",
    "nb/topics/high-north/event",
    "en/call",
    "se/event",
    "fkv/topics/barents/call",
]


def meeting(title: str = "Møte", *, days: float = 30, slug: str = "mote", topic: str = "") -> Event:
    """An event so many days from now."""
    start = datetime.datetime.now(datetime.UTC).replace(microsecond=0) + datetime.timedelta(days=days)
    return Event(
        slug=slug,
        title=title,
        fields=EventFields(start=start, place="Tromsø"),
        topics=(topic,) if topic else (),
    )


def read(house: House, name: str) -> Any:
    """The events of a calendar."""
    answer = house.get(f"/feeds/{name}.ics")
    assert answer.status_code == 200, answer.text
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.mark.parametrize("name", NAMES)
def test_every_calendar_answers_in_its_type_with_a_name_to_save_it_under_and_the_hub(
    house: House, name: str
) -> None:
    answer = house.get(f"/feeds/{name}.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-language"] == name.partition("/")[0]
    assert re.fullmatch(r'inline; filename="[a-z-]+\.[a-z]+\.ics"', answer.headers["content-disposition"])
    address = f"https://nordkalott.example.org/feeds/{name}.ics"
    assert f'<{address}>; rel="self"' in answer.headers["link"]
    assert 'rel="hub"' in answer.headers["link"]
    again = house.get(f"/feeds/{name}.ics", if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert f"SOURCE;VALUE=URI:{address}" in answer.text.replace("\r\n ", "")


def test_thunderbird_reads_the_examples(house: House) -> None:
    found = by_thunderbird(house.get("/feeds/nb/event.ics").content)
    starts = [each["start"] for each in found["events"]]
    assert "2027-03-18T08:00:00.000Z" in starts
    assert starts == sorted(starts)
    deadlines = by_thunderbird(house.get("/feeds/en/call.ics").content)["events"]
    assert "2027-02-15T11:00:00.000Z" in [each["start"] for each in deadlines]
    assert all(each["description"].startswith("Invented example.") for each in deadlines)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/feeds/nb/news.ics", "There are no dates in “news”. The calendars are: event.ics, call.ics."),
        ("/feeds/nb/topics/high-north/page.ics", "The calendars are: event.ics, call.ics."),
        ("/feeds/nb/party.ics", "There is no kind “party”. The calendars are: event.ics, call.ics."),
        ("/feeds/nb.ics", "ics of event and call."),
        ("/feeds/nb/topics/high-north.ics", "ics of event and call."),
        ("/feeds/nb/topics/nowhere/event.ics", "There is no topic “nowhere”."),
        ("/feeds/da/event.ics", "There is no locale “da” here."),
    ],
)
def test_what_has_no_calendar_says_what_has(house: House, path: str, says: str) -> None:
    answer = house.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert says in answer.json()["detail"]


def test_what_was_withdrawn_says_so_what_is_gone_says_nothing_else_and_what_has_moved_goes(
    own_house: House,
) -> None:
    house, commands = own_house, own_house.parts.commands
    house.publish(OTHER, "nb", meeting("Et annet", slug="annet"))
    house.publish(MEETING, "nb", meeting(topic="barents"))
    (live,) = read(house, "nb/topics/barents/event")
    commands.change_state(Withdraw(id=MEETING, locale="nb", reason="Utsatt", actor="test"))
    (withdrawn,) = read(house, "nb/topics/barents/event")
    assert withdrawn["uid"] == live["uid"]
    assert withdrawn["sequence"] > live["sequence"]
    assert withdrawn["status"] == "CANCELLED"
    assert "Utsatt" in withdrawn["description"]
    commands.change_state(MarkGone(id=MEETING, locale="nb", reason="Feil", actor="test"))
    (gone,) = read(house, "nb/topics/barents/event")
    assert (gone["uid"], gone["dtstart"].dt) == (live["uid"], live["dtstart"].dt)
    assert "Møte" not in gone.to_ical().decode()
    assert "url" not in gone
    commands.change_state(
        Redirect(id=MEETING, locale="nb", to="/pages/nb/annet", reason="Slått sammen", actor="test")
    )
    assert [each["summary"] for each in read(house, "nb/event")] == ["Et annet"]


def test_a_correction_of_the_title_or_of_a_label_is_seen_at_once(own_house: House) -> None:
    own_house.publish(MEETING, "nb", meeting("Møt"))
    assert [each["summary"] for each in read(own_house, "nb/event")] == ["Møt"]
    own_house.publish(MEETING, "nb", meeting("Møte"), update="minor", note="Skrivefeil")
    (found,) = read(own_house, "nb/event")
    assert (found["summary"], found["sequence"]) == ("Møte", 4)


def test_a_call_is_its_opening_and_its_deadline(own_house: House) -> None:
    today = datetime.datetime.now(datetime.UTC)
    fields = CallFields(
        programme="Interreg",
        opens=today.date(),
        deadline=today + datetime.timedelta(days=9),
        applicants="Alle",
    )
    own_house.publish(FUNDING, "nn", Call(slug="midlar", title="Midlar", fields=fields))
    opens, deadline = read(own_house, "nn/call")
    assert (opens["summary"], deadline["summary"]) == ("Opnar: Midlar", "Søknadsfrist: Midlar")
    assert opens["dtstart"].dt == today.date()
    assert deadline["url"] == "https://nordkalott.example.org/pages/nn/midlar"
    assert read(own_house, "nb/call") == []


def test_what_was_announced_long_before_many_others_is_there_too(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "_AT_ONCE", 2)
    for number in range(5):
        identity = UUID(int=MEETING.int + number + 100)
        own_house.publish(identity, "nb", meeting(f"Møte {number}", days=100 - number, slug=f"mote-{number}"))
    for number in range(3):
        identity = UUID(int=MEETING.int + number + 100)
        own_house.parts.commands.change_state(Withdraw(id=identity, locale="nb", reason="Nei", actor="test"))
    found = [str(each["summary"]) for each in read(own_house, "nb/event")]
    assert found == ["Møte 4", "Møte 3", *(f"Trukket tilbake: Møte {number}" for number in (2, 1, 0))]


def test_what_is_over_for_a_year_is_not_kept_a_moment_longer(own_house: House) -> None:
    parts = own_house.parts
    own_house.publish(MEETING, "nb", meeting("Lenge siden", days=-300))
    asked = Asked(
        path="/feeds/nb/event.ics",
        names={"kind": "event"},
        query={},
        locale="nb",
        negotiated=False,
        order=("nb",),
    )

    def at(moment: float) -> Answer:
        now = datetime.datetime.fromtimestamp(moment, datetime.UTC)
        with parts.store.read() as reading:
            return calendars.calendar(View(reading, parts.links, parts.settings, now), asked)

    until = at(datetime.datetime.now(datetime.UTC).timestamp()).valid_until
    assert until is not None
    assert b"Lenge siden" in at(until - 1).body
    after = at(until)
    assert b"Lenge siden" not in after.body
    assert after.valid_until is None
    assert (at(until - 1).modified, after.modified) == (None, until)


def test_calendars_are_offered_on_the_page_of_feeds_and_found_from_it_and_from_the_page_of_an_event(
    house: House,
) -> None:
    page = turbohtml.parse(house.get("/feeds/nb").text)
    linked = {str(each.attrs["href"]) for each in page.select('a[type="text/calendar"]')}
    base = "https://nordkalott.example.org/feeds/nb"
    assert linked > {f"{base}/event.ics", f"{base}/call.ics", f"{base}/topics/high-north/event.ics"}
    assert f"{base}/topics/arctic-council/event.ics" not in linked  # there is none
    assert all(house.get(each).status_code == 200 for each in linked)
    opened = {str(each.attrs["href"]) for each in page.select('a[href^="webcal:"]')}
    assert opened == {f"webcal://nordkalott.example.org/feeds/nb/{kind}.ics" for kind in ("event", "call")}

    def found(path: str) -> list[str]:
        page = turbohtml.parse(house.get(path).text)
        return [
            str(each.attrs["href"]) for each in page.select('link[rel="alternate"][type="text/calendar"]')
        ]

    assert found("/feeds/nb") == [f"{base}/event.ics", f"{base}/call.ics"]
    event = house.json("/v1/records?locale=nb&kind=event")["records"][0]
    assert found(event["url"]) == [f"{base}/event.ics"]
    assert found("/pages/nb/internasjonal-avdeling") == []
