"""One tiny real contest: the server, nginx and the bare function, driven for a moment, so that none of it can rot."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from service import local
from service.bench import Effort, contests
from service.bench.cases import CASES
from service.bench.house import house
from service.bench.rivals import BARE, NGINX, OURS, OURS_LOGGED, fill
from service.edge.app import Edge
from tests.deploy.tool import need


def test_everybody_is_driven_in_turns_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("wrk")
    need("nginx")
    monkeypatch.chdir(tmp_path)
    lines = contests.measure(Effort(rounds=1, seconds=0.2, cases=("record", "head")))
    by_name = {line.name: line for line in lines}
    title = CASES["record"].title
    for who in (OURS, OURS_LOGGED, NGINX, BARE):
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
