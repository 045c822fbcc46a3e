"""Plans carried out by real processes: several at once, killed, late, and seen by the public within a second."""

from __future__ import annotations

import datetime
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from content.lifecycle import Publish, SaveDraft
from content.model import Page
from content.schedule import Item, PublishTogether
from service.settings import Settings
from service.wiring import Parts, now, opened
from tests.cli.test_serve import LIMIT, QUIET, served
from tests.contract.build import identity

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Starts workers on the folder, and waits until they work; what still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "--data", str(folder), "worker"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=QUIET,
        )
        running.append(process)
        assert process.stdout
        assert "works on" in process.stdout.readline()
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def save(parts: Parts, *numbers: int) -> None:
    for number in numbers:
        content = Page(slug=f"s{number}", title=f"Side {number}")
        parts.commands.save(SaveDraft(id=identity(number), locale="nb", content=content, author="kari"))


def plan(parts: Parts, number: int, seconds: float) -> datetime.datetime:
    """A page that is to be published so many seconds from now."""
    save(parts, number)
    at = now() + datetime.timedelta(seconds=seconds)
    parts.commands.publish(Publish(id=identity(number), locale="nb", revision=1, at=at, actor="kari"))
    return at


def published(parts: Parts) -> int:
    with parts.store.read() as reading:
        return len(reading.standings(state="published"))


def wait(parts: Parts, number: int) -> None:
    began = time.monotonic()
    while published(parts) < number:
        assert time.monotonic() - began < LIMIT
        time.sleep(0.02)


def once_each(parts: Parts, number: int) -> None:
    """So many records have one edition, one change and one entry in the journal, and the store is whole."""
    with parts.store.read() as reading:
        assert [each.edition for each in reading.standings()] == [1] * number
        assert reading.head().seq == number
        verbs = [entry.verb for entry in reading.journal(limit=10_000)]
        assert verbs.count("publish") == number
        assert reading.schedule.listing() == ()
    assert parts.store.verify() == ()


def test_two_workers_publish_each_plan_once_and_stop_when_told(folder: Path, start: Start) -> None:
    with opened(Settings(data=str(folder))) as parts:
        processes = [start(), start()]
        at = [plan(parts, number, 1.5) for number in range(1, 9)]
        wait(parts, 8)
        once_each(parts, 8)
        with parts.store.read() as reading:
            for number in range(1, 9):
                standing = reading.standing(identity(number), "nb")
                assert standing is not None
                assert standing.published_at is not None
                assert at[number - 1] <= standing.published_at
            first = reading.edition(identity(1), "nb", 1)
        assert first is not None
        assert first.at - at[0] < datetime.timedelta(seconds=2)
        for process in processes:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(LIMIT) for process in processes] == [0, 0]


def test_without_a_lease_two_processes_still_publish_once(folder: Path) -> None:
    """The lease only saves work: what takes the plan in its transaction is what makes it happen once."""
    with opened(Settings(data=str(folder))) as one, opened(Settings(data=str(folder))) as two:
        plan(one, 1, 0.2)
        time.sleep(0.3)
        with one.store.read() as reading:
            (planned,) = reading.schedule.due(now())
        barrier = threading.Barrier(2)
        done: list[int] = []

        def carry_out(parts: Parts) -> None:
            barrier.wait()
            done.append(len(parts.commands.carry_out(planned)))

        threads = [threading.Thread(target=carry_out, args=(each,)) for each in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == [0, 1]
        once_each(one, 1)


def test_publishing_the_same_at_once_from_two_processes_makes_one_edition(folder: Path) -> None:
    with opened(Settings(data=str(folder))) as parts:
        save(parts, 1)
        command = [
            *(sys.executable, "-m", "service", "--data", str(folder), "records", "publish", "s1"),
            *("--revision", "1", "--json"),
        ]
        both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=QUIET) for _ in range(2)]  # fmt: skip
        said = [process.communicate(timeout=LIMIT)[1] for process in both]
        assert sorted(process.returncode for process in both) == [0, 1]
        assert any("published already" in each for each in said)
        once_each(parts, 1)


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(folder: Path, start: Start) -> None:
    with opened(Settings(data=str(folder))) as parts:
        save(parts, *range(1, 13))
        at = now() + datetime.timedelta(seconds=1)
        for pair in range(1, 13, 2):
            items = tuple(Item(id=identity(number), locale="nb", revision=1) for number in (pair, pair + 1))
            parts.commands.publish_together(PublishTogether(items=items, at=at, actor="kari"))
        killed = start()
        wait(parts, 2)
        time.sleep(random.uniform(0, 0.1))
        killed.kill()
        killed.wait()
        assert published(parts) % 2 == 0
        start()
        wait(parts, 12)
        once_each(parts, 12)


def test_what_was_due_while_nobody_worked_is_done_once_when_somebody_does(folder: Path, start: Start) -> None:
    with opened(Settings(data=str(folder))) as parts:
        at = plan(parts, 1, 0.1)
        time.sleep(0.5)
        began = now()
        start()
        wait(parts, 1)
        with parts.store.read() as reading:
            edition = reading.edition(identity(1), "nb", 1)
        assert edition is not None
        # The public never saw it before.
        assert at < began <= edition.at
        start()
        time.sleep(0.6)
        once_each(parts, 1)


def test_a_server_shows_what_another_process_planned_within_a_second_and_takes_it_away_again(
    folder: Path,
) -> None:
    with served(folder) as (process, base, _), opened(Settings(data=str(folder))) as parts:
        url = f"{base}/v1/records?locale=nb&kind=page"

        def seen(slug: str, *, shown: bool) -> datetime.datetime:
            began = time.monotonic()
            while any(each["slug"] == slug for each in _records(url)) is not shown:
                assert time.monotonic() - began < LIMIT
                time.sleep(0.01)
            return now()

        def lateness(number: int) -> datetime.timedelta:
            save(parts, number)
            at = now() + datetime.timedelta(seconds=2)
            expires = at + datetime.timedelta(seconds=2)
            command = Publish(
                id=identity(number), locale="nb", revision=1, at=at, expires=expires, actor="kari"
            )
            parts.commands.publish(command)
            assert not any(each["slug"] == f"s{number}" for each in _records(url))
            late = seen(f"s{number}", shown=True) - at, seen(f"s{number}", shown=False) - expires
            assert min(late) >= datetime.timedelta()
            return max(late)

        # A machine that does much else may be late, but not each time.
        assert any(lateness(number) < datetime.timedelta(seconds=1) for number in range(1, 10))
        fragment = httpx.get(f"{base}/fragments/s1?locale=nb").text
        assert "Perioden som teksten gjaldt for, er over." in fragment
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0


def _records(url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(url).json()["records"]
    return found
