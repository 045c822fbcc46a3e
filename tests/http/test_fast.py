"""The fast path over the real application: the same answers as without it, and never what has been taken back."""

from __future__ import annotations

import re
import socket

import pytest

from content.lifecycle import Withdraw
from service.edge.fast import FastProtocol
from service.edge.server import running
from service.settings import Settings
from service.snapshots import Kept
from service.web import handler, turns
from service.web.making import Making
from service.web.quick import Quick
from tests.http.house import PAGE, House
from tests.service.edge.wire import connect

SLUG = "internasjonal-avdeling"
TARGETS = (
    "/",
    f"/v1/records/{PAGE}?locale=nb",
    f"/v1/records/{PAGE}",
    "/v1/records?kind=news&locale=nb&limit=2",
    "/v1/records?limit=2&locale=nb&kind=news",
    "/v1/records?nonsense=1",
    "/v1/records/nothing-here?locale=nb",
    f"/v1/records/{PAGE}?locale=se",
    f"/v1/records/{PAGE}?fields=title,id&locale=nb",
    f"/v1/records/{PAGE}?",
    f"/v1/records/{PAGE}?locale=xx",
    f"/v1/records/{PAGE}?locale=nb&locale=nb",
    f"/v1/records/{PAGE}?locale=%6Eb",
    f"/v1/records/{PAGE}?locale=%C3",
    f"/v1/records/{SLUG}",
    f"/v1/records/{SLUG}?locale=en",
    f"/v1/records/{SLUG.upper()}",
    f"/v1/records//{SLUG}",
    "/v1/records/s%C3%A1pmi",
    "/v1/records/a|b",
    f"/v1/records/{PAGE}/editions?locale=nb",
    f"/v1/records/{PAGE}/editions/1?locale=nb",
    f"/v1/records/{PAGE}/editions/9?locale=nb",
    "/fragments/nothing-here?locale=nb",
    f"/fragments/{PAGE}?locale=nb&h=3&variant=card",
    f"/fragments/{PAGE}.json?locale=nb",
    "/fragments/list?locale=nb",
    "/feeds/nb.atom",
    "/feeds/nb.rss?utm_source=x",
    "/feeds/nb.json",
    "/feeds/nb",
    "/v1/changes",
    "/v1/kinds",
    "/openapi.json",
    "/embed.js",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/v1/drafts",
    "/%66eeds/nb.atom",
    "//feeds/nb.atom",
    "/feeds/nb.atom?",
    "/feeds/../feeds/nb.atom",
)
FIELDS = (
    (),
    ("Accept-Encoding: gzip, br", "Accept-Language: en, nb;q=0.5"),
    ("Accept-Encoding: gzip", "If-None-Match: *"),
    ("If-Modified-Since: Sun, 06 Nov 2033 08:49:37 GMT", "Accept: text/html"),
)
_OWN = re.compile(rb"(?<=\r\n)(date|x-request-id): [^\r]*|(?<=request_id\":\")[0-9a-f]+")


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The targets that were answered on the fast path."""
    seen: list[str] = []
    slow: list[bytes] = []
    received, pass_on = FastProtocol.data_received, FastProtocol._pass_on

    def watched(self: FastProtocol, data: bytes) -> None:
        slow.clear()
        received(self, data)
        if not slow:
            seen.append(data.split(b" ")[1].decode())

    def passed(self: FastProtocol, data: bytes) -> None:
        slow.append(data)
        pass_on(self, data)

    monkeypatch.setattr(FastProtocol, "data_received", watched)
    monkeypatch.setattr(FastProtocol, "_pass_on", passed)
    return seen


def ask(connection: socket.socket, target: str, *fields: str, method: str = "GET") -> bytes:
    """One answer, without what is its own in each."""
    head = "".join(f"{field}\r\n" for field in (f"{method} {target} HTTP/1.1", "Host: a.example", *fields))
    connection.sendall(f"{head}\r\n".encode())
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += connection.recv(65536)
    begin, _, body = raw.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: ([0-9]+)", begin)
    while method != "HEAD" and length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return _OWN.sub(b"", begin) + b"\r\n\r\n" + _OWN.sub(b"", body)


def test_every_answer_is_the_same_with_it_and_without(house: House, fast: list[str]) -> None:
    on, off = Settings(port=0), Settings(port=0, fast_path="off")
    with (
        running(house.parts.application(), on) as quick,
        running(house.parts.application(), off) as usual,
        connect(quick) as one,
        connect(usual) as other,
    ):
        for target in TARGETS:
            for fields in FIELDS:
                before = ask(other, target, *fields)
                found = {ask(one, target, *fields) for _ in range(3)}
                # A Last-Modified may begin to be told in between.
                assert found <= {before, ask(other, target, *fields)}
            assert ask(one, target, method="HEAD") == ask(other, target, method="HEAD")
    for target in (TARGETS[1], TARGETS[2], TARGETS[4], "/feeds/nb.atom", "/fragments/list?locale=nb"):
        assert fast.count(target) > 2 * len(FIELDS)
    assert not {"/v1/drafts", "/healthz", "//feeds/nb.atom"} & set(fast)


def test_what_is_withdrawn_is_not_answered_as_it_was(own_house: House, fast: list[str]) -> None:
    target = f"/v1/records/{PAGE}?locale=nb"
    with running(own_house.parts.application(), Settings(port=0)) as url, connect(url) as connection:
        for _ in range(3):
            assert b'"state":"published"' in ask(connection, target)
        assert fast
        own_house.parts.commands.change_state(Withdraw(id=PAGE, locale="nb", reason="Gammelt", actor="test"))
        for _ in range(3):
            assert b'"state":"withdrawn"' in ask(connection, target)


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was asked for in vain where the request was read."""
    seen: list[bytes] = []
    make = Quick.make

    def watched(self: Quick, target: bytes, language: str, coding: str) -> Kept | None:
        made = make(self, target, language, coding)
        if made is None:
            seen.append(target)
        return made

    monkeypatch.setattr(Quick, "make", watched)
    return seen


