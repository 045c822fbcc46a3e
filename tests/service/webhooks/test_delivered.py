"""From what an editor does to what somebody receives: real commands, the real courier, a real receiver on this machine."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from content.model import News, Page
from content.text import Prose, Span
from service import worker
from service.rechecks import go
from service.settings import Settings
from service.wiring import DATABASE, now, opened
from tests import rules
from tests.cli.test_serve import QUIET
from tests.http.house import House, furnished
from tests.service.webhooks.receiver import PATIENCE, Received, Receiver

COUNT: Final = itertools.count()
TEXT: Final = "Broen åpner i mai."


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with Receiver().listening() as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(
        data=str(tmp_path_factory.mktemp("told")),
        base_url="https://nordkalott.example.org",
        outbound="listed",
        outbound_allowed=("127.0.0.1",),
    )
    with opened(settings) as parts:
        house = furnished(parts, examples=False)
        with worker.running(*parts.workers()):
            yield house


@pytest.fixture(scope="module")
def boss(shared: House) -> str:
    return shared.token("admin", name="Berit")


@pytest.fixture
def house(shared: House, boss: str) -> Iterator[House]:
    """The house for all, with no webhooks before and after. Each has an address of its own: what is under way meanwhile reaches no other test."""
    yield shared
    for each in asked(shared, boss, "GET", "")["webhooks"]:
        asked(shared, boss, "DELETE", f"/{each['id']}")


def asked(house: House, boss: str, method: str, path: str, sent: Any = None) -> Any:
    response = house.send(method, f"/v1/webhooks{path}", sent, token=boss)
    assert response.status_code < 300, response.text
    return msgspec.json.decode(response.content) if response.content else None


def hook(house: House, boss: str, receiver: Receiver, path: str = "/in", **filters: Any) -> dict[str, Any]:
    sent = {"name": f"portal {next(COUNT)}", "url": f"{receiver.url}/{next(COUNT)}{path}", **filters}
    return dict(asked(house, boss, "POST", "", sent))


def act(house: House, boss: str, identity: UUID, verb: str, **body: Any) -> None:
    response = house.send("POST", f"/v1/records/{identity}/nb/{verb}", body, token=boss)
    assert response.status_code == 200, response.text


def news(slug: str, text: str = TEXT, **more: Any) -> News:
    return News(slug=slug, title="Ny bro", body=(Prose(children=(Span(text=text),)),), **more)


def log(house: House, boss: str, webhook: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(house, boss, "GET", f"/{webhook['id']}/deliveries")["deliveries"]
    return found


def settled(house: House, boss: str, webhook: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The log, once so many deliveries were answered."""
    until = time.monotonic() + PATIENCE
    while True:
        found = log(house, boss, webhook)
        if sum(each["status"] is not None for each in found) >= count:
            return found
        assert time.monotonic() < until, found
        time.sleep(0.02)


def identity(number: int) -> UUID:
    return UUID(int=0x01A20900_0000_7000_8000_000000000100 + number)


def test_all_that_happens_to_a_record_is_told(house: House, boss: str, receiver: Receiver) -> None:
    webhook = hook(house, boss, receiver, kinds=["news"])
    record = identity(1)
    house.publish(record, "nb", news("ny-bro"))
    heard = [receiver.next(webhook["url"])]
    for verb, body in (
        ("withdraw", {"reason": "Feil dato."}),
        ("restore", {"reason": "Rettet."}),
        ("redirect", {"to": "/pages/nb/internasjonal-avdeling", "reason": "Samlet."}),
        ("gone", {"reason": "Slettet."}),
    ):
        act(house, boss, record, verb, **body)
        heard.append(receiver.next(webhook["url"]))

    told = [each.verified(webhook["secret"]) for each in heard]
    assert [each["type"] for each in told] == [
        "record.published",
        "record.withdrawn",
        "record.published",
        "record.redirected",
        "record.gone",
    ]
    assert [each["data"].get("reason") for each in told] == [None, "Feil dato.", None, "Samlet.", "Slettet."]
    assert told[3]["data"]["to"].endswith("/pages/nb/internasjonal-avdeling")
    assert [TEXT in each.body.decode() for each in heard] == [True, False, True, False, False]
    assert len({each.headers["webhook-id"] for each in heard}) == 5
    assert {each.headers["content-type"] for each in heard} == {"application/json"}
    listed = settled(house, boss, webhook, 5)
    assert [each["state"] for each in listed] == ["delivered"] * 5
    assert [each["id"] for each in reversed(listed)] == [each.headers["webhook-id"] for each in heard]
    assert TEXT not in str(listed)


