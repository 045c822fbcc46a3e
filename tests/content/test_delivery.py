"""Who wants to hear of what, and with which secrets it is signed."""

from __future__ import annotations

import datetime
from uuid import UUID

import pytest
from msgspec import structs

from content.delivery import Delivery, Happening, Secret, Subscriber, Wants, wanted

NOW = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)
HAPPENED = Happening(
    source="change",
    number=7,
    event="record.published",
    locale="nb",
    kind="news",
    topics=frozenset({"barents", "youth"}),
)


@pytest.mark.parametrize(
    ("wants", "fits"),
    [
        (Wants(), True),
        (Wants(locales=("nn", "nb")), True),
        (Wants(locales=("nn",)), False),
        (Wants(kinds=("event",)), False),
        (Wants(topics=("climate", "youth")), True),
        (Wants(topics=("climate",)), False),
        (Wants(events=("record.gone",)), False),
        (Wants(locales=("nb",), kinds=("news",), topics=("barents",), events=("record.published",)), True),
        (Wants(locales=("nb",), kinds=("news",), topics=("barents",), events=("record.gone",)), False),
    ],
)
def test_each_limit_must_fit(wants: Wants, fits: bool) -> None:
    assert wanted(wants, HAPPENED, "webhook") is fits
    assert wanted(wants, HAPPENED, "websub") is fits


def test_what_is_silent_is_for_those_who_follow_a_feed() -> None:
    silent = structs.replace(HAPPENED, silent=True)
    assert wanted(Wants(), silent, "websub")
    assert not wanted(Wants(), silent, "webhook")


def subscriber(**more: object) -> Subscriber:
    return Subscriber(id=UUID(int=1), sort="webhook", url="https://x/", created_at=NOW, **more)  # type: ignore[arg-type]


def test_an_older_secret_holds_until_its_time() -> None:
    one = subscriber(secrets=(Secret(value="new"), Secret(value="old", until=LATER)))
    assert one.valid(NOW) == ("new", "old")
    assert one.valid(LATER) == ("new",)


def test_a_lease_that_is_over_holds_no_more() -> None:
    assert subscriber(lease_until=LATER).holds(NOW)
    assert not subscriber(lease_until=LATER).holds(LATER)
    assert not subscriber(state="ended").holds(NOW)


def test_a_message_keeps_its_id_and_shares_it_with_no_other() -> None:
    def of(
        number: int, attempts: int = 0, due_at: datetime.datetime = NOW, made_at: datetime.datetime = NOW
    ) -> Delivery:
        return Delivery(
            subscriber=UUID(int=1),
            source="change",
            number=number,
            event="record.gone",
            attempts=attempts,
            made_at=made_at,
            due_at=due_at,
        )

    assert of(7, attempts=3, due_at=LATER).message_id == of(7).message_id
    assert of(8).message_id != of(7).message_id
    # After a restore, a number is given again.
    assert of(7, made_at=LATER).message_id != of(7).message_id
