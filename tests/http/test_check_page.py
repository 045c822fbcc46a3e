"""`POST /v1/check` of a page on the web, and in every form; the guard stands before what is inside."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from content import accessibility
from content.errors import TooMany
from service.settings import Settings
from service.web.authoring.lanes import Lanes
from service.wiring import opened
from tests.http.house import House, furnished
from tests.service.outbound.site import running

PAGE = b"<!doctype html><html lang=nb><title>Hei</title><main><h1>Hei</h1><img src=a></main>"


@pytest.fixture
def page() -> Iterator[str]:
    def answer(connection: socket.socket, path: str) -> None:
        body = b"a" * 3000 if path == "/large" else PAGE
        where = b"Location: http://10.0.0.1/\r\n" if path == "/inside" else b""
        status = b"302 Found" if where else b"200 OK"
        head = b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n" % (status, where, len(body))
        connection.sendall(head + body)

    with running(answer) as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[House]:
    """One that may call this machine, and nobody else; a page may be 2,000 bytes."""
    settings = Settings(
        data=str(tmp_path), outbound="listed", outbound_allowed=("127.0.0.0/8",), max_body_bytes=2000
    )
    with opened(settings) as parts:
        yield furnished(parts, examples=False)


def ask(house: House, sent: dict[str, Any], *, query: str = "") -> httpx.Response:
    return house.send(
        "POST", f"/v1/check{query}", sent, token=house.token("drafts", name=secrets.token_hex(4))
    )


def fault(response: httpx.Response) -> tuple[str, str]:
    assert response.status_code == 400, response.text
    [found] = msgspec.json.decode(response.content)["errors"]
    assert found["detail_nb"]
    return found["pointer"], found["code"]


def test_a_page_on_the_list_is_fetched_and_checked(listed: House, page: str) -> None:
    response = ask(listed, {"url": f"{page}/"})
    assert response.headers["cache-control"] == "no-store"
    report = msgspec.json.decode(response.content)
    assert report["blocking_failures"] == {"image-name": 1}
    assert report["digest"] == accessibility.check(PAGE.decode(), mode="document").digest


def test_what_is_inside_is_refused_at_once_and_behind_a_redirect(
    own_house: House, listed: House, page: str
) -> None:
    assert fault(ask(own_house, {"url": f"{page}/"})) == ("/url", "not_allowed")
    assert fault(ask(listed, {"url": f"{page}/inside"})) == ("/url", "not_allowed")


def test_a_page_that_cannot_be_had_is_told(listed: House, page: str) -> None:
    assert fault(ask(listed, {"url": f"{page}/large"})) == ("/url", "not_fetched")
    assert fault(ask(listed, {"url": "http://127.0.0.1:1/"})) == ("/url", "not_fetched")


def test_every_form(own_house: House) -> None:
    sent = {"html": "<div lang=nb><img src=a><p>Hei</p></div>", "locale": "en"}
    earl = ask(own_house, sent, query="?format=earl")
    sarif = ask(own_house, sent, query="?format=sarif")
    html = ask(own_house, sent, query="?format=html")
    assert earl.headers["content-type"] == "application/ld+json"
    assert "@graph" in msgspec.json.decode(earl.content)
    page = f"{own_house.parts.settings.base_url}/docs/rules#image-name"
    assert page in earl.text
    assert page in sarif.text
    assert sarif.headers["content-type"] == "application/sarif+json"
    assert len(msgspec.json.decode(sarif.content)["runs"][0]["results"]) == 1
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert "Failures in 1 of 1 page." in html.text
    assert ask(own_house, sent, query="?format=pdf").status_code == 400


def test_so_many_slow_ones_wait_and_no_more() -> None:
    async def crowd() -> list[str | BaseException]:
        lanes = Lanes(1, "test", most=2)
        release = threading.Event()

        def work() -> str:
            release.wait(10)
            return "done"

        three = [asyncio.create_task(lanes.run(work)) for _ in range(3)]
        await asyncio.wait(three, return_when=asyncio.FIRST_COMPLETED)
        release.set()
        came = await asyncio.gather(*three, return_exceptions=True)
        return [*came, await lanes.run(work)]

    came = asyncio.run(crowd())
    assert [type(each) for each in came] == [str, str, TooMany, str]
