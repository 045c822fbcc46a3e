"""What a subscriber is sent: the bytes that a reader gets, signed, and nothing that it has."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from content.delivery import Delivery, Secret, Subscriber
from service.hub.messenger import WebsubMessenger
from service.settings import Settings
from service.web.topics import Topics
from service.wiring import now, opened
from tests.http.house import PAGE, House, furnished

BASE = "https://nordkalott.example.org"
AT = datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC)
DELIVERY = Delivery(
    subscriber=UUID(int=1), source="change", number=7, event="record.published", made_at=AT, due_at=AT
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(Settings(data=str(tmp_path), base_url=BASE)) as parts:
        yield furnished(parts, examples=False)


@pytest.fixture
def messenger(house: House) -> WebsubMessenger:
    parts = house.parts
    return WebsubMessenger(parts.store, now, Topics(parts.resources(2**22)), parts.links)


def subscriber(house: House, path: str = "/feeds/nb.atom", **more: Any) -> Subscriber:
    made = Subscriber(
        id=UUID(int=1), sort="websub", url="https://leser.example/", topic=BASE + path, created_at=AT
    )
    kept = structs.replace(made, **more)
    house.parts.store.write(lambda writing: writing.subscribers.keep(kept))
    return kept


@pytest.mark.parametrize("path", ["/feeds/nb.atom", "/feeds/en/page.rss", "/feeds/nn/topics/barents.json"])
def test_it_is_what_a_reader_gets_byte_for_byte(house: House, messenger: WebsubMessenger, path: str) -> None:
    message = messenger.message(DELIVERY, subscriber(house, path))
    assert message is not None
    got = house.get(path)
    assert message.body == got.content
    headers = dict(message.headers)
    assert headers["content-type"] == got.headers["content-type"]
    assert headers["link"] == f'<{BASE}/hub>; rel="hub", <{BASE}{path}>; rel="self"'
    assert headers["webhook-id"] == str(DELIVERY.message_id)
    assert "x-hub-signature" not in headers


def test_it_is_signed_with_the_newest_secret(house: House, messenger: WebsubMessenger) -> None:
    secrets = (Secret(value="ny ø"), Secret(value="gammel", until=AT))
    message = messenger.message(DELIVERY, subscriber(house, secrets=secrets))
    assert message is not None
    mac = hmac.new("ny ø".encode(), message.body, hashlib.sha256).hexdigest()
    assert dict(message.headers)["x-hub-signature"] == f"sha256={mac}"


def test_what_it_took_last_is_not_sent_again_until_the_bytes_are_others(
    house: House, messenger: WebsubMessenger
) -> None:
    kept = subscriber(house)
    message = messenger.message(DELIVERY, kept)
    assert message is not None
    house.parts.store.write(lambda writing: writing.subscribers.note_taken(kept.id, message.digest))
    assert messenger.message(DELIVERY, kept) is None
    assert messenger.message(structs.replace(DELIVERY, event="test"), kept) is not None
    with house.parts.store.read() as reading:
        entry = reading.entry(PAGE, "nb")
    assert entry is not None
    content = structs.replace(entry.edition.content, title="Rettet")
    house.publish(PAGE, "nb", content, update="minor", note="Rettet")
    other = messenger.message(DELIVERY, kept)
    assert other is not None
    assert b"Rettet" in other.body
    assert other.digest != message.digest


def test_all_who_wait_for_one_feed_are_sent_the_same_bytes(house: House, messenger: WebsubMessenger) -> None:
    """And not a copy each: a thousand of them would be as many megabytes."""
    messages = [
        messenger.message(
            DELIVERY, subscriber(house, id=UUID(int=number), url=f"https://leser.example/{number}")
        )
        for number in range(1, 6)
    ]
    assert len({id(each.body) for each in messages if each}) == 1


def test_of_a_topic_that_there_is_no_more_there_is_nothing_to_say(
    house: House, messenger: WebsubMessenger
) -> None:
    assert messenger.message(DELIVERY, subscriber(house, "/feeds/nb/topics/borte.atom")) is None
    assert messenger.message(DELIVERY, subscriber(house, topic="https://other.example/")) is None
