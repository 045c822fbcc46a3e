"""`nordkalott deliveries`: what was pushed, and what is sent again; and what `doctor` says of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from msgspec import structs

from content import identities
from content.ports.intents import Intent
from service.cli import deliveries
from service.settings import Settings, variable
from service.wiring import now, opened
from tests.cli.conftest import Run

URL = "http://127.0.0.1:9/in/hush"


@pytest.fixture(autouse=True)
def given_up(run: Run, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """A webhook whose test was given up; no service runs."""
    monkeypatch.setenv(variable("outbound_allowed"), "127.0.0.1")
    assert run("webhooks", "create", "portal", URL).code == 0
    run("webhooks", "test", "portal")
    run("webhooks", "test", "portal")
    with opened(Settings(data=str(data))) as parts:
        with parts.store.read() as reading:
            one = reading.deliveries.some()[0]
        for _ in range(3):
            lost = structs.replace(one, attempts=10, tried_at=now(), status=500, error="the answer is 500")
            parts.store.write(lambda writing, lost=lost: writing.deliveries.keep([lost]))  # type: ignore[misc]
        lost = structs.replace(lost, state="failed")
        parts.store.write(lambda writing: writing.deliveries.keep([lost]))


def test_what_was_given_up_is_listed_shown_and_sent_again(run: Run) -> None:
    (line,) = run("deliveries", "list", "--state", "failed", "--json").data
    assert (line["event"], line["attempts"], line["status"], line["url"]) == ("test", 10, 500, URL)
    assert len(run("deliveries", "list", "--subscriber", "portal", "--json").data) == 2
    assert "the answer is 500" in run("deliveries", "list").out
    assert line["id"] in run("deliveries", "show", line["id"]).out
    assert run("deliveries", "replay", line["id"], "--as", "kari").code == 0
    again = run("deliveries", "show", line["id"], "--json").data
    assert (again["state"], again["attempts"], again["id"]) == ("waiting", 0, line["id"])
    assert "replay-deliveries" in run("journal", "--json").out


def test_all_that_failed_of_one_are_sent_again(run: Run) -> None:
    assert run("deliveries", "replay", "--failed", "portal", "--json").data == {"replayed": 1}
    ran = run("deliveries", "replay", "--failed", "portal")
    assert (ran.code, "0 wait" in ran.out) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "0190a5c0-0000-7000-8000-000000000000"),
        ("show", "nothing"),
        ("replay", "nothing"),
        ("replay", "--failed", "nobody"),
        ("replay",),
        ("replay", "x", "--failed", "portal"),
        ("list", "--subscriber", "nobody"),
    ],
)
def test_what_is_not_there_is_told(run: Run, words: tuple[str, ...]) -> None:
    ran = run("deliveries", *words)
    assert ran.code in {1, 2}
    assert ran.err
    assert not ran.out


def test_what_was_given_up_is_found_behind_many_that_were_delivered(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (failed,) = run("deliveries", "list", "--state", "failed", "--json").data
    run("webhooks", "test", "portal")
    with opened(Settings(data=str(data))) as parts, parts.store.read() as reading:
        others = [each for each in reading.deliveries.some() if str(each.message_id) != failed["id"]]
    with opened(Settings(data=str(data))) as parts:
        done = [structs.replace(each, state="delivered") for each in others]
        parts.store.write(lambda writing: writing.deliveries.keep(done))
    monkeypatch.setattr(deliveries, "MOST", 1)
    assert run("deliveries", "show", failed["id"], "--json").data["id"] == failed["id"]
    assert run("deliveries", "replay", failed["id"]).code == 0


def test_doctor_says_what_waits_and_who_fails(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.data["deliveries"] == "1 wait, 1 were given up, 0 delivered"
    assert ran.data["subscribers"] == "0 by WebSub, 1 webhooks"
    (said,) = [each for each in ran.data["faults"] if "failed 4 times in a row" in each]
    assert "hush" not in said  # the path of an address may be a secret
    assert not any("whsec_" in each for each in ran.data["faults"])


def test_doctor_says_when_nobody_asks_the_callbacks_of_the_hub(run: Run, data: Path) -> None:
    assert "hub" not in run("doctor", "--json").data
    at = now() - datetime.timedelta(hours=1)
    intent = Intent(
        id=identities.fresh(at),
        act="subscribe",
        callback="https://reader.example/in",
        topic="https://site.example/feeds/nb.atom",
        host="reader.example",
        address="",
        made_at=at,
        due_at=at,
    )
    with opened(Settings(data=str(data))) as parts:
        parts.store.write(lambda writing: writing.intents.keep(intent))
    told = run("doctor", "--json").data
    assert told["hub"] == "callbacks that wait to be asked or told: 1"
    assert any("nobody calls them" in each for each in told["faults"])
