"""Events and calls to test calendars with, and a parser that is not ours."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import UNSET, structs

import feeds
from content import ports
from content.fragments.context import Label
from content.kinds import Amount, CallFields, EventFields
from content.model import Call, Event, State
from tests.feeds import samples

TOOLS = Path(__file__).parents[1] / "tools"
FOURTH = UUID("01931c5e-0000-7000-8000-000000000004")
NOW = samples.at(24)
LABELS = {
    "barents": Label(text="Barents, nord; og \\Nord", locale="nb"),
    "eu-eos": Label(text="EU and the EEA", locale="en"),
}


def oslo(*when: int) -> datetime.datetime:
    """A moment with the offset that Norway has in winter."""
    return datetime.datetime(*when, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))  # type: ignore[misc,arg-type]


def event(
    start: datetime.datetime, end: datetime.datetime | None = None, *, title: str = "Møte", **more: Any
) -> Event:
    """An event in Tromsø."""
    fields = EventFields(start=start, end=end or UNSET, place="Tromsø")
    return Event(slug="mote", title=title, fields=fields, **more)


def call(deadline: datetime.datetime, *, title: str = "Midler") -> Call:
    """A call that opens on 2 November 2026."""
    fields = CallFields(
        programme="Interreg",
        opens=datetime.date(2026, 11, 2),
        deadline=deadline,
        amount=Amount(currency="NOK", maximum=500_000),
        applicants="Kommuner\nLag og foreninger",
        apply="https://example.org/sok",
    )
    return Call(slug="midler", title=title, summary="Støtte til samarbeid.", fields=fields)


def occasions(
    content: Event | Call, *, state: State = "published", reason: str = "", **more: Any
) -> tuple[feeds.Occasion, ...]:
    """Those of a record in a state, taken back on the 23rd where it was."""
    return feeds.occasions(
        stated(samples.source(content, **more), state, reason), links=samples.FakeLinks(), topics=LABELS
    )


def stated(source: ports.Entry, state: State, reason: str = "") -> ports.Entry:
    """The same in another state."""
    if state == "published":
        return source
    standing = structs.replace(source.standing, state=state, reason=reason, changed_at=samples.at(23))
    return structs.replace(source, standing=standing)


def calendar(*found: feeds.Occasion, name: str = "Arrangementer – Troms fylkeskommune") -> feeds.Calendar:
    """A calendar of these occasions."""
    return feeds.Calendar(
        uid=feeds.calendar_uid("nb", "event"),
        locale="nb",
        name=name,
        source_url=f"{samples.HOST}/feeds/nb/event.ics",
        home_url=f"{samples.HOST}/feeds/nb#kind-event",
        occasions=feeds.kept(found, NOW),
    )


def full() -> feeds.Calendar:
    """One that uses every part of the model."""
    conference = Event(
        slug="konferanse",
        title="Konferanse: fisk, vilt; og «C:\\Nord» 🐟",
        summary="To dager om samarbeid i nord.\nAlle er velkommen.",
        topics=("barents", "eu-eos"),
        invented=True,
        fields=EventFields(
            start=oslo(2027, 3, 18, 9),
            end=oslo(2027, 3, 19, 15, 30),
            place="Fylkeshuset, Strandvegen 13, Tromsø",
            online="https://example.org/møte?a=1;b,c",
            registration="https://example.org/pamelding",
        ),
    )
    return calendar(
        *occasions(
            conference,
            number=3,
            update="minor",
            published=samples.at(1),
            updated=samples.at(20),
            modified=samples.at(22),
        ),
        *occasions(event(oslo(2027, 1, 27), oslo(2027, 1, 29), title="Hele dager"), identity=samples.SECOND),
        *occasions(call(oslo(2027, 2, 15, 12)), identity=samples.THIRD, locale="en"),
        *occasions(
            event(oslo(2027, 6, 1, 10), title="Avlyst møte"),
            identity=FOURTH,
            state="withdrawn",
            reason="For få påmeldte; vi prøver igjen.",
        ),
        *occasions(
            event(oslo(2027, 6, 2, 10), title="Hemmelig", topics=("barents",)),
            identity=FOURTH,
            locale="se",
            state="gone",
            reason="Feil",
        ),
    )


def by_thunderbird(written: bytes) -> Any:
    """What ical.js makes of a calendar."""
    if not shutil.which("node") or not (TOOLS / "node_modules" / "ical.js").is_dir():
        pytest.fail("ical.js is not installed. Install it: cd tests/tools && npm ci")
    done = subprocess.run(
        ["node", "calendar.mjs"], cwd=TOOLS, input=written, capture_output=True, check=True, timeout=60
    )
    return msgspec.json.decode(done.stdout)
