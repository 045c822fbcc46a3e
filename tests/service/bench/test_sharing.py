"""Two workers beside one: what is judged, and which cores they have."""

from __future__ import annotations

import os

import pytest

from service.bench.cores import pair
from service.bench.driving import Driven
from service.bench.sharing import Turn, lines


def _turn(spent: float, *requests: int, p99: float = 1.0) -> Turn:
    return Turn(tuple(Driven(requests=each, seconds=0.5, p50=0.1, p99=p99) for each in requests), spent)


def test_two_workers_are_judged_beside_two_services_and_not_beside_an_idle_machine() -> None:
    found = {
        line.name: line
        for line in lines(
            [_turn(0.9, 60_000, 40_000, p99=3.0)] * 3,
            [_turn(1.0, 50_000, 50_000)] * 3,
            [_turn(0.6, 100_000)] * 3,
        )
    }
    judged = [line for line in found.values() if line.met is not None]
    assert [line.value for line in judged] == [pytest.approx(0.9)]
    assert found["processor time of an answer, one worker, all else idle"].value == pytest.approx(6.0)
    for worker in (1, 2):
        waited = found[f"p99 under 32 connections, worker {worker} of two"]
        assert waited.value == 3.0
        assert "1.00 ms in a service of its own" in waited.on


@pytest.mark.parametrize(
    ("usable", "served", "driving"),
    [
        ({3}, [set(), set()], [set(), set()]),
        ({2, 5}, [{2}, {5}], [{5}, {2}]),
        ({0, 1, 2}, [{0}, {1}], [{1}, {0}]),
        ({0, 1, 2, 3, 4}, [{0}, {1}], [{2}, {3}]),
    ],
)
def test_two_at_once_have_a_core_each(
    usable: set[int], served: list[set[int]], driving: list[set[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: usable)
    assert [set(each.served) for each in pair()] == served
    assert [set(each.driving) for each in pair()] == driving
