"""Readers, publishers, withdrawals and redactions at once, through the real server: nobody sees what was taken back after that was answered."""

from __future__ import annotations

import contextlib
import gc
import http.client
import re
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from content.lifecycle import MarkGone, Publish, Restore, SaveDraft, Withdraw
from content.model import News
from content.ports import Reading
from content.redaction import Redact
from content.text import Prose, Span
from service.edge.server import running
from service.settings import Settings
from service.snapshots import Snapshots
from service.web.answers import Answer
from service.web.application import application
from service.web.making import Making
from service.web.parameters import Asked
from service.wiring import Parts, opened
from tests.http.house import House, furnished

SUBJECT, NEW = (UUID(f"01a20900-0000-7000-8000-0000000000f{number}") for number in range(2))
ALONE = f"/v1/records/{SUBJECT}?locale=nb"
LISTS = (
    "/v1/records?locale=nb&limit=20",
    "/feeds/nb.atom",
    "/fragments/list?locale=nb",
    "/feeds/nb/news.json",
)
WITHOUT = frozenset({LISTS[0], LISTS[2]})
"""Those that say nothing of what was withdrawn; feeds say that it was."""
ROUNDS = 6


class Told:
    """What has been answered so far: the number that is live, whether it is withdrawn, and the words that were redacted."""

    def __init__(self) -> None:
        self.number = 0
        self.withdrawn = 0
        self.turns = 0
        self.redacted: tuple[str, ...] = ()
        self.ended = threading.Event()
        self.faults: list[str] = []


@contextlib.contextmanager
def served(folder: Path, budget: int) -> Iterator[tuple[Parts, Snapshots, str]]:
    settings = Settings(data=str(folder), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        furnished(parts, examples=False)
        resources = parts.resources(budget)
        snapshots = resources.process.snapshots
        parts.store.follow(snapshots.written)
        with running(application(resources), Settings(port=0)) as url:
            yield parts, snapshots, url


def read(url: str, told: Told) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    while not told.ended.is_set():
        for path in (ALONE, *LISTS):
            number, turns, redacted = told.number, told.turns, told.redacted
            withdrawn = told.withdrawn
            connection.request("GET", path)
            body = connection.getresponse().read().decode()
            seen = [int(each) for each in re.findall(r"Ord nummer ([0-9]+)", body)]
            if seen and min(seen) < number:
                told.faults.append(f"{path}: {min(seen)} after {number}")
            told.faults.extend(f"{path}: {word} after its redaction" for word in redacted if word in body)
            # Withdrawn before it was asked for, and nothing begun that would bring it back before it was answered.
            if withdrawn and turns == told.turns and path in WITHOUT and seen:
                told.faults.append(f"{path}: withdrawn, and there")
    connection.close()


def write(parts: Parts, told: Told) -> None:
    commands = parts.commands
    for number in range(1, ROUNDS + 1):
        told.withdrawn = 0
        told.turns += 1
        if number > 1:
            commands.restore(Restore(id=SUBJECT, locale="nb", reason="Igjen", actor="test"))
        word = f"Hemmelighet{number}"
        text = Prose(key="a", children=(Span(text=f"Dette er {word}."),))
        revision = commands.save(
            SaveDraft(
                id=SUBJECT,
                locale="nb",
                content=News(slug="sak", title=f"Ord nummer {number}", body=(text,)),
                author="test",
            )
        )
        commands.publish(
            Publish(id=SUBJECT, locale="nb", revision=revision.number, update="major", note="", actor="test")
        )
        told.number = number
        commands.redact(Redact(id=SUBJECT, locale="nb", texts=(word,), reason="Navn", actor="test"))
        told.redacted = (*told.redacted, word)
        commands.change_state(Withdraw(id=SUBJECT, locale="nb", reason="Feil", actor="test"))
        told.withdrawn = 1


@pytest.mark.parametrize(("writer", "budget"), [("own", 2**24), ("own", 0), ("another", 2**24)], ids=str)
def test_nobody_sees_what_was_taken_back_once_that_was_answered(
    tmp_path: Path, writer: str, budget: int
) -> None:
    told = Told()
    with served(tmp_path, budget) as (parts, snapshots, url), contextlib.ExitStack() as stack:
        # Another opening of the same file follows by the stamp alone, as another process does.
        other = parts if writer == "own" else stack.enter_context(opened(parts.settings))
        readers = [threading.Thread(target=read, args=(url, told)) for _ in range(4)]
        for each in readers:
            each.start()
        try:
            write(other, told)
        finally:
            told.ended.set()
            for each in readers:
                each.join()
        assert told.faults == []
        assert told.number == ROUNDS
        assert (snapshots.hits > 0) is (budget > 0)
        assert snapshots.weight <= budget


def test_what_is_kept_weighs_no_less_than_the_memory_that_it_takes(tmp_path: Path) -> None:
    """With the heads that the fast path makes of it, and a tenth for what an allocator loses."""
    with served(tmp_path, 2**26) as (_, snapshots, url):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)

        def ask(numbers: range) -> None:
            for number in numbers:
                target = f"/v1/records?locale=nb&limit={number}&fields=id,kind,slug,title,summary,body,topics,updated_at"
                for coding in ("identity", "gzip"):
                    for _ in range(2):
                        connection.request("GET", target, headers={"Accept-Encoding": coding})
                        connection.getresponse().read()

        ask(range(1, 10))
        tracemalloc.start()
        try:
            held, weight = tracemalloc.get_traced_memory()[0], snapshots.weight
            ask(range(10, 160))
            gc.collect()
            held, weight = tracemalloc.get_traced_memory()[0] - held, snapshots.weight - weight
        finally:
            tracemalloc.stop()
        connection.close()
    assert snapshots.evictions == 0
    assert 150 * 10_000 < held < weight


