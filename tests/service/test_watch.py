"""The watch: attempts counted and written in one go, bounded whatever happens, and never with a secret."""

from __future__ import annotations

import datetime
import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.errors import StoreFull
from content.ports import Store
from content.ports.security import Attempt
from content.store import SqliteStore, open_store
from service.edge import telemetry
from service.watch import MOST_APART, Watch, network
from tests.contract import build


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 3, 1, 8, 0, 30, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def on(self, **span: float) -> None:
        self.now += datetime.timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def watch(store: Store, clock: Clock) -> Iterator[Watch]:
    made = Watch(store, clock, days=90)
    yield made
    made.close()


def attempts(store: Store) -> list[Attempt]:
    with store.read() as reading:
        return list(reading.security.attempts(limit=1000))


def test_a_thousand_attempts_are_one_line_and_one_write(
    store: SqliteStore, watch: Watch, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = store.commits
    for _ in range(1000):
        watch.refused("unknown", route="POST /v1/drafts", address="192.0.2.7")
    assert attempts(store) == []
    watch.flush()
    assert store.commits == before + 1
    (seen,) = attempts(store)
    assert (seen.count, seen.cause, seen.route, seen.address) == (
        1000,
        "unknown",
        "POST /v1/drafts",
        "192.0.2.7",
    )
    assert seen.minute == clock.now.replace(second=0)
    assert [record.name for record in caplog.records] == ["nordkalott.security"]


def test_so_many_are_told_apart_and_the_others_counted(store: Store, watch: Watch) -> None:
    for number in range(MOST_APART * 50):
        watch.refused("unknown", route="GET /v1/drafts", address=f"192.0.{number // 256}.{number % 256}")
    watch.flush()
    seen = attempts(store)
    assert len(seen) == MOST_APART + 1
    assert sum(each.count for each in seen) == MOST_APART * 50
    (others,) = (each for each in seen if not each.address)
    assert (others.count, others.route) == (MOST_APART * 49, "")


def test_minutes_are_apart(store: Store, watch: Watch, clock: Clock) -> None:
    watch.refused("expired", route="GET /v1/drafts", address="192.0.2.7", token="0123456789abcdef")
    clock.on(minutes=1)
    watch.refused("expired", route="GET /v1/drafts", address="192.0.2.7", token="0123456789abcdef")
    watch.flush()
    assert [each.count for each in attempts(store)] == [1, 1]


def test_what_is_old_is_forgotten(store: Store, watch: Watch, clock: Clock) -> None:
    watch.refused("missing", route="GET /v1/drafts", address="192.0.2.7")
    watch.flush()
    clock.on(days=91)
    watch.refused("scope", route="GET /v1/drafts", address="192.0.2.7")
    watch.flush()
    assert [each.cause for each in attempts(store)] == ["scope"]


def test_it_is_written_by_itself(store: Store, clock: Clock) -> None:
    watch = Watch(store, clock, days=90, period=0.01)
    watch.refused("missing", route="GET /v1/drafts", address="192.0.2.7")
    until = time.monotonic() + 10
    while not attempts(store) and time.monotonic() < until:
        time.sleep(0.01)
    assert len(attempts(store)) == 1
    watch.close()


def test_closing_writes_what_is_left_and_leaves_no_thread(store: Store, clock: Clock) -> None:
    watch = Watch(store, clock, days=90)
    others = set(threading.enumerate())
    watch.refused("missing", route="GET /v1/drafts", address="192.0.2.7")
    timers = set(threading.enumerate()) - others
    assert timers
    watch.close()
    for timer in timers:
        timer.join(10)
        assert not timer.is_alive()
    assert len(attempts(store)) == 1


def test_the_last_use_is_noted_now_and_then(store: SqliteStore, watch: Watch, clock: Clock) -> None:
    token = build.keep_token(store, 1)
    before = store.commits
    for _ in range(10):
        watch.used(token.id)
        clock.on(seconds=1)
        watch.flush()
    assert store.commits == before + 1
    clock.on(minutes=5)
    watch.used(token.id)
    watch.flush()
    with store.read() as reading:
        assert reading.tokens.all()[0].used_at == clock.now


def test_a_store_that_is_full_loses_them_and_no_more(
    store: SqliteStore, watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(work: object) -> None:
        del work
        raise StoreFull("There is no room left.")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", full)
        watch.refused("missing", route="GET /v1/drafts", address="192.0.2.7")
        watch.flush()
    assert "could not be written" in caplog.text
    watch.refused("malformed", route="GET /v1/drafts", address="192.0.2.7")
    watch.flush()
    assert [each.cause for each in attempts(store)] == ["malformed"]


def test_the_line_is_for_machines_too(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    watch.refused(
        "revoked", route="PUT /v1/drafts/{id}/{locale}", address="192.0.2.7", token="0123456789abcdef"
    )
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    line = json.loads(telemetry._Json().format(record))
    assert (line["logger"], line["cause"], line["token"]) == (
        "nordkalott.security",
        "revoked",
        "0123456789abcdef",
    )


@pytest.mark.parametrize(
    ("host", "whom"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "-"),
        ("", "-"),
        (None, "-"),
    ],
)
def test_whom_an_address_stands_for(host: str | None, whom: str) -> None:
    assert network(host) == whom
