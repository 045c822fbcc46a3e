"""Plans at the command line: when, until when, together with what, taken back, looked after and listed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from content.errors import Invalid
from service.cli import moments
from service.wiring import now
from tests.cli.conftest import Run

UTC = datetime.UTC


def at(text: str) -> datetime.datetime:
    found = moments.moment(text, "--at")
    assert found is not None
    return found.astimezone(UTC)


def test_times_with_an_offset_are_taken_as_they_are() -> None:
    assert at("2026-12-01T08:00:00+01:00") == datetime.datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert at("2026-12-01T08:00:00.5Z") == datetime.datetime(2026, 12, 1, 8, 0, 0, 500_000, tzinfo=UTC)


def test_times_without_one_are_those_of_the_clocks_of_norway() -> None:
    assert at("2026-12-01 08:00") == datetime.datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert at("2026-07-01T08:00:30") == datetime.datetime(2026, 7, 1, 6, 0, 30, tzinfo=UTC)
    assert moments.shown(at("2026-07-01 08:00")) == "2026-07-01 08:00:00+02:00"


@pytest.mark.parametrize("text", ["2026-10-25 02:30", "2026-03-29 02:30"])
def test_local_times_that_there_are_two_or_none_of_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"two of .* or none"):
        at(text)
    assert at(f"{text}:00+02:00").tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-12-01", "08:00", "2026-02-30 08:00", "2026-12-01 25:00", ""]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="2026-12-01 08:00"):
        at(text)


@pytest.mark.parametrize("text", ["30.06.2027", "2027-02-30", "x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="2027-06-30"):
        moments.day(text, "--until")


@pytest.fixture
def later() -> str:
    return (now() + datetime.timedelta(hours=1)).isoformat()


def test_a_plan_is_made_shown_listed_and_taken_back(run: Run, data: Path, record: Path, later: str) -> None:
    del data
    assert run("records", "save", record).code == 0
    done = run(
        "records", "publish", "ny-bro", "--revision", 1, "--at", later, "--expires", "2099-01-01 00:00"
    )
    assert done.code == 0, done.err
    assert "in nb is scheduled." in done.out
    assert "Planned: publish revision 1" in done.out
    assert "until 2099-01-01 00:00:00+01:00" in done.out
    listed = run("records", "list", "--state", "scheduled")
    assert "publish 20" in listed.out
    (line,) = run("records", "list", "--state", "scheduled", "--json").data
    assert [(each["act"], each["revision"], each["actor"][:1]) for each in line["scheduled"]] == [
        ("publish", 1, line["scheduled"][0]["actor"][:1])
    ]
    assert run("records", "show", "ny-bro").data["scheduled"] == line["scheduled"]
    due = run("records", "due", "--json").data
    assert [each["slug"] for each in due["coming"]] == ["ny-bro"]
    assert (due["failed"], due["repairs"]) == ([], [])
    assert "planned  20" in run("records", "due").out
    taken = run("records", "unschedule", "ny-bro", "--only", "publish", "--as", "Ola")
    assert (taken.code, "Taken back: publish revision 1" in taken.out) == (0, True)
    again = run("records", "unschedule", "ny-bro")
    assert (again.code, "Nothing is planned" in again.err) == (1, True)
    assert run("records", "list", "--state", "scheduled", "--json").data == []


def test_a_plan_for_what_is_published_does_not_say_that_it_went_out(
    run: Run, data: Path, record: Path, later: str
) -> None:
    del data
    assert run("records", "save", record).code == 0
    assert "in nb is published: edition 1" in run("records", "publish", "ny-bro", "--revision", 1).out
    text = record / "nb.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nMer kommer.\n", encoding="utf-8")
    assert run("records", "save", text).code == 0
    done = run("records", "publish", "ny-bro", "--revision", 2, "--at", later)
    assert "in nb is published as before." in done.out, done.err
    assert "Planned: publish revision 2" in done.out


def test_several_are_published_together_or_not_at_all(run: Run, data: Path, record: Path, later: str) -> None:
    del data
    assert run("records", "save", record).code == 0
    stale = run("records", "publish", "ny-bro", "--revision", 1, "--also", "new-bridge:en:7")
    assert (stale.code, "/items/1" in stale.err) == (1, True)
    assert run("records", "list", "--state", "draft", "--json").data[0]["edition"] == 0
    done = run("records", "publish", "ny-bro", "--revision", 1, "--also", "new-bridge:en:1", "--json")
    assert [(each["locale"], each["state"]) for each in done.data] == [
        ("nb", "published"),
        ("en", "published"),
    ]
    for wrong in ("new-bridge", "new-bridge:en", "new-bridge:en:x", ":en:1"):
        refused = run("records", "publish", "ny-bro", "--revision", 1, "--at", later, "--also", wrong)
        assert (refused.code, "REF:LOCALE:REVISION" in refused.err) == (2, True)


def test_times_that_have_passed_are_wrong_use(run: Run, data: Path, record: Path) -> None:
    del data
    assert run("records", "save", record).code == 0
    refused = run(
        "records",
        "publish",
        "ny-bro",
        "--revision",
        1,
        "--at",
        "2020-01-01 08:00",
        "--expires",
        "2020-02-01 08:00",
    )
    assert refused.code == 2
    assert "/at: That time has passed" in refused.err
    assert "/expires: That expiry has passed" in refused.err


def test_who_looks_after_a_record_is_told_and_changed(run: Run, data: Path) -> None:
    del data
    told = run("records", "steward", "internasjonal-avdeling")
    assert (told.code, "library@nordkalott, to be reviewed by" in told.out) == (0, True)
    changed = run(
        "records",
        "steward",
        "internasjonal-avdeling",
        "--owner",
        "Kari",
        "--review-by",
        "2026-06-30",
        "--json",
    )
    assert (changed.data["owner"], changed.data["review_by"]) == ("Kari", "2026-06-30")
    (review,) = run("records", "due", "--json").data["reviews"]
    assert (review["slug"], review["owner"], review["overdue"]) == ("internasjonal-avdeling", "Kari", True)
    assert "overdue  2026-06-30" in run("records", "due").out
    assert "Nothing is due until 2026-06-29" in run("records", "due", "--until", "2026-06-29").out
    assert run("records", "steward", "internasjonal-avdeling", "--review-by", "x").code == 2
    assert run("journal", "--limit", 1000, "--json").data[-1]["verb"] == "steward"
