"""What webhooks are sent is as the document says: its examples, and what is really made of every record that is published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from content.delivery import EVENTS, Delivery, Event, Secret, Source, Subscriber
from content.lifecycle import Redirect
from content.webhooks import mint
from service.webhooks import WebhookMessenger
from service.wiring import now
from tests.http.house import PAGE, House
from tests.openapi.strict import closed, faults

HOOK = Subscriber(
    id=UUID(int=1),
    sort="webhook",
    url="https://hooks.example.org/",
    secrets=(Secret(value=mint(b"\x01" * 32)),),
    created_at=now(),
)


def sent(house: House, event: Event, number: int, source: Source = "change") -> tuple[dict[str, str], Any]:
    """Head and body of a delivery."""
    given = Delivery(
        subscriber=HOOK.id, source=source, number=number, event=event, made_at=now(), due_at=now()
    )
    message = WebhookMessenger(house.parts.store, house.parts.links, now).message(given, HOOK)
    assert message is not None
    return dict(message.headers), msgspec.json.decode(message.body)


def demand(whole: dict[str, Any], event: Event, headers: dict[str, str], body: Any) -> None:
    """Fail where a delivery is not as the document says."""
    operation = whole["webhooks"][event]["post"]
    (media,) = operation["requestBody"]["content"].values()
    assert faults(closed(whole), media["schema"], body) == []
    for field in operation["parameters"]:
        text = headers[field["name"]]
        value: Any = int(text) if field["schema"]["type"] == "integer" else text
        assert faults(whole, field["schema"], value) == []


def test_the_examples_are_good_and_there_is_one_for_each_event(whole: dict[str, Any]) -> None:
    assert set(whole["webhooks"]) == set(EVENTS)
    for event in EVENTS:
        (media,) = whole["webhooks"][event]["post"]["requestBody"]["content"].values()
        assert faults(closed(whole), media["schema"], media["examples"]["told"]["value"]) == []
        assert faults(closed(whole), media["schema"], {"type": event, "timestamp": "today", "data": {}})


def test_so_is_whatever_is_sent(whole: dict[str, Any], own_house: House) -> None:
    for row in own_house.json("/v1/changes?limit=200")["changes"]:
        demand(whole, "record.published", *sent(own_house, "record.published", row["seq"]))
    own_house.parts.commands.change_state(
        Redirect(id=PAGE, locale="nb", to="/pages/nb/arktisk-raad", reason="Samlet", actor="test")
    )
    newest = own_house.json("/v1/changes?limit=200")["changes"][-1]["seq"]
    demand(whole, "record.redirected", *sent(own_house, "record.redirected", newest))
    demand(whole, "test", *sent(own_house, "test", 1, "test"))
