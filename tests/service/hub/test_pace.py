"""How often whom."""

from __future__ import annotations

from service.hub.pace import Pace

SECOND = 10**9


def test_a_host_is_called_so_often_and_the_others_queue_up_behind_each_other() -> None:
    now = [0]
    pace = Pace(per_host=60, in_all=1000, clock=lambda: now[0])
    pace.begin()
    waits = [pace.wait("offer.example") for _ in range(63)]
    assert waits == [0.0] * 60 + [1.0, 2.0, 3.0]
    assert pace.wait("andre.example") == 0.0
    now[0] += 2 * SECOND
    pace.begin()
    assert [pace.wait("offer.example") for _ in range(3)] == [0.0, 0.0, 1.0]


def test_all_hosts_together_are_bounded_too() -> None:
    now = [0]
    pace = Pace(per_host=60, in_all=120, clock=lambda: now[0])
    called = sum(pace.wait(f"{number}.example") == 0.0 for number in range(1000))
    assert called == 120