def test_a_check_that_fails_later_is_told_to_whoever_asked_for_it(
    house: House, boss: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = identity(2)
    house.publish(record, "nb", news("ny-regel", f"Et {rules.WORD} ord."))
    webhook = hook(house, boss, receiver, events=["check.failed"])
    rules.come(monkeypatch)
    go(house.parts.store, house.parts.commands, now, holder="test", actor="test")
    told = receiver.next(webhook["url"]).verified(webhook["secret"])
    assert told["type"] == "check.failed"
    assert (told["data"]["id"], told["data"]["rules"], told["data"]["source"]) == (
        str(record),
        ["no-word"],
        "rules",
    )
    assert told["data"]["ruleset"] == rules.LATER
    house.publish(record, "nb", news("ny-regel"))
    time.sleep(0.2)  # nothing is told of that: a moment in which it would have come
    assert receiver.none(webhook["url"])


def test_filters_let_through_what_fits_all_of_them(house: House, boss: str, receiver: Receiver) -> None:
    webhook = hook(house, boss, receiver, kinds=["news"], topics=["barents"], locales=["nb"])
    record, other = identity(3), identity(4)
    house.publish(other, "nb", news("annet", topics=("high-north",)))
    house.publish(other, "en", news("other", topics=("barents",)))
    house.publish(identity(5), "nb", Page(slug="side", title="Side", topics=("barents",)))
    house.publish(record, "nb", news("emne", topics=("barents",)))
    joined = receiver.next(webhook["url"]).verified(webhook["secret"])
    assert (joined["data"]["id"], joined["data"]["locale"]) == (str(record), "nb")
    house.publish(record, "nb", news("emne", topics=("high-north",)))
    left = receiver.next(webhook["url"]).verified(webhook["secret"])
    assert (left["data"]["id"], left["data"]["record"]["topics"]) == (str(record), ["high-north"])
    house.publish(record, "nb", news("emne"))
    assert len(log(house, boss, webhook)) == 2


def test_two_secrets_are_good_until_the_old_one_ends(house: House, boss: str, receiver: Receiver) -> None:
    webhook = hook(house, boss, receiver)
    path = f"/{webhook['id']}"
    turned = asked(house, boss, "POST", f"{path}/secret", {"overlap": 3600})
    asked(house, boss, "POST", f"{path}/test")
    both = receiver.next(webhook["url"])
    for secret in (webhook["secret"], turned["secret"]):
        assert both.verified(secret)["type"] == "test"
    alone = asked(house, boss, "POST", f"{path}/secret", {"overlap": 0})
    asked(house, boss, "POST", f"{path}/test")
    last = receiver.next(webhook["url"])
    assert last.verified(alone["secret"])["data"]["webhook"] == webhook["id"]
    for secret in (webhook["secret"], turned["secret"]):
        with pytest.raises(WebhookVerificationError):
            last.verified(secret)


def test_410_ends_it_and_says_so(house: House, boss: str, receiver: Receiver) -> None:
    webhook = hook(house, boss, receiver, "/410")
    asked(house, boss, "POST", f"/{webhook['id']}/test")
    receiver.next(webhook["url"])
    (told,) = settled(house, boss, webhook, 1)
    assert (told["state"], told["status"]) == ("failed", 410)
    ended = asked(house, boss, "GET", f"/{webhook['id']}")
    assert ended["state"] == "ended"
    assert "410" in ended["ended_why"]
    for method, path, sent in (
        ("POST", "/test", None),
        ("POST", "/secret", {}),
        ("POST", f"/deliveries/test/{told['number']}/replay", None),
    ):
        response = house.send(method, f"/v1/webhooks/{webhook['id']}{path}", sent, token=boss)
        assert response.status_code == 409, response.text
    # The name is free again.
    asked(house, boss, "POST", "", {"name": webhook["name"], "url": webhook["url"]})


def test_a_failure_is_tried_again_under_the_same_id_and_says_what_is_public_then(
    house: House, boss: str, receiver: Receiver
) -> None:
    webhook = hook(house, boss, receiver, "/500", kinds=["news"])
    record = identity(6)
    house.publish(record, "nb", news("senere"))
    first = receiver.next(webhook["url"])
    assert TEXT in first.body.decode()
    (told,) = settled(house, boss, webhook, 1)
    assert (told["state"], told["status"], told["attempts"]) == ("waiting", 500, 1)
    assert told["due_at"] > told["tried_at"]

    act(house, boss, record, "gone", reason="Personvern.")
    asked(house, boss, "POST", f"/{webhook['id']}/deliveries/change/{told['number']}/replay")
    heard: list[Received] = [receiver.next(webhook["url"]), receiver.next(webhook["url"])]
    again = next(each for each in heard if each.headers["webhook-id"] == first.headers["webhook-id"])
    payload = again.verified(webhook["secret"])
    assert (payload["type"], payload["timestamp"]) == (
        "record.published",
        first.verified(webhook["secret"])["timestamp"],
    )
    assert all(TEXT not in each.body.decode() for each in heard)


def test_what_waits_is_never_sent_once_its_webhook_is_deleted(
    house: House, boss: str, receiver: Receiver
) -> None:
    webhook = hook(house, boss, receiver, "/503", kinds=["news"])
    house.publish(identity(7), "nb", news("borte"))
    receiver.next(webhook["url"])
    settled(house, boss, webhook, 1)
    asked(house, boss, "DELETE", f"/{webhook['id']}")
    with house.parts.store.read() as reading:
        assert reading.deliveries.some(subscriber=UUID(webhook["id"])) == ()
        assert reading.subscribers.one(UUID(webhook["id"])) is None


def test_a_huge_body_arrives_whole(house: House, boss: str, receiver: Receiver) -> None:
    webhook = hook(house, boss, receiver, kinds=["news"])
    words = "Æ" * 4000
    blocks = tuple(Prose(children=(Span(text=f"{number} {words}"),)) for number in range(100))
    house.publish(identity(8), "nb", News(slug="lang", title="Lang <3 & 🌉", body=blocks))
    heard = receiver.next(webhook["url"])
    assert len(heard.body) > 800_000
    record = heard.verified(webhook["secret"])["data"]["record"]
    assert (record["title"], len(record["body"])) == ("Lang <3 & 🌉", 100)


def test_a_backup_brings_webhooks_and_secrets_along_and_an_export_no_secret(
    house: House, boss: str, receiver: Receiver, tmp_path: Path
) -> None:
    webhook = hook(house, boss, receiver)
    copy = tmp_path / "copy" / DATABASE
    copy.parent.mkdir()
    house.parts.store.copy(copy)
    with opened(Settings(data=str(copy.parent))) as parts, parts.store.read() as reading:
        (kept,) = reading.subscribers.some(sort="webhook", active=True)
    assert (kept.name, kept.secrets[0].value) == (webhook["name"], webhook["secret"])
    with sqlite3.connect(copy) as file:
        journal = str(file.execute("SELECT * FROM journal").fetchall())
    assert webhook["secret"] not in journal


def test_a_real_service_sends_what_the_command_line_asks_for(tmp_path: Path, receiver: Receiver) -> None:
    environment = QUIET | {
        "NORDKALOTT_OUTBOUND_ALLOWED": "127.0.0.1",
        "NORDKALOTT_DATA": str(tmp_path / "data"),
    }

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "service", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    log_file = tmp_path / "log"
    with log_file.open("wb") as stream:
        command = [sys.executable, "-m", "service", "serve", "--port", "0"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stream)
        try:
            assert process.stdout is not None
            while not process.stdout.readline().startswith(b"Stop with"):
                assert process.poll() is None, log_file.read_text()
            secret = run("webhooks", "create", "portal", f"{receiver.url}/hush-hush").strip()
            run("webhooks", "test", "portal")
            heard = receiver.next(f"{receiver.url}/hush-hush")
            assert heard.verified(secret)["type"] == "test"
            until = time.monotonic() + PATIENCE
            while "delivered" not in (listed := run("webhooks", "deliveries", "portal")):
                assert time.monotonic() < until, listed
            assert heard.headers["webhook-id"] in listed
        finally:
            process.terminate()
            process.wait()
            if process.stdout:
                process.stdout.close()
    for word in ("whsec_", "hush-hush"):
        assert word not in log_file.read_text()
