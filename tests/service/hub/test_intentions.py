"""The task that asks callbacks what they meant, against callbacks that answer as they like."""

from __future__ import annotations

import datetime
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from msgspec import structs

from content.delivery import Subscriber, Wants
from content.ports.intents import Intent
from service.hub import calls, subscriptions
from service.hub.intentions import AGAIN, CLAIM, NO_TOPIC, NOT_CONFIRMED, Intentions
from service.hub.pace import Pace
from service.hub.subscriptions import NEWS
from service.hub.topicality import Topicality
from service.outbound import Guard
from service.settings import Settings
from service.web.topics import Topics
from service.wiring import Parts, opened
from tests.service.outbound import site

BASE = "https://nordkalott.example.org"
TOPIC = f"{BASE}/feeds/nb.atom"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def on(self, **much: float) -> None:
        """Go on by so much."""
        self.now += datetime.timedelta(**much)


@dataclass
class Desk:
    """The task with all that is around it."""

    parts: Parts
    clock: Clock
    port: int
    asked: list[dict[str, str]]
    task: Intentions

    def intend(self, path: str = "/yes", number: int = 1, **more: Any) -> Intent:
        intent = Intent(
            id=UUID(int=number),
            act="subscribe",
            callback=f"http://127.0.0.1:{self.port}{path}",
            topic=TOPIC,
            host="127.0.0.1",
            lease=86400,
            address="192.0.2.7",
            made_at=self.clock(),
            due_at=self.clock(),
        )
        intent = structs.replace(intent, **more)
        self.parts.store.write(lambda writing: writing.intents.keep(intent))
        return intent

    def work(self) -> None:
        """Everything that is due now, to its end."""
        while self.task.due() == 0:
            self.task.run()
            self.task.join()

    def subscribers(self) -> tuple[Subscriber, ...]:
        """Those that hold."""
        with self.parts.store.read() as reading:
            return tuple(each for each in reading.subscribers.some() if each.holds(self.clock()))

    def waiting(self) -> list[tuple[str, int, datetime.timedelta]]:
        with self.parts.store.read() as reading:
            found = reading.intents.due(self.clock() + datetime.timedelta(minutes=9), 100)
        return [(each.act, each.attempts, each.due_at - self.clock()) for each in found]


def reply(connection: socket.socket, body: str, status: str = "200 OK", more: str = "") -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    connection.sendall((head + body).encode())


