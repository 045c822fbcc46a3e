"""What the tests of the courier share: a store, a clock that is put, a site that counts, a messenger of our own."""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from content.delivery import Delivery, Subscriber
from content.ports import Store
from service.courier.following import Following
from service.courier.messenger import Message
from service.courier.sending import Sending
from service.outbound import Guard
from tests.contract import build
from tests.service.outbound.site import Answer, running

HOST = "hook.example"


class Clock:
    """Stands still until it is put; `beside` is how far it stands from the time of day."""

    def __init__(self) -> None:
        self.now = build.at(0)

    def __call__(self) -> datetime.datetime:
        return self.now

    def move(self, **more: float) -> None:
        self.now += datetime.timedelta(**more)


class Plain:
    """Says the id and the number, and counts."""

    def __init__(self) -> None:
        self.made: list[Delivery] = []

    def message(self, delivery: Delivery, subscriber: Subscriber) -> Message | None:
        del subscriber
        self.made.append(delivery)
        return Message(
            headers=(("webhook-id", str(delivery.message_id)), ("content-type", "text/plain")),
            body=str(delivery.number).encode(),
        )


class Post:
    """A courier without its worker."""

    def __init__(self, store: Store, **more: Any) -> None:
        self.store, self.clock, self.messenger = store, Clock(), Plain()
        self.following = Following(store, self.clock)
        self.sending = self.courier(**more)

    def courier(self, **more: Any) -> Sending:
        settled: dict[str, Any] = {
            "chance": lambda: 0.5,
            "messengers": {"webhook": self.messenger, "websub": self.messenger},
            **more,
        }
        return Sending(self.store, self.clock, settled.pop("guard", here()), **settled)

    def subscribe(self, number: int, url: str, **more: Any) -> Subscriber:
        made = Subscriber(
            id=build.identity(number), **{"sort": "webhook", "url": url, "created_at": self.clock(), **more}
        )
        self.store.write(lambda writing: writing.subscribers.keep(made))
        return made

    def publish(self, number: int, slug: str = "") -> None:
        build.publish(self.store, number, build.news(slug or f"nyhet-{number}"))

    def follow(self) -> None:
        while self.following.due() == 0:
            self.following.run()

    def deliver(self, sending: Sending | None = None) -> None:
        """Follow, and send all that is due."""
        self.follow()
        sending = sending or self.sending
        until = time.monotonic() + 20
        while sending.due() == 0:
            sending.run()
            assert time.monotonic() < until, "it does not end"

    def all(self, **asked: Any) -> list[Delivery]:
        with self.store.read() as reading:
            return list(reversed(reading.deliveries.some(**asked)))

    def told(self) -> list[tuple[int, str, int]]:
        return [(each.number, each.state, each.attempts) for each in self.all()]


async def _lookup(host: str, port: int) -> tuple[str, ...]:
    del host, port
    return ("127.0.0.1",)


def here() -> Guard:
    """Leads every name to this machine."""
    return Guard(("127.0.0.0/8",), lookup=_lookup)


@contextlib.contextmanager
def answering(*statuses: int | bytes) -> Iterator[tuple[str, list[bytes]]]:
    """An address that answers these one after the other, the last for ever, and what it was sent."""
    lock, left = threading.Lock(), list(statuses)

    def answer(connection: Any, path: str) -> None:
        del path
        with lock:
            status = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(status, int):
            status = f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n\r\n".encode()
        connection.sendall(status)

    with site(answer) as (url, sent):
        yield url, sent


@contextlib.contextmanager
def site(answer: Answer) -> Iterator[tuple[str, list[bytes]]]:
    """An address that a test answers at itself."""
    with running(answer) as (port, sent):
        yield f"http://{HOST}:{port}/in", sent


def ids(sent: list[bytes]) -> list[bytes]:
    """The message ids of what was sent."""
    return [each.lower().split(b"webhook-id: ")[1].split(b"\r\n")[0] for each in sent]


def soon(what: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Is it so before long?"""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
