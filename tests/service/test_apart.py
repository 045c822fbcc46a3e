"""Work apart: it comes to the same bytes, survives whatever happens to the process, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from content import files, recheck
from content.errors import Interrupted, TooHeavy, TooMany
from content.examination import Here
from content.ports.recheck import Place
from content.recheck import Sitting
from service import library
from service.apart import ApartExaminer, Bounds, Crew, NobodyError
from service.apart.tasks import Look
from service.cli import seed
from service.links import PublicLinks
from service.settings import Settings
from service.wiring import Parts, opened

LINKS = PublicLinks(
    "https://innhold.example", contact="mailto:hjelp@example.org", statement="https://uu.example/1"
)
SERVER = """
from service.apart import ApartExaminer
from service.links import PublicLinks
examiner = ApartExaminer(PublicLinks("https://innhold.example"))
examiner.reports([("<p lang=nb>Hei</p>", 2)])
print(examiner._small._free[0].pid, flush=True)
examiner.reports([("<p lang=nb>Hei</p>" * 200_000, 2)] * 20)
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with opened(Settings(data=str(tmp_path_factory.mktemp("apart")))) as parts:
        seed.fill(parts)
        examples = files.read(library.folder("examples"), parts.settings.locales)
        library.publish(examples, parts.store, parts.commands, actor="prøve")
        yield parts


@pytest.fixture(scope="module")
def examiner() -> Iterator[ApartExaminer]:
    examiner = ApartExaminer(LINKS)
    yield examiner
    examiner.close()


@pytest.fixture(scope="module")
def sittings(parts: Parts) -> list[Sitting]:
    """Everything that is live, of every kind."""
    with parts.store.read() as reading:
        found = [
            recheck.sitting(
                reading,
                Place(id=each.standing.id, locale=each.standing.locale, edition=each.edition.number),
                links=LINKS,
                configured=parts.settings.locales,
            )
            for each in reading.entries(sorted({change.id for change in reading.changes(0, limit=1000)}))
        ]
    return [each for each in found if each is not None]


def test_what_is_made_apart_is_the_same_to_the_byte(examiner: ApartExaminer, sittings: list[Sitting]) -> None:
    assert len({each.edition.content.__struct_config__.tag for each in sittings}) >= 6
    for sat in sittings:
        edition, around, at = sat.edition, sat.arounds[0], sat.edition.at
        here, apart = Here().evidence(edition, around, at), examiner.evidence(edition, around, at)
        assert apart == here
        assert msgspec.msgpack.encode(apart) == msgspec.msgpack.encode(here)
        assert examiner.recheck(sat, at) == recheck.examine(sat, at)


def test_what_a_rendering_raises_is_raised_here(examiner: ApartExaminer, sittings: list[Sitting]) -> None:
    sat = next(each for each in sittings if each.edition.content.__struct_config__.tag == "news")
    naive = msgspec.structs.replace(sat.edition, published_at=sat.edition.at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone") as here:
        Here().evidence(naive, sat.arounds[0], sat.edition.at)
    with pytest.raises(ValueError, match="zone") as apart:
        examiner.evidence(naive, sat.arounds[0], sat.edition.at)
    assert str(here.value) == str(apart.value)


def test_one_that_is_killed_between_two_tasks_is_replaced() -> None:
    crew = Crew()
    first = pid(crew)
    os.kill(first, signal.SIGKILL)
    assert reports(crew) == 1
    assert pid(crew) != first
    crew.close()


def test_one_that_is_killed_in_mid_work_is_replaced_and_the_work_done_again() -> None:
    crew = Crew()
    first = pid(crew)
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(reports, crew)
        until(lambda: bool(crew._busy))
        os.kill(first, signal.SIGKILL)
        assert under_way.result(30) == 1
    crew.close()


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", Interrupted),
        ("os.abort()", TooHeavy),
        ("os._exit(1)", TooHeavy),
    ],
)
def test_the_text_is_blamed_only_where_it_breaks_every_process(end: str, told: type[Exception]) -> None:
    crew = Crew(command=(sys.executable, "-c", BEGINS.format(end)))
    with pytest.raises(told):
        crew.do(TASK)
    assert not crew._busy
    crew.close()


def test_one_that_cannot_begin_is_nobody() -> None:
    crew = Crew(command=(sys.executable, "-c", "import os; os.read(0, 9)"))
    with pytest.raises(NobodyError):
        crew.do(b"x")
    assert not crew._busy
    crew.close()


