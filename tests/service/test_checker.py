"""Checks apart from the server: what is large is checked in a process of its own, which can end at any time, and the server stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from content import accessibility
from content.advice import NoDetector, advise
from content.errors import Interrupted, TooHeavy, TooMany
from service.apart import Advised, Markup
from service.checker import BOUNDS, SMALL, Checker

PLAIN = Markup(html="<p>Hei på deg.</p>\n" * 2_500, mode="fragment", languages=False)
HANGS = (sys.executable, "-c", "import os, time; os.read(0, 4); time.sleep(60)")
READS_NOTHING = (sys.executable, "-c", "import time; time.sleep(60)")
FAILS = (sys.executable, "-c", "import sys; sys.exit('of no use')")
GREEDY = "import sys; from service.apart import __main__ as program; program.done = lambda task: bytearray(2 * {}); program.main(*sys.argv[1:])"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def children() -> list[int]:
    """The processes that this one has started."""
    asked = ["ps", "--ppid", str(os.getpid()), "-o", "pid=,stat=,comm="]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    return [int(line.split()[0]) for line in found if line.split()[2] != "ps"]


def begun(under_way: Future[Advised], before: list[int]) -> list[int]:
    """The processes that a check has started, as soon as there is one."""
    until = time.monotonic() + 20
    while not (new := [each for each in children() if each not in before]):
        assert time.monotonic() < until, "no process was started"
        assert not under_way.done(), under_way.exception()
        time.sleep(0.02)
    return new


def test_large_and_small_are_told_the_same() -> None:
    checker = Checker(NoDetector())
    assert len(PLAIN.html) > SMALL
    apart = checker.check(PLAIN)
    here = Checker(NoDetector(), small=10**9).check(PLAIN)
    assert apart.report == here.report == accessibility.check(PLAIN.html)
    assert apart.advice.clarity == here.advice.clarity == advise(PLAIN.html).clarity


def test_what_is_small_starts_no_process() -> None:
    checker = Checker(NoDetector(), program=("/nowhere",))
    small = Markup(html="<div lang=nb><img src=a></div>", mode="fragment")
    assert checker.check(small).report.blocking_failures == {"image-name": 1}


@pytest.mark.parametrize("program", [HANGS, READS_NOTHING])
def test_what_hangs_is_ended(program: tuple[str, ...]) -> None:
    before = children()
    # More than a pipe holds, so that one who does not read keeps the writer too.
    large = Markup(html="<p>a" * 250_000, mode="fragment")
    with pytest.raises(Interrupted):
        Checker(NoDetector(), program=program, seconds=0.5).check(large)
    assert children() == before


def test_a_process_that_is_killed_takes_its_own_check_with_it_alone(threads: ThreadPoolExecutor) -> None:
    before = children()
    checker = Checker(NoDetector(), program=HANGS, seconds=60)
    under_way = threads.submit(checker.check, PLAIN)
    for each in begun(under_way, before):
        os.kill(each, signal.SIGKILL)
    with pytest.raises(Interrupted):
        under_way.result(20)
    assert children() == before
    with pytest.raises(TooMany):  # it still works: the next one is started, and fails for its own reason
        Checker(NoDetector(), program=FAILS).check(PLAIN)


def test_the_end_of_the_server_ends_what_is_under_way_and_what_waits(threads: ThreadPoolExecutor) -> None:
    before = children()
    checker = Checker(NoDetector(), program=HANGS, seconds=60)
    under_way, waiting = (threads.submit(checker.check, PLAIN) for _ in range(2))
    begun(under_way, before)
    checker.close()
    for each in (under_way, waiting):
        with pytest.raises(Interrupted):
            each.result(20)
    with pytest.raises(Interrupted):
        checker.check(PLAIN)
    assert children() == before


def test_one_is_at_work_at_a_time(threads: ThreadPoolExecutor) -> None:
    before = children()
    checker = Checker(NoDetector())
    both = [threads.submit(checker.check, PLAIN) for _ in range(2)]
    most = 0
    while not all(each.done() for each in both):
        most = max(most, len([each for each in children() if each not in before]))
    assert most == 1
    assert both[0].result() == both[1].result()


def test_without_a_process_the_caller_is_told_to_come_again() -> None:
    with pytest.raises(TooMany):
        Checker(NoDetector(), program=("/nowhere/python",)).check(PLAIN)


def test_what_takes_too_much_memory_ends(caplog: pytest.LogCaptureFixture) -> None:
    greedy = (sys.executable, "-c", GREEDY.format(BOUNDS.memory))
    with pytest.raises(TooHeavy):
        Checker(NoDetector(), program=greedy).check(PLAIN)
    assert "MemoryError" in caplog.text
