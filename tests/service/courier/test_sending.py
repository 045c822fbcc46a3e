"""Deliveries from the log to whoever asked, and what bad callbacks can and cannot do."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from content.delivery import Delivery, Subscriber
from content.errors import StoreFull
from content.lifecycle import MarkGone, Withdraw
from content.ports import Store
from content.store import open_store
from service.courier.clearing import KEPT, Clearing
from service.courier.following import Following
from service.courier.lanes import Lanes
from service.courier.sending import CLAIM
from service.outbound import Guard
from tests.contract import build
from tests.service.courier.post import Post, answering, ids, site, soon


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def post(store: Store) -> Iterator[Post]:
    made = Post(store)
    yield made
    made.sending.close()


def test_what_is_published_is_told_once_to_each_who_was_there(post: Post) -> None:
    post.publish(1)
    with answering(200) as (url, sent):
        post.subscribe(11, url)
        post.publish(2)
        post.deliver()
        post.subscribe(12, url)
        post.publish(3)
        post.deliver()
        post.deliver()
    assert sorted(each.partition(b"\r\n\r\n")[2] for each in sent) == [b"2", b"3", b"3"]
    assert {each.state for each in post.all()} == {"delivered"}
    assert len(set(ids(sent))) == 3


def test_withdrawn_gone_and_silent_changes_are_told_as_what_they_are(post: Post, store: Store) -> None:
    post.subscribe(11, "http://hook.example/")
    post.publish(1)
    post.publish(2)
    post.follow()
    for command in (Withdraw, MarkGone):
        number = 1 if command is Withdraw else 2
        build.move(store, command(id=build.identity(number), locale="nb", reason="feil", actor="ola"))
    post.follow()
    assert sorted(each.event for each in post.all()) == [
        "record.gone",
        "record.published",
        "record.published",
        "record.withdrawn",
    ]


def test_following_reads_on_from_where_another_stopped(post: Post, store: Store) -> None:
    post.subscribe(11, "http://hook.example/")
    for number in range(1, 30):
        post.publish(number)
    post.following.run()
    post.following = Following(store, post.clock)
    other = Following(store, post.clock)
    assert (post.following.due(), other.due()) == (0.0, 0.0)
    post.follow()
    other.run()
    assert other.due() is None
    assert sorted(each.number for each in post.all()) == list(range(1, 30))


def test_a_day_of_500_ends_after_ten_attempts_and_a_replay_begins_anew(post: Post, store: Store) -> None:
    with answering(500) as (url, sent):
        subscriber = post.subscribe(11, url)
        post.publish(1)
        for _ in range(400):
            post.deliver()
            post.clock.move(minutes=15)
        assert post.told() == [(1, "failed", 10)]
    assert len(sent) == 10
    assert len(set(ids(sent))) == 1
    with store.read() as reading:
        kept = reading.subscribers.one(subscriber.id)
    assert kept is not None
    assert (kept.failures, kept.state) == (10, "active")
    with answering(200) as (url, again):
        store.write(lambda writing: writing.subscribers.keep(structs.replace(kept, url=url)))
        store.write(lambda writing: writing.deliveries.replay(post.all(), post.clock()))
        post.deliver()
    assert ids(again) == ids(sent)[:1]
    assert post.told() == [(1, "delivered", 1)]


def test_410_ends_the_subscriber_and_all_that_waits_for_it(post: Post, store: Store) -> None:
    with answering(410) as (url, sent):
        post.subscribe(11, url)
        post.publish(1)
        post.publish(2)
        post.deliver()
        post.publish(3)
        post.deliver()
    assert len(sent) == 1
    assert [each.state for each in post.all()] == ["failed", "failed"]
    with store.read() as reading:
        ended = reading.subscribers.one(build.identity(11))
    assert ended is not None
    assert (ended.state, ended.ended_why) == ("ended", "its address answers 410 Gone")


def test_retry_after_is_heeded(post: Post) -> None:
    with answering(b"HTTP/1.1 503 No\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n", 200) as (url, sent):
        post.subscribe(11, url)
        post.publish(1)
        post.publish(2)
        post.deliver()
        post.clock.move(seconds=599)
        post.deliver()
        assert len(sent) == 1, "what else waits is to wait as long"
        post.clock.move(seconds=2)
        post.deliver()
    assert len(sent) == 3


def test_who_is_slow_holds_up_nobody_else(post: Post) -> None:
    released = threading.Event()

    def slow(connection: socket.socket, path: str) -> None:
        del path
        released.wait(15)
        with contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with site(slow) as (hanging, _), answering(200) as (url, sent):
        for number in range(11, 31):
            post.subscribe(number, hanging)
        for number in range(31, 61):
            post.subscribe(number, url)
        post.publish(1)
        post.follow()
        began = time.monotonic()
        while len(sent) < 30:
            assert post.sending.due() == 0
            post.sending.run()
            assert time.monotonic() - began < 9, "the quick waited for the slow"
        released.set()
        post.deliver()
    assert {each.state for each in post.all()} == {"delivered"}


def test_what_a_host_is_asked_at_once_is_bounded(store: Store) -> None:
    post = Post(store, lanes=Lanes(quick=6, troubled=2, host=3))
    lock, at_once, most = threading.Lock(), 0, 0

    def answer(connection: socket.socket, path: str) -> None:
        nonlocal at_once, most
        del path
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.02)
        with lock:
            at_once -= 1
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with site(answer) as (url, sent):
        for number in range(11, 31):
            post.subscribe(number, url)
        post.publish(1)
        post.deliver()
        post.sending.close()
    assert len(sent) == 20
    assert most <= 3


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://2130706433/",
        "http://169.254.169.254/latest",
        "https://[fe80::1%25lo]/",
        "gopher://hook.example/",
        "http://u:p@hook.example/",
        "http://[",
        "http://\x1b[31m/",
    ],
)
def test_a_callback_that_may_not_be_called_fails_and_says_why(post: Post, url: str) -> None:
    post.sending = post.courier(guard=Guard())
    post.subscribe(11, url)
    post.publish(1)
    post.deliver()
    (one,) = post.all()
    assert (one.state, one.attempts, one.status) == ("waiting", 1, None)
    assert one.error
    assert one.error.isprintable()
    post.sending.close()


def test_a_message_that_cannot_be_made_is_tried_again_and_one_that_says_nothing_is_over(post: Post) -> None:
    class Fickle:
        def message(self, delivery: Delivery, subscriber: Subscriber) -> None:
            del subscriber
            if delivery.attempts == 1:
                message = "not yet"
                raise ValueError(message)

    post.sending = post.courier(messengers={"webhook": Fickle()})
    post.subscribe(11, "http://hook.example/")
    post.publish(1)
    post.deliver()
    assert post.told() == [(1, "waiting", 1)]
    post.clock.move(minutes=1)
    post.deliver()
    assert post.told() == [(1, "superseded", 2)]


def test_an_expired_lease_gets_nothing(post: Post, store: Store) -> None:
    with answering(200) as (url, sent):
        post.subscribe(
            11, url, sort="websub", topic="https://x/feeds/nb.atom", lease_until=post.clock() + CLAIM
        )
        post.publish(1)
        post.follow()
        post.clock.move(minutes=1)
        post.deliver()
        post.publish(2)
        post.deliver()
    assert sent == []
    assert [each.state for each in post.all()] == ["failed"]
    with store.read() as reading:
        assert reading.subscribers.counts()["websub"] == 0


def test_a_clock_set_back_an_hour_delays_nothing(post: Post) -> None:
    with answering(500, 200) as (url, sent):
        post.subscribe(11, url)
        post.publish(1)
        post.deliver()
        post.publish(2)
        post.follow()
        post.clock.move(hours=-1)
        post.deliver()
        assert len(sent) == 3
    assert {each.state for each in post.all()} == {"delivered"}


def test_two_couriers_at_once_send_nothing_twice(post: Post) -> None:
    with answering(200) as (url, sent):
        for number in range(11, 51):
            post.subscribe(number, url)
        other = post.courier()
        for number in range(1, 6):
            post.publish(number)
        post.follow()
        failures: list[Exception] = []

        def work() -> None:
            try:
                post.deliver(other)
            except Exception as error:  # noqa: BLE001  # whatever it is, the test fails with it
                failures.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        until = time.monotonic() + 30
        while any(each.state == "waiting" for each in post.all(limit=1000)):
            post.sending.run()
            assert time.monotonic() < until
        thread.join(30)
        other.close()
    assert not failures
    assert len(sent) == len(set(ids(sent))) == 200


def test_what_was_under_way_at_the_end_is_kept(post: Post) -> None:
    asked = threading.Event()

    def answer(connection: socket.socket, path: str) -> None:
        del path
        asked.set()
        time.sleep(0.2)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with site(answer) as (url, sent):
        post.subscribe(11, url)
        post.publish(1)
        post.follow()
        post.sending.run()
        assert asked.wait(10)
        post.sending.close()
    assert len(sent) == 1
    assert post.told() == [(1, "delivered", 1)]


def test_a_store_that_takes_no_writes_sends_nothing_and_loses_no_outcome(
    post: Post, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise StoreFull("The disk is full.")

    with answering(200) as (url, sent):
        post.subscribe(11, url)
        post.subscribe(12, url)
        post.publish(1)
        post.follow()
        with monkeypatch.context() as patched:
            patched.setattr(store, "write", full)
            for _ in range(3):
                with pytest.raises(StoreFull):
                    post.sending.run()
        assert not sent
        post.sending.run()
        assert soon(lambda: len(sent) == 2)
        with monkeypatch.context() as patched:
            patched.setattr(store, "write", full)
            with pytest.raises(StoreFull):
                post.deliver()
        post.clock.move(minutes=1)
        post.deliver()
    assert len(sent) == len(set(ids(sent))) == 2
    assert post.told() == [(1, "delivered", 1)] * 2


def test_a_redaction_reaches_what_waits(post: Post, store: Store) -> None:
    """The room holds nothing that was said: there is nothing in it to redact."""
    post.subscribe(11, "http://hook.example/")
    build.publish(store, 1, build.news("navn", title="Ola Nordmann"))
    post.follow()
    with store.read() as reading:
        (one,) = reading.deliveries.some()
    assert not any("Ola" in str(value) or "navn" in str(value) for value in structs.astuple(one))


def test_old_deliveries_are_dropped_and_leases_end(post: Post, store: Store) -> None:
    with answering(200) as (url, _):
        post.subscribe(11, url)
        post.publish(1)
        post.deliver()
    clearing = Clearing(store, post.clock)
    clearing.run()
    assert len(post.all()) == 1
    post.subscribe(12, url, lease_until=post.clock() + datetime.timedelta(hours=1))
    post.clock.now += KEPT + datetime.timedelta(seconds=1)
    clearing.run()
    assert post.all() == []
    assert (clearing.due() or 0) > 50
    with store.read() as reading:
        assert reading.subscribers.counts()["webhook"] == 1
