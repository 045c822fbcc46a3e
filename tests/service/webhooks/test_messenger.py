"""What a delivery says, read from the store when it is sent, and how it is signed."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest
from msgspec import structs
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from content import recheck, webhooks
from content.delivery import Delivery, Secret, Subscriber
from content.lifecycle import MarkGone, Redirect, Restore, Withdraw
from content.model import News
from content.ports import Change
from service.settings import Settings
from service.webhooks import WebhookMessenger
from service.wiring import now, opened
from tests.http.house import House, furnished

NEW: Final = UUID("01a20900-0000-7000-8000-000000000007")
OURS: Final = UUID("01a20900-0000-7000-8000-0000000000aa")
SECRET: Final = webhooks.mint(bytes(range(32)))
OLD: Final = webhooks.mint(bytes(range(1, 33)))
WHY: Final = "Lista var feil."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One for all, with the examples: each test publishes what it needs."""
    folder: Path = tmp_path_factory.mktemp("told")
    with opened(Settings(data=str(folder), base_url="https://nordkalott.example.org")) as parts:
        yield furnished(parts, examples=True)


def webhook(*secrets: Secret) -> Subscriber:
    return Subscriber(
        id=OURS,
        sort="webhook",
        name="portal",
        url="https://hooks.example.org/",
        secrets=secrets or (Secret(value=SECRET),),
        created_at=now(),
        created_by="test",
    )


def delivery(event: Any, number: int, source: Any = "change") -> Delivery:
    return Delivery(subscriber=OURS, source=source, number=number, event=event, made_at=now(), due_at=now())


def said(house: House, event: str, number: int, source: str = "change") -> dict[str, Any] | None:
    """What is sent, verified by a library that is not ours; None for nothing."""
    messenger = WebhookMessenger(house.parts.store, house.parts.links, now)
    message = messenger.message(delivery(event, number, source), webhook())
    if message is None:
        return None
    payload: dict[str, Any] = Webhook(SECRET).verify(message.body, dict(message.headers))
    assert list(payload) == ["type", "timestamp", "data"]
    assert payload["type"] == event
    return payload


def newest(house: House) -> Change:
    with house.parts.store.read() as reading:
        return reading.changes(reading.head().seq - 1)[-1]


def fresh(house: House, slug: str) -> UUID:
    identity = UUID(int=NEW.int + sum(map(ord, slug)) * 997)
    house.publish(identity, "nb", News(slug=slug, title="Ny bro", summary="Åpner i mai."))
    return identity


def test_everything_that_is_published_is_told_as_the_public_gets_it(house: House) -> None:
    rows = {row["seq"]: row for row in house.json("/v1/changes?limit=200")["changes"]}
    upserts = [row for row in rows.values() if "record" in row]
    assert {row["kind"] for row in upserts} == {
        "page",
        "news",
        "event",
        "call",
        "project",
        "contact",
        "topic",
    }
    for row in upserts:
        payload = said(house, "record.published", row["seq"])
        assert payload is not None
        told = payload["data"]
        assert payload["timestamp"] == row["at"]
        live = row["edition"] == row["record"]["edition"]
        assert {name: told.get(name) for name in row} == row | ({} if live else {"record": None})


def test_an_edition_that_is_not_live_any_more_brings_no_record(house: House) -> None:
    identity = fresh(house, "rettet")
    first = newest(house)
    house.publish(identity, "nb", News(slug="rettet", title="Nyere bro"), update="minor", note="Rettet")
    second = newest(house)
    before, after = said(house, "record.published", first.seq), said(house, "record.published", second.seq)
    assert before is not None
    assert after is not None
    assert "record" not in before["data"]
    assert (after["data"]["update"], after["data"]["record"]["title"]) == ("minor", "Nyere bro")


def test_what_was_taken_back_is_told_with_the_reason_and_without_a_word_of_it(house: House) -> None:
    identity = fresh(house, "feil-liste")
    published = newest(house)
    commands = house.parts.commands
    commands.change_state(Withdraw(id=identity, locale="nb", reason=WHY, actor="test"))
    withdrawn = newest(house)
    payload = said(house, "record.withdrawn", withdrawn.seq)
    assert payload is not None
    assert (payload["data"]["op"], payload["data"]["reason"], "to" in payload["data"]) == (
        "delete",
        WHY,
        False,
    )
    for each in (payload, said(house, "record.published", published.seq)):
        assert "Ny bro" not in str(each)
        assert "record" not in (each or {})["data"]

    commands.change_state(MarkGone(id=identity, locale="nb", reason="Personvern.", actor="test"))
    gone = said(house, "record.gone", newest(house).seq)
    assert gone is not None
    assert (gone["data"]["reason"], "record" in gone["data"]) == ("Personvern.", False)
    # What was said when it was withdrawn is not true any more, and is not said again.
    earlier = said(house, "record.withdrawn", withdrawn.seq)
    assert earlier is not None
    assert "reason" not in earlier["data"]