ANSWERS: dict[str, Callable[[socket.socket, str], None]] = {
    "/yes": reply,
    "/newline": lambda connection, text: reply(connection, text + "\n"),
    "/wrong": lambda connection, _: reply(connection, "nordkalott"),
    "/empty": lambda connection, _: reply(connection, ""),
    "/moved": lambda connection, text: reply(connection, text, "302 Found", "Location: /yes\r\n"),
    "/unknown": lambda connection, _: reply(connection, "", "404 Not Found"),
    "/broken": lambda connection, _: reply(connection, "", "500 Internal Server Error"),
    "/huge": lambda connection, _: reply(connection, "x" * 1_000_000),
    "/silent": lambda connection, _: connection.close(),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    asked: list[dict[str, str]] = []

    def answer(connection: socket.socket, target: str) -> None:
        parts = urlsplit(target)
        given = {name: texts[0] for name, texts in parse_qs(parts.query).items()}
        asked.append(given)
        ANSWERS.get(parts.path, reply)(connection, given.get("hub.challenge", ""))

    clock = Clock()
    settings = Settings(data=str(tmp_path), base_url=BASE, outbound_allowed=("127.0.0.1",))
    with opened(settings) as parts, site.running(answer) as (port, _):
        topics = Topics(parts.resources(2**20))
        task = Intentions(parts.store, clock, topics, parts.guard, pace=Pace(per_host=1000))
        yield Desk(parts, clock, port, asked, task)
        task.join()


def test_who_says_yes_is_subscribed_and_asked_once(desk: Desk) -> None:
    intent = desk.intend("/yes?a=1", secret="hemmelig ø")
    assert desk.task.due() == 0
    desk.work()
    (kept,) = desk.subscribers()
    assert (kept.sort, kept.url, kept.topic, kept.name) == ("websub", intent.callback, TOPIC, "127.0.0.1")
    assert kept.valid(desk.clock()) == ("hemmelig ø",)
    assert kept.lease_until == desk.clock() + datetime.timedelta(days=1)
    assert kept.wants == Wants(events=NEWS)
    (asked,) = desk.asked
    assert (asked["a"], asked["hub.mode"], asked["hub.topic"]) == ("1", "subscribe", TOPIC)
    assert asked["hub.lease_seconds"] == "86400"
    assert desk.task.due() is None


def test_a_subscription_is_to_what_its_topic_is_about(desk: Desk) -> None:
    desk.intend(topic=f"{BASE}/feeds/nn/event.json")
    desk.work()
    (kept,) = desk.subscribers()
    assert kept.wants == Wants(
        kinds=("event", "topic"), events=NEWS
    )  # labels of topics stand in it, and other languages


def test_an_end_is_asked_for_too(desk: Desk) -> None:
    desk.intend("/yes?a=1")
    desk.work()
    desk.intend("/yes?a=1", 2, act="unsubscribe", lease=0)
    assert len(desk.subscribers()) == 1
    desk.work()
    assert desk.subscribers() == ()
    assert desk.asked[1]["hub.mode"] == "unsubscribe"
    assert "hub.lease_seconds" not in desk.asked[1]
    desk.intend("/yes?a=1", 3, act="unsubscribe", lease=0)  # of nothing
    desk.work()
    assert desk.waiting() == []


def test_an_end_that_is_not_meant_ends_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.intend()
    desk.work()
    monkeypatch.setitem(ANSWERS, "/yes", ANSWERS["/unknown"])
    desk.intend("/yes", 2, act="unsubscribe", lease=0)
    desk.work()
    assert len(desk.subscribers()) == 1
    assert len(desk.asked) == 2


def test_a_renewal_takes_the_place_and_until_it_is_confirmed_all_stays_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.intend(secret="old")
    desk.work()
    (old,) = desk.subscribers()
    desk.clock.on(hours=12)
    monkeypatch.setitem(ANSWERS, "/yes", ANSWERS["/unknown"])
    desk.intend("/yes", 2, secret="theirs")
    desk.work()
    assert desk.subscribers() == (old,)
    monkeypatch.undo()
    desk.intend("/yes", 3, secret="new", lease=7200)
    assert desk.subscribers() == (old,)
    desk.work()
    (new,) = desk.subscribers()
    assert (new.id, new.created_at) == (old.id, old.created_at)
    assert new.valid(desk.clock()) == ("new",)
    assert new.lease_until == desk.clock() + datetime.timedelta(hours=2)
    desk.intend("/yes", 4, secret="")
    desk.work()
    assert desk.subscribers()[0].valid(desk.clock()) == ()


def test_a_lease_ends_and_can_begin_again(desk: Desk) -> None:
    desk.intend()
    desk.work()
    (old,) = desk.subscribers()
    desk.clock.on(days=1)
    assert desk.subscribers() == ()
    desk.parts.store.write(lambda writing: writing.subscribers.lapse(desk.clock()))
    desk.intend("/yes", 2)
    desk.work()
    (new,) = desk.subscribers()
    assert new.id == old.id
    assert new.created_at == desk.clock()


def test_who_had_subscribed_is_told_when_the_topic_is_no_more(desk: Desk) -> None:
    gone = f"{BASE}/feeds/nb/topics/borte.atom"
    desk.intend()
    desk.work()
    (kept,) = desk.subscribers()
    desk.parts.store.write(
        lambda writing: writing.subscribers.keep(
            structs.replace(kept, id=UUID(int=7), topic=gone, url=kept.url + "?b=1")
        )
    )
    task = Topicality(desk.parts.store, desk.clock, desk.task._topics)
    assert task.due() == 0
    task.run()
    assert [each.topic for each in desk.subscribers()] == [TOPIC]
    desk.work()
    assert (desk.asked[-1]["hub.mode"], desk.asked[-1]["hub.topic"], desk.asked[-1]["b"]) == (
        "denied",
        gone,
        "1",
    )
    assert desk.waiting() == []
    assert task.due()


@pytest.mark.parametrize("path", ["/newline", "/wrong", "/empty", "/moved", "/unknown"])
def test_who_says_anything_else_is_not_and_is_left_alone(desk: Desk, path: str) -> None:
    desk.intend(path)
    desk.work()
    assert desk.subscribers() == ()
    assert len(desk.asked) == 1
    assert desk.waiting() == []


@pytest.mark.parametrize("path", ["/broken", "/huge", "/silent"])
def test_who_gives_no_answer_is_asked_three_times_more_and_then_told(desk: Desk, path: str) -> None:
    desk.intend(path)
    desk.work()
    for number, pause in enumerate(AGAIN, 1):
        assert desk.waiting() == [("subscribe", number, pause)]
        desk.clock.on(seconds=pause.total_seconds() - 1)
        desk.work()
        assert len(desk.asked) == number
        desk.clock.on(seconds=1)
        desk.work()
    assert desk.subscribers() == ()
    assert desk.waiting() == []
    assert [each["hub.mode"] for each in desk.asked] == ["subscribe"] * 4 + ["denied"]
    assert desk.asked[-1]["hub.reason"] == NOT_CONFIRMED


def test_a_topic_that_there_is_not_is_denied_without_a_question(desk: Desk) -> None:
    gone = f"{BASE}/feeds/nb/topics/borte.atom"
    desk.intend(topic=gone)
    desk.intend("/broken", 2, topic=gone)
    desk.work()
    assert [(each["hub.mode"], each["hub.topic"], each["hub.reason"]) for each in desk.asked] == [
        ("denied", gone, NO_TOPIC)
    ] * 2
    assert desk.waiting() == [("deny", 1, AGAIN[0])]
    assert desk.subscribers() == ()


def test_a_newer_intent_counts_although_the_older_one_is_confirmed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.intend("/slow", secret="old")
    asked, go_on = threading.Event(), threading.Event()

    def slow(connection: socket.socket, text: str) -> None:
        asked.set()
        go_on.wait(10)
        reply(connection, text)

    monkeypatch.setitem(ANSWERS, "/slow", slow)
    desk.task.run()
    assert asked.wait(10)
    desk.intend("/slow", 2, secret="new")
    go_on.set()
    desk.task.join()
    assert desk.subscribers() == ()
    desk.work()
    assert [each.valid(desk.clock()) for each in desk.subscribers()] == [("new",)]


def test_who_hangs_holds_up_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setitem(ANSWERS, "/hang", lambda _, __: go_on.wait(10))
    desk.intend("/hang")
    began = time.monotonic()
    desk.task.run()
    desk.intend("/yes", 2)
    assert desk.task.due() == 0
    desk.task.run()
    while not desk.subscribers():
        assert time.monotonic() - began < calls.SECONDS
        time.sleep(0.005)
    go_on.set()


def test_what_was_claimed_by_one_that_was_killed_comes_back_with_a_new_challenge(desk: Desk) -> None:
    """Killed after the callback said yes, before it was kept: the callback does not say yes twice, and is told."""
    intent = desk.intend("/unknown")
    claimed = desk.clock() + CLAIM
    desk.parts.store.write(lambda writing: writing.intents.put_off(intent, claimed, attempts=1))
    desk.work()
    assert desk.asked == []
    desk.clock.on(seconds=CLAIM.total_seconds())
    desk.work()
    assert [each["hub.mode"] for each in desk.asked] == ["subscribe", "denied"]
    assert desk.waiting() == []


def test_one_whose_subscription_holds_is_not_told_otherwise(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Section 5.1: where a renewal fails, the subscription stays as it was."""
    desk.intend("/yes?renewed=1")
    desk.work()
    intent = desk.intend("/yes?renewed=1", 2)
    claimed = desk.clock() + CLAIM
    desk.parts.store.write(lambda writing: writing.intents.put_off(intent, claimed, attempts=1))
    monkeypatch.setitem(ANSWERS, "/yes", ANSWERS["/unknown"])
    desk.clock.on(seconds=CLAIM.total_seconds())
    desk.work()
    assert [each["hub.mode"] for each in desk.asked] == ["subscribe", "subscribe"]
    assert len(desk.subscribers()) == 1


def test_a_clock_that_is_set_back_an_hour_holds_up_nobody(desk: Desk) -> None:
    desk.intend()
    desk.clock.on(hours=-1)
    desk.work()
    assert len(desk.subscribers()) == 1


def test_one_host_is_called_so_often_and_the_rest_waits(desk: Desk) -> None:
    desk.task = Intentions(
        desk.parts.store, desk.clock, desk.task._topics, desk.parts.guard, pace=Pace(per_host=5)
    )
    for number in range(1, 13):
        desk.intend(f"/yes?n={number}", number)
    desk.work()
    assert len(desk.asked) == 5
    waits = [wait.total_seconds() for _, _, wait in desk.waiting()]
    assert len(waits) == 7
    assert min(waits) > 0
    assert sorted(waits) == waits
    assert max(waits) >= 60


def test_whom_the_guard_does_not_let_us_call_is_never_called(desk: Desk) -> None:
    """It was let through when it asked: its name led elsewhere then."""

    async def within(host: str, port: int) -> tuple[str, ...]:
        del host, port
        return ("10.0.0.7",)

    task = Intentions(desk.parts.store, desk.clock, desk.task._topics, Guard(lookup=within))
    desk.intend(callback="https://leser.example/", host="leser.example")
    task.run()
    task.join()
    assert desk.subscribers() == ()
    assert desk.waiting() == []


@pytest.mark.parametrize(("name", "most"), [("MOST_OF_HOST", 2), ("MOST", 2)])
def test_one_more_than_there_may_be_is_denied_and_a_renewal_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    monkeypatch.setattr(subscriptions, name, most)
    for number in (1, 2, 3, 1):
        desk.intend(f"/yes?n={number}", number)
        desk.work()
    assert sorted(each.url[-1] for each in desk.subscribers()) == ["1", "2"]
    assert [(each["n"], each["hub.mode"]) for each in desk.asked] == [
        *(("1", "subscribe"), ("2", "subscribe"), ("3", "subscribe"), ("3", "denied"), ("1", "subscribe"))
    ]
    assert desk.asked[3]["hub.reason"] == subscriptions.TOO_MANY


def test_a_start_with_another_base_url_ends_nothing_before_an_hour_is_over(desk: Desk) -> None:
    desk.intend()
    desk.work()
    elsewhere = structs.replace(desk.parts.settings, base_url="https://other.example")
    with opened(elsewhere) as parts:
        topics = Topics(parts.resources(2**20))
        Topicality(desk.parts.store, desk.clock, topics).run()
        assert len(desk.subscribers()) == 1
        Topicality(desk.parts.store, desk.clock, topics, settled=0).run()
    assert desk.subscribers() == ()


def test_what_ended_long_ago_is_forgotten(desk: Desk) -> None:
    desk.intend()
    desk.work()
    (kept,) = desk.subscribers()
    desk.parts.store.write(lambda writing: writing.subscribers.end(kept.id, desk.clock(), "410"))
    for days, there in ((29, 1), (2, 0)):
        desk.clock.on(days=days)
        Topicality(desk.parts.store, desk.clock, desk.task._topics).run()
        with desk.parts.store.read() as reading:
            assert len(reading.subscribers.some()) == there