def test_a_record_that_nobody_asked_for_is_made_where_its_request_is_read(
    house: House, fast: list[str], unmade: list[bytes]
) -> None:
    targets = (
        f"/v1/records/{PAGE}?locale=nb",
        f"/v1/records/{SLUG}",
        f"/v1/records/{SLUG}?locale=en",
        "/v1/records/nothing-here",
    )
    with running(house.parts.application(), Settings(port=0)) as url, connect(url) as connection:
        for target in targets:
            ask(connection, target, method="HEAD")
        ask(
            connection, f"/v1/records/{PAGE}?locale=nb", "Accept-Encoding: gzip"
        )  # it has to be packed, in a thread
        ask(connection, "/feeds/nb.atom")
        ask(connection, "/healthz")  # what was noted of others is noted now
        assert fast == list(targets)
        assert unmade == [b"/feeds/nb.atom", b"/healthz"]


def test_what_goes_wrong_there_is_told_in_the_usual_way(
    house: House, fast: list[str], unmade: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("hemmelig")

    target = f"/v1/records/{PAGE}?locale=nb"
    with running(house.parts.application(), Settings(port=0)) as url, connect(url) as connection:
        with monkeypatch.context() as patch:
            patch.setattr(Making, "whole", fail)
            answer = ask(connection, target)
        assert answer.startswith(b"HTTP/1.1 500 ")
        assert b"hemmelig" not in answer
        assert ask(connection, target).startswith(b"HTTP/1.1 200 ")
        ask(connection, "/healthz")
        assert (fast, unmade[0]) == ([target], target.encode())


def test_where_one_took_long_the_next_ones_go_the_usual_way(
    house: House, fast: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "_LONG", -1.0)
    monkeypatch.setattr(handler, "_SHARE", 1_000_000)
    first, second = f"/v1/records/{PAGE}?locale=nb", f"/v1/records/{SLUG}?locale=nb"
    with running(house.parts.application(), Settings(port=0)) as url, connect(url) as connection:
        assert (
            ask(connection, first).partition(b"\r\n\r\n")[2]
            == ask(connection, second).partition(b"\r\n\r\n")[2]
        )
        ask(connection, "/healthz")
        assert fast == [first]


def test_where_a_turn_of_the_loop_had_its_part_the_next_ones_wait_for_another(
    house: House, fast: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_MOST", 0.0)
    target = f"/v1/records/{PAGE}?locale=nb"
    with running(house.parts.application(), Settings(port=0)) as url, connect(url) as connection:
        assert ask(connection, target).startswith(b"HTTP/1.1 200 ")
        assert ask(connection, target).startswith(b"HTTP/1.1 200 ")
        ask(connection, "/healthz")
    assert fast == [target]  # what is kept needs no room
