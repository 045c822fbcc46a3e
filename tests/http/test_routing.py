"""What answers a GET: found by the beginning of its path, and the same that Starlette would have let answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.routing import Match, Route

from content.errors import NordkalottError
from service.edge.app import Edge
from service.settings import Settings
from service.web.asking import Asking
from service.web.handler import Handler
from service.web.routing import Application
from service.wiring import opened
from tests.http.house import House

SEGMENTS = (
    "", "v1", "records", "nb", "news", "fragments", "list", "list.json", "x.json", "feeds", "topics", "nb.atom", "news.ics", "archive",
    "1.atom", "media", "drafts", "editions", "kinds", "docs", "rules", "static", "pages", "healthz", ".atom", "a\nb", "\n", "æ", "%2f",
)  # fmt: skip


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Application:
    folder: Path = tmp_path_factory.mktemp("routing")
    with opened(Settings(data=str(folder))) as parts:
        return parts.application()


@given(path=st.lists(st.sampled_from(SEGMENTS), max_size=8).map(lambda found: "/" + "/".join(found)))
@settings(max_examples=500)
@example("/")
@example("/fragments/list")
@example("/v1/records/x")
@example("/v1/changes/stream")
@example("/feeds/nb/topics/x/archive/1.atom")
def test_what_answers_is_the_first_route_of_the_table_that_has_this_form(
    application: Application, path: str
) -> None:
    found = application.ways.find(path)
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    first = None
    for route in application.routes:
        match, inner = route.matches(scope)
        if match is Match.FULL and isinstance(route, Route):
            first = (route.app, inner["path_params"])
            break
    if found is None:
        # Starlette is asked then: what it finds is not ours, or the path ends in a line feed, which `$` lets pass.
        assert first is None or not isinstance(first[0], Handler) or path.endswith("\n")
    else:
        assert found == first


def test_what_is_answered_past_starlette_is_counted_once_like_all_else(house: House) -> None:
    app = house.parts.application()
    beside = House(parts=house.parts, app=Edge(app, house.parts.settings))
    for path, status in (
        ("/healthz", 200),
        ("/v1/records", 200),
        ("/v1/records/finnes-ikke", 404),
        ("/v9", 404),
    ):
        before = app.requests.by_status().get(status, 0)
        assert beside.get(path).status_code == status
        assert app.requests.by_status()[status] == before + 1


def test_what_a_handler_raises_is_a_problem_that_tells_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("hemmelig")

    monkeypatch.setattr(Asking, "read", fail)
    answer = house.get("/v1/records")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "hemmelig" not in answer.text
    assert not issubclass(RuntimeError, NordkalottError)
    assert "failed" in caplog.text
