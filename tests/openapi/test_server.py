"""The running server, asked by schemathesis: no 500, and no answer outside the document, to good input and bad."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from content.access import SCOPES, Scope
from service.edge.app import Receive, Send
from service.edge.app import Scope as Asgi
from service.web.authoring import ACTIONS
from service.web.routes import LIVE
from tests.openapi.server import Served, exploring, served
from tests.openapi.strict import closed, faults

NEVER_ENDING: Final = ("--exclude-path", LIVE.path)
SECONDS: Final = 45
"""For everything with a token that may do everything; `--hypothesis-profile=explore` takes twenty times as long."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for the tests of this file, which change its store as they like."""
    with served(tmp_path_factory.mktemp("served")) as found:
        yield found


def seconds(usual: int) -> str:
    return str(usual * 20 if exploring() else usual)


def test_every_answer_is_in_the_document(server: Served) -> None:
    token = server.token("admin")
    ran = server.ask(*NEVER_ENDING, "--max-time", seconds(SECONDS), token=token, timeout=3600)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert server.house.send("GET", "/v1/tokens", token=token).status_code == HTTPStatus.OK


@pytest.mark.parametrize("scope", [each for each in SCOPES if each != "admin"])
def test_so_is_every_answer_to_a_token_that_may_do_less(server: Served, scope: Scope) -> None:
    options = ("--include-path-regex", "^/v1/(drafts|publications|records/.id.|tokens|journal|due)")
    ran = server.ask(
        *options, "--phases", "examples,coverage", "--max-time", seconds(8), token=server.token(scope)
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_nobody_comes_in_without_a_token(server: Served) -> None:
    whole = json.loads(server.document.read_bytes())
    told = whole["components"]["responses"]["Problem401"]
    for action in ACTIONS:
        path = action.path.format_map(dict.fromkeys(action.names, "nb"))
        for headers in ({}, {"authorization": "Bearer nk_wrong"}, {"authorization": "Basic YTpi"}):
            response = httpx.request(action.method, server.url + path, headers=headers)
            assert response.status_code == HTTPStatus.UNAUTHORIZED
            assert faults(whole, told["content"]["application/problem+json"]["schema"], response.json()) == []
            assert {name.lower() for name in told["headers"]} <= set(response.headers)


def test_the_stream_refuses_as_it_says(server: Served) -> None:
    whole = json.loads(server.document.read_bytes())
    for query, status in (("since=never", 400), ("kind=poem", 400), ("since=bm9uZS4x", 410)):
        response = httpx.get(f"{server.url}{LIVE.path}?{query}")
        assert response.status_code == status
        assert str(status) in whole["paths"][LIVE.path]["get"]["responses"]
        schema = whole["components"]["responses"][f"Problem{status}"]["content"]["application/problem+json"]
        assert faults(whole, schema["schema"], response.json()) == []


def answering(status: int, body: bytes, media_type: bytes = b"application/json") -> Any:
    async def app(scope: Asgi, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        headers = [(b"content-type", media_type), (b"cache-control", b"no-store"), (b"etag", b'"0"')]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


@pytest.mark.parametrize(
    ("status", "body", "media_type", "said"),
    [
        (200, b'{"status":"ok"}', b"application/json", ""),
        (200, b'{"status":5}', b"application/json", "Response violates schema"),
        (200, b'{"status":"ok","secret":"x"}', b"application/json", "Response violates schema"),
        (200, b"ok", b"text/csv", "Undocumented Content-Type"),
        (218, b'{"status":"ok"}', b"application/json", "Undocumented status code"),
        (500, b'{"status":"ok"}', b"application/json", "Server error"),
    ],
)
def test_an_answer_outside_the_document_would_be_seen(  # noqa: PLR0917 - the columns of the table
    tmp_path: Path, whole: dict[str, Any], status: int, body: bytes, media_type: bytes, said: str
) -> None:
    one = {**closed(whole), "paths": {"/healthz": whole["paths"]["/healthz"]}}
    with served(tmp_path, answering(status, body, media_type), one) as wrong:
        ran = wrong.ask("--phases", "examples,fuzzing", "--max-examples", "1")
    assert ran.returncode == (1 if said else 0), ran.stdout + ran.stderr
    assert said in ran.stdout
