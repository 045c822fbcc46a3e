"""One tiny real contest: the server, nginx and the bare function, driven for a moment, so that none of it can rot."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from service import local, renderings
from service.bench import Effort, cold, contests, mixing
from service.bench.cases import CASES
from service.bench.contests import Turn, ratios
from service.bench.driving import Driven
from service.bench.house import house
from service.bench.rivals import BARE, NGINX, NGINX_LOGGED, OURS, OURS_LOGGED, TUNED, TUNED_LOGGED, fill
from service.edge.app import Edge
from tests.deploy.tool import need


def test_everybody_is_driven_in_turns_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("wrk")
    need("nginx")
    monkeypatch.chdir(tmp_path)
    lines = contests.measure(Effort(rounds=1, seconds=0.2, cases=("record", "head")))
    by_name = {line.name: line for line in lines}
    title = CASES["record"].title
    for who in (OURS, OURS_LOGGED, NGINX, NGINX_LOGGED, TUNED, TUNED_LOGGED, BARE):
        line = by_name[f"{title}: {who}"]
        assert len(line.rounds) == 1
        assert line.low > 0
    ratio = by_name[f"{title}, against nginx"]
    assert ratio.target == "≥ 1"
    assert by_name[f"{title}, against a bare ASGI function"].target == "≥ 2.5"
    assert f"{CASES['head'].title}: {BARE}" not in by_name
    assert by_name[f"{CASES['head'].title}, against nginx"].value > 0
    assert list(tmp_path.iterdir()) == []


def test_answers_are_of_the_size_that_their_titles_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with house() as parts:
        fill(parts)
        app = Edge(parts.application(), parts.settings)
        sizes = {
            case.title: len(
                asyncio.run(local.whole(app, local.scope(case.target, {}, "http://127.0.0.1"))).body
            )
            for case in CASES.values()
        }
    told = {title: int(found[1]) * 1000 for title in sizes if (found := re.search(r"(\d+) kB", title))}
    assert len(told) >= 4
    for title, size in told.items():
        assert sizes[title] == pytest.approx(size, rel=0.15), title


def test_each_record_is_asked_for_once_of_a_server_that_has_just_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("wrk")
    monkeypatch.chdir(tmp_path)
    # What is asked for here is enough: the others are most of the work.
    monkeypatch.setattr(renderings, "VARIANTS", ("full",))
    monkeypatch.setattr(renderings, "HEADING_LEVELS", (2,))
    record, fragment = cold.measure(Effort(rounds=1, seconds=0.1), records=1_200)
    assert record.target == "≥ 3,000"
    assert record.value > 0
    assert fragment.value > 0


def test_readers_are_measured_in_quiet_and_beside_a_publisher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("wrk")
    monkeypatch.chdir(tmp_path)
    quiet, mixed, ratio, publishing = mixing.measure(Effort(rounds=1, seconds=0.15))
    assert ratio.value == pytest.approx(mixed.value / quiet.value)
    assert publishing.value > 0


def turns(seconds: float, requests: int, spent: float) -> list[Turn]:
    return [(Driven(requests=requests, seconds=seconds), spent)] * 3


def test_a_ratio_is_by_the_clock_where_both_were_busy_and_else_by_processor_time() -> None:
    ours, busy, idle = turns(1, 1000, 0.95), turns(1, 500, 0.99), turns(1, 500, 0.2)
    by_clock, by_core = (
        next(ratios(CASES["record"], {OURS: ours, NGINX: theirs})) for theirs in (busy, idle)
    )
    assert by_clock.value == 2.0
    assert by_clock.on.startswith("by clock; by processor time 2.08")
    assert by_core.value == pytest.approx((0.2 / 500) / (0.95 / 1000))
    assert by_core.on.startswith("by processor time; by clock 2.00")


def test_logs_are_compared_with_logs() -> None:
    found = {
        OURS: turns(1, 1000, 0.95),
        NGINX: turns(1, 500, 0.95),
        OURS_LOGGED: turns(1, 900, 0.95),
        NGINX_LOGGED: turns(1, 300, 0.95),
        TUNED: turns(1, 800, 0.95),
        TUNED_LOGGED: turns(1, 600, 0.95),
        BARE: turns(1, 100, 0.95),
    }
    values = {line.name: line.value for line in ratios(CASES["record"], found)}
    assert list(values.values()) == pytest.approx([2.0, 3.0, 1.25, 1.5, 10.0])
    assert len(list(ratios(CASES["head"], {OURS: found[OURS]}))) == 0