def test_one_that_never_answers_says_nothing_of_the_text() -> None:
    crew = Crew(bounds=Bounds(seconds=0.5), command=(sys.executable, "-c", BEGINS.format("time.sleep(60)")))
    with pytest.raises(Interrupted):
        crew.do(TASK)
    assert not crew._busy
    crew.close()


def test_what_a_used_process_has_no_memory_for_is_given_to_a_fresh_one() -> None:
    crew = Crew(command=(sys.executable, "-c", FORGETS_NOTHING))
    assert crew.do(b"first") == b"first"
    assert crew.do(b"second") == b"second"
    with pytest.raises(TooHeavy):
        crew.do(b"heavy")
    crew.close()


def test_another_release_is_not_asked() -> None:
    other = "from service.apart import __main__ as program; import sys; program.program.written = lambda: b'x' * 32; program.main(*sys.argv[1:])"
    examiner = ApartExaminer(LINKS, command=(sys.executable, "-c", other))
    [report] = examiner.reports([("<p lang=nb>Hei</p>", 2)])  # made here
    assert report.publishable
    with pytest.raises(NobodyError):
        examiner._small.do(TASK)
    examiner.close()


def test_where_no_process_can_be_had_the_work_is_done_here(sittings: list[Sitting]) -> None:
    examiner = ApartExaminer(LINKS, command=("/nowhere/python",))
    edition, around = sittings[0].edition, sittings[0].arounds[0]
    assert examiner.evidence(edition, around, edition.at) == Here().evidence(edition, around, edition.at)
    examiner.close()


def test_work_that_takes_too_long_is_ended_and_the_next_one_done() -> None:
    crew = Crew(bounds=Bounds(seconds=60, work=1))
    with pytest.raises(TooHeavy):
        crew.do(SLOW)
    assert reports(crew) == 1
    crew.close()


def test_work_that_takes_too_much_memory_is_refused_and_the_next_one_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crew = Crew(bounds=Bounds(memory=96 * 2**20))
    with pytest.raises(TooHeavy):
        crew.do(SLOW)
    assert "memory" in caplog.text.lower()
    assert reports(crew) == 1
    crew.close()


def test_many_at_once_take_their_turn(sittings: list[Sitting]) -> None:
    examiner = ApartExaminer(LINKS, size=2)
    work = [sittings[number % len(sittings)] for number in range(32)]
    with ThreadPoolExecutor(32) as threads:
        found = list(
            threads.map(lambda sat: examiner.evidence(sat.edition, sat.arounds[0], sat.edition.at), work)
        )
    assert found == [Here().evidence(sat.edition, sat.arounds[0], sat.edition.at) for sat in work]
    assert len(examiner._small._free) <= 2
    examiner.close()


def test_whoever_waits_too_long_for_a_turn_is_told_to_come_again() -> None:
    crew = Crew(patience=0.05)
    first = pid(crew)
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(reports, crew)
        until(lambda: bool(crew._busy))
        with pytest.raises(TooMany):
            crew.do(TASK)
        os.kill(first, signal.SIGCONT)
        assert under_way.result(30) == 1
    crew.close()


def test_a_server_that_is_killed_leaves_none_behind() -> None:
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    with server.stdout as said:
        idle = int(said.readline())
    until(lambda: len(children(server.pid)) == 2)
    apart = children(server.pid)
    assert idle in apart
    server.kill()
    server.wait()
    until(lambda: not any(Path(f"/proc/{each}").exists() for each in apart))


BEGINS = """
import os, signal, socket, time
from service import program
from service.apart import frames
channel = socket.socket(fileno=os.dup(0))
frames.send(channel, program.written())
frames.receive(channel)
{}
"""
FORGETS_NOTHING = """
import os, socket
from service import program
from service.apart import frames
channel = socket.socket(fileno=os.dup(0))
frames.send(channel, program.written())
held = 0
while True:
    task = frames.receive(channel)
    held += 1
    frames.send(channel, b"h" if held > 1 or task == b"heavy" else b"d" + task)
"""
SLOW = msgspec.msgpack.encode(Look(renderings=(("<p lang=nb>Hei <a href='/a'>på</a> deg</p>" * 200_000, 2),)))
TASK = msgspec.msgpack.encode(Look(renderings=(("<p lang=nb>Hei</p>", 2),)))


def reports(crew: Crew) -> int:
    return len(msgspec.msgpack.decode(crew.do(TASK)))


def pid(crew: Crew) -> int:
    """The one process of a crew, which has worked once."""
    assert reports(crew) == 1
    [process] = crew._free
    return process.pid


def children(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True, check=False
    )
    return [int(each) for each in found.stdout.split()]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