def test_a_redirected_record_says_where_to_and_a_restored_one_is_published(house: House) -> None:
    identity = fresh(house, "flyttet")
    house.parts.commands.change_state(
        Redirect(
            id=identity, locale="nb", to="/pages/nb/internasjonal-avdeling", reason="Samlet", actor="test"
        )
    )
    moved = newest(house)
    payload = said(house, "record.redirected", moved.seq)
    assert payload is not None
    assert payload["data"]["to"] == "https://nordkalott.example.org/pages/nb/internasjonal-avdeling"
    house.parts.commands.restore(Restore(id=identity, locale="nb", reason="Likevel", actor="test"))
    back = said(house, "record.published", newest(house).seq)
    assert back is not None
    assert back["data"]["record"]["title"] == "Ny bro"
    assert "to" not in str(said(house, "record.redirected", moved.seq)["data"].keys())  # type: ignore[index]


def test_a_check_that_failed_is_told_by_its_entry_in_the_journal(house: House) -> None:
    identity = fresh(house, "ny-regel")
    detail: dict[str, str | int] = {
        "edition": 1,
        "ruleset": "2027.1",
        "rules": "image-alt link-text",
        "source": "rules",
        "via": "worker",
    }
    entry = house.parts.store.write(
        lambda writing: writing.record(
            "worker@nordkalott", recheck.FAILED, now(), detail, identity=identity, locale="nb"
        )
    )
    payload = said(house, "check.failed", entry.number, "journal")
    assert payload is not None
    assert payload["data"] == {
        "number": entry.number,
        "id": str(identity),
        "locale": "nb",
        "kind": "news",
        "edition": 1,
        "at": payload["timestamp"],
        "ruleset": "2027.1",
        "rules": ["image-alt", "link-text"],
        "source": "rules",
        "url": "https://nordkalott.example.org/pages/nb/ny-regel",
    }
    assert said(house, "check.failed", entry.number - 1, "journal") is None


def test_a_test_tells_of_nothing(house: House) -> None:
    payload = said(house, "test", 3, "test")
    assert payload is not None
    assert payload["data"] == {"webhook": str(OURS), "number": 3}


def test_what_was_redacted_while_it_waited_is_not_said(house: House) -> None:
    identity = UUID(int=NEW.int + 1)
    house.publish(
        identity, "nb", News(slug="navn", title="Møte med Rannveig Testesen", summary="Til høsten.")
    )
    number = newest(house).seq
    assert "Rannveig" in str(said(house, "record.published", number))
    body = {"reason": "Personvern", "texts": ["Rannveig Testesen"]}
    token = house.token("admin", name="Redactor")
    done = house.send("POST", f"/v1/records/{identity}/nb/redact", body, token=token)
    assert done.status_code == 200, done.text
    assert said(house, "record.published", number) is not None
    assert "Rannveig" not in str(said(house, "record.published", number))


def test_there_is_nothing_to_say_of_what_is_not_in_the_store(house: House) -> None:
    assert said(house, "record.published", 10**9) is None
    assert said(house, "check.failed", 10**9, "journal") is None


def test_each_secret_that_is_good_signs_and_none_that_is_over(house: House) -> None:
    hour = datetime.timedelta(hours=1)
    clock = [now()]
    messenger = WebhookMessenger(house.parts.store, house.parts.links, lambda: clock[0])
    turned = webhook(Secret(value=SECRET), Secret(value=OLD, until=clock[0] + hour))
    given = delivery("test", 1, "test")

    first = messenger.message(given, turned)
    assert first is not None
    for secret in (SECRET, OLD):
        Webhook(secret).verify(first.body, dict(first.headers))

    clock[0] += hour
    second = messenger.message(given, turned)
    assert second is not None
    headers = dict(second.headers)
    assert headers["webhook-id"] == dict(first.headers)["webhook-id"] == str(given.message_id)
    assert headers["webhook-timestamp"] != dict(first.headers)["webhook-timestamp"]
    assert len(headers["webhook-signature"].split(" ")) == 1
    with pytest.raises(WebhookVerificationError):  # it is an hour ahead of the library's clock
        Webhook(SECRET).verify(second.body, headers)

    over = structs.replace(turned, secrets=(Secret(value=OLD, until=clock[0]),))
    assert messenger.message(given, over) is None


def test_one_body_serves_many_and_never_outlives_a_change(house: House) -> None:
    identity = fresh(house, "mange")
    number = newest(house).seq
    messenger = WebhookMessenger(house.parts.store, house.parts.links, now)
    given = delivery("record.published", number)
    others = structs.replace(given, subscriber=UUID(int=OURS.int + 1))
    first, second = messenger.message(given, webhook()), messenger.message(others, webhook())
    assert first is not None
    assert second is not None
    assert msgspec.json.decode(first.body) == msgspec.json.decode(second.body)
    assert dict(first.headers)["webhook-id"] != dict(second.headers)["webhook-id"]
    house.parts.commands.change_state(MarkGone(id=identity, locale="nb", reason="Slettet", actor="test"))
    third = messenger.message(given, webhook())
    assert third is not None
    assert b"Ny bro" in first.body
    assert b"Ny bro" not in third.body
