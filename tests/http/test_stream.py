"""The live change feed over a real socket: what is published arrives, and Last-Event-ID goes on where it broke."""

from __future__ import annotations

import itertools
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from content.model import News
from service.edge.server import running
from service.settings import Settings
from service.wiring import opened
from tests.http.house import furnished

NEW = UUID("01a20900-0000-7000-8000-000000000006")


@pytest.mark.parametrize("resume", [False, True])
def test_what_is_published_arrives_while_the_client_listens(tmp_path: Path, resume: bool) -> None:
    settings = Settings(data=str(tmp_path), port=0)
    with opened(settings) as parts:
        house = furnished(parts, examples=False)
        position = house.json("/v1/changes?limit=200")["next"]
        with (
            running(parts.application(), settings) as base,
            httpx.Client(base_url=base, timeout=10) as client,
        ):
            if resume:
                house.publish(NEW, "nb", News(slug="nytt", title="Nytt"))
            headers = {"last-event-id": position} if resume else {}
            with client.stream("GET", "/v1/changes/stream?kind=news", headers=headers) as response:
                assert response.headers["content-type"].startswith("text/event-stream")
                lines = response.iter_lines()
                assert next(lines) == "retry: 2000"
                if not resume:
                    house.publish(NEW, "nb", News(slug="nytt", title="Nytt"))
                event = list(itertools.islice((line for line in lines if line), 3))
    assert event[1] == "event: change"
    assert '"title":"Nytt"' in event[2]
    assert event[0].startswith("id: ")


def test_a_stream_from_nowhere_is_a_problem(tmp_path: Path) -> None:
    with opened(Settings(data=str(tmp_path))) as parts:
        house = furnished(parts, examples=False)
        assert house.get("/v1/changes/stream?since=tull").status_code == 400
