"""The worker: leases, rests after failures, clocks that jump, and an end that finishes what has begun."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.commands import Commands, Outcome
from content.errors import StoreFull
from content.lifecycle import Publish, SaveDraft
from content.model import Page
from content.ports import Store
from content.schedule import Planned
from content.store import open_store
from service import worker
from service.links import PublicLinks
from service.publications import Publications
from service.worker import LEASE, Backoff, Task, Worker, running
from tests.content.test_scheduling import Clock
from tests.contract.build import at, identity

LIMIT = 10.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def commands(store: Store, clock: Clock) -> Commands:
    return Commands(store, clock, PublicLinks("https://example.org"))


def plan(commands: Commands, number: int, minutes: float) -> None:
    """A page that is to be published so many minutes on."""
    command = SaveDraft(
        id=identity(number), locale="nb", content=Page(slug=f"s{number}", title="A"), author="a"
    )
    revision = commands.save(command).number
    commands.publish(
        Publish(id=identity(number), locale="nb", revision=revision, at=at(0) + datetime.timedelta(minutes=minutes), actor="a")
    )  # fmt: skip


def editions(store: Store, number: int) -> int:
    with store.read() as reading:
        return len(reading.editions(identity(number), "nb"))


def until(done: Callable[[], bool]) -> float:
    """Seconds until it is done."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < LIMIT, "it was never done"
        time.sleep(0.005)
    return time.monotonic() - began


class Counted:
    """A task with so many pieces of work."""

    def __init__(self, pieces: int, *, failing: int = 0, name: str = "counting") -> None:
        self.name = name
        self.left = pieces
        self.done = 0
        self.failing = failing

    def due(self) -> float | None:
        return 0.0 if self.left else None

    def run(self) -> None:
        if self.failing:
            self.failing -= 1
            raise StoreFull("full")
        self.left -= 1
        self.done += 1


def made(store: Store, clock: Clock, *tasks: Task, holder: str = "a") -> Worker:
    return Worker(store, clock, tasks, holder)


def test_all_pieces_are_done_at_once_and_the_lease_is_given_back(store: Store, clock: Clock) -> None:
    task = Counted(5)
    with running(made(store, clock, task)):
        assert until(lambda: task.done == 5) < 1
        until(lambda: store.write(lambda writing: writing.leases.hold("worker", "b", clock(), LEASE)))


def test_nothing_is_done_while_another_has_the_lease(store: Store, clock: Clock) -> None:
    task = Counted(1)
    store.write(lambda writing: writing.leases.hold("worker", "another", clock(), LEASE))
    with running(made(store, clock, task)):
        time.sleep(3 * worker.PERIOD)
        assert task.done == 0
        clock.to(LEASE.total_seconds() / 60)
        assert until(lambda: task.done == 1) < 1


def test_what_goes_wrong_is_logged_tried_again_and_stops_nothing_else(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = Counted(1, failing=1), Counted(3, name="another")
    with running(made(store, clock, bad, good)):
        assert until(lambda: good.done == 3) < 1
        assert 0.5 < until(lambda: bad.done == 1) < 3
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "counting went wrong; it is tried again in 1 s"
    ]


def test_rests_grow_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    backoff = Backoff()
    assert backoff.wait("a") == 0
    assert [backoff.failed("a") for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (backoff.wait("a"), backoff.wait("b")) == (60, 0)
    now[0] += 59
    assert backoff.wait("a") == 1
    backoff.worked("a")
    assert backoff.wait("a") == 0
    assert backoff.failed("a") == 1


def test_a_clock_that_is_put_forward_is_noticed_within_a_second(
    store: Store, clock: Clock, commands: Commands
) -> None:
    plan(commands, 1, 60)
    with running(made(store, clock, Publications(store, commands, clock))):
        time.sleep(0.3)
        assert editions(store, 1) == 0
        clock.to(60)
        assert until(lambda: editions(store, 1) == 1) < 1


def test_a_clock_that_is_put_back_runs_nothing_again_and_loses_nothing(
    store: Store, clock: Clock, commands: Commands
) -> None:
    plan(commands, 1, 10)
    plan(commands, 2, 20)
    with running(made(store, clock, Publications(store, commands, clock))):
        clock.to(10)
        until(lambda: editions(store, 1) == 1)
        clock.to(-1000)
        time.sleep(0.6)
        assert editions(store, 2) == 0
        clock.to(10)
        time.sleep(0.6)
        clock.to(20)
        until(lambda: editions(store, 2) == 1)
    assert (editions(store, 1), editions(store, 2)) == (1, 1)


def test_a_plan_that_goes_wrong_rests_and_holds_up_no_other(
    store: Store,
    clock: Clock,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    for number in (1, 2):
        plan(commands, number, 10)
    real, times = commands.carry_out, [0]

    def carry_out(planned: Planned) -> tuple[Outcome, ...]:
        if planned.id == identity(1) and not times[0]:
            times[0] += 1
            raise ZeroDivisionError
        return real(planned)

    monkeypatch.setattr(commands, "carry_out", carry_out)
    clock.to(10)
    with running(made(store, clock, Publications(store, commands, clock))):
        assert until(lambda: editions(store, 2) == 1) < 1
        assert editions(store, 1) == 0
        until(lambda: editions(store, 1) == 1)
    messages = [record.getMessage() for record in caplog.records]
    assert f"publish of {identity(1)} in nb went wrong; it is tried again in 1 s" in messages
    assert f"{identity(2)} in nb is published: edition 1, change 1, 0.000 s after its time" in messages


def test_what_failed_is_told_to_the_operator_once(
    store: Store,
    clock: Clock,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    plan(commands, 1, 10)
    without_nb = Commands(store, clock, PublicLinks("https://example.org"), ("nn", "en"))
    task = Publications(store, without_nb, clock)
    clock.to(10)
    with store.read() as reading:
        (planned,) = reading.schedule.due(clock())

    def fail(planned: Planned) -> tuple[Outcome, ...]:
        store.write(lambda writing: writing.schedule.fail([planned], "Sjekken stoppet den.", clock()))
        return ()

    monkeypatch.setattr(without_nb, "carry_out", fail)
    task.run()
    assert task.due() is None
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        f"publish of {planned.id} in nb failed: Sjekken stoppet den."
    ]


def test_stopping_waits_for_the_piece_that_has_begun(store: Store, clock: Clock) -> None:
    begun, ended = threading.Event(), threading.Event()

    class Slow:
        name = "slow"

        def due(self) -> float | None:
            return None if begun.is_set() else 0.0

        def run(self) -> None:
            begun.set()
            time.sleep(0.3)
            ended.set()

    with running(made(store, clock, Slow())):
        assert begun.wait(LIMIT)
    assert ended.is_set()


def test_two_workers_hold_leases_of_their_own_and_each_ends_what_it_has_begun(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    ended: list[str] = []

    def wrong() -> None:
        ended.append("courier")
        message = "could not"
        raise OSError(message)

    done = threading.Event()

    class Both:
        name = "both"
        seen = 0

        def due(self) -> float | None:
            return None if done.is_set() else 0.0

        def run(self) -> None:
            with store.read():
                self.seen += 1
            if first.seen and second.seen:
                done.set()
            done.wait(LIMIT)

    first, second = Both(), Both()
    workers = (
        Worker(store, clock, (first,), "one", ending=lambda: ended.append("worker")),
        Worker(store, clock, (second,), "one", name="courier", period=0.01, ending=wrong),
    )
    with running(*workers):
        assert done.wait(LIMIT)
    assert sorted(ended) == ["courier", "worker"]
    assert "what the courier was at could not be ended" in caplog.text