def test_readers_of_a_hot_list_never_wait_for_a_publication(tmp_path: Path) -> None:
    told = Told()
    with served(tmp_path, 2**24) as (parts, snapshots, url):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)

        def ask() -> str:
            connection.request("GET", LISTS[0])
            return connection.getresponse().read().decode()

        def ask_on() -> None:
            while not told.ended.is_set():
                ask()

        for _ in range(10):
            ask()
        before = snapshots.misses
        reader = threading.Thread(target=ask_on)
        reader.start()
        house = House(parts=parts, app=None)  # type: ignore[arg-type]  # it is not asked for anything
        try:
            for number in range(5):
                house.publish(SUBJECT, "nb", News(slug="sak", title=f"Ord nummer {number}"))
                asked, deadline = snapshots.hits, time.monotonic() + 10
                while snapshots.hits == asked and time.monotonic() < deadline:  # else it is not hot any more
                    time.sleep(0.001)
        finally:
            told.ended.set()
            reader.join()
        assert "Ord nummer 4" in ask()
        assert snapshots.misses == before
        assert snapshots.renewals >= 5
        connection.close()


def test_what_appears_is_there_at_once_for_those_who_were_told_that_it_is_not(own_house: House) -> None:
    for path in (
        "/v1/records/ny?locale=nb",
        f"/v1/records/{NEW}?locale=nb",
        "/pages/nb/ny",
        "/fragments/ny?locale=nb",
    ):
        assert own_house.get(path).status_code == 404
        assert own_house.get(path).status_code == 404
    own_house.publish(NEW, "nb", News(slug="ny", title="Ny"))
    for path in (
        "/v1/records/ny?locale=nb",
        f"/v1/records/{NEW}?locale=nb",
        "/pages/nb/ny",
        "/fragments/ny?locale=nb",
    ):
        assert own_house.get(path).status_code == 200
    own_house.parts.commands.change_state(MarkGone(id=NEW, locale="nb", reason="Feil", actor="test"))
    assert own_house.get("/pages/nb/ny").status_code == 410
    own_house.parts.commands.restore(Restore(id=NEW, locale="nb", reason="Igjen", actor="test"))
    assert own_house.get("/pages/nb/ny").status_code == 200


def test_many_who_ask_at_once_have_it_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    going_on = threading.Event()
    answer = Making._answer

    def slow(self: Making, reading: Reading, asked: Asked, *, hurried: bool) -> Answer:
        made.append(asked.path)
        going_on.wait(5)
        return answer(self, reading, asked, hurried=hurried)

    monkeypatch.setattr(Making, "_answer", slow)
    with served(tmp_path, 2**24) as (_, snapshots, url):
        found: list[int] = []

        def ask() -> None:
            connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
            connection.request("GET", LISTS[0])
            found.append(connection.getresponse().status)
            connection.close()

        # More than there are threads to make anything.
        askers = [threading.Thread(target=ask) for _ in range(60)]
        for each in askers:
            each.start()
        while snapshots.waits < 59:  # they have all come
            assert not going_on.wait(0.005)
        going_on.set()
        for each in askers:
            each.join()
        assert found == [200] * 60
        assert made == ["/v1/records"]
