"""A process with all that it started: which core it has, what it used."""

from __future__ import annotations

import os
import subprocess
import sys

from service.bench import family
from service.bench.cores import Cores, cores, kept_to

_PARENT = (
    "import subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'sum(range(3_000_000)); print(1, flush=True); input()'], stdin=sys.stdin)\n"
    "child.wait()\n"
)


def test_time_and_memory_are_of_the_whole_family() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()  # the child has counted
        assert len(list(family.members(parent.pid))) == 2
        assert family.processor(parent.pid) > 0.01
        assert family.resident(parent.pid) > 5
        parent.communicate(b"\n")
    assert family.processor(parent.pid) == 0
    assert family.resident(parent.pid) == 0


def test_what_is_measured_has_a_core_of_its_own_where_there_are_two() -> None:
    found = cores()
    assert found.apart is (len(os.sched_getaffinity(0)) > 1)
    assert not found.served & found.driving


def test_what_is_started_inside_stays_on_those_cores_and_we_do_not() -> None:
    before = os.sched_getaffinity(0)
    one = frozenset({min(before)})
    told = [sys.executable, "-c", "import os; print(sorted(os.sched_getaffinity(0)))"]
    with kept_to(one):
        assert subprocess.check_output(told, text=True).strip() == str(sorted(one))
    assert os.sched_getaffinity(0) == before
    with kept_to(frozenset()):
        assert os.sched_getaffinity(0) == before


def test_one_core_is_shared() -> None:
    assert not Cores(frozenset(), frozenset()).apart
