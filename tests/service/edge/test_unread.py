"""Clients that do not read what they asked for: never, slowly, or only until they reset."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import select
import socket
import struct
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from msgspec import structs

from service.edge.app import Receive, Scope, Send
from service.edge.protocol import EdgeProtocol
from service.edge.ready import SHELF
from service.edge.server import running
from service.web.answers import Answer, finish
from tests.service.edge.shelf import Board
from tests.service.edge.wire import SETTINGS, connect, lifespan, talk

LARGE = 6_000_000
"""More than the kernel takes for a connection on the loopback."""
BODY = bytes(LARGE)
LIMIT = 0.4


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with BODY: whole, or in pieces at `/pieces`. At `/state` with what is alive."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    body = BODY
    if scope["path"] == "/state":
        body = json.dumps(alive()).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    step = 65536 if scope["path"] == "/pieces" else len(body)
    for start in range(0, len(body), step):
        more = start + step < len(body)
        await send({"type": "http.response.body", "body": body[start : start + step], "more_body": more})


def alive() -> dict[str, int]:
    """Tasks of the server's loop, and its connections."""
    gc.collect()
    connections = sum(isinstance(each, EdgeProtocol) for each in gc.get_objects())
    return {"tasks": len(asyncio.all_tasks()), "connections": connections}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(large, structs.replace(SETTINGS, write_timeout=LIMIT)) as base:
        yield base


def asking(url: str, path: bytes, *fields: bytes) -> socket.socket:
    """A connection that has asked, and takes as little as can be."""
    host, _, port = url.removeprefix("http://").partition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(5)
    connection.connect((host, int(port)))
    lines = b"".join(each + b"\r\n" for each in fields)
    connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: a.example\r\n" + lines + b"\r\n")
    return connection


def cut(connection: socket.socket, within: float) -> bool:
    """Was it reset, with its answer unread?"""
    poll = select.poll()
    poll.register(connection, select.POLLERR | select.POLLHUP)
    return bool(poll.poll(within * 1000))


def state(url: str) -> dict[str, int]:
    (answer,) = talk(url, b"GET /state HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
    found: dict[str, int] = answer.body
    return found


def settled(url: str) -> dict[str, int]:
    """What is alive once nobody but the one who asks is connected."""
    until = time.monotonic() + 5
    while (found := state(url))["connections"] > 1 and time.monotonic() < until:
        time.sleep(0.02)
    return found


@pytest.mark.parametrize("path", [b"/whole", b"/pieces"])
@pytest.mark.parametrize("fields", [(), (b"Connection: close",)], ids=["kept alive", "closing"])
def test_who_never_reads_is_cut(url: str, path: bytes, fields: tuple[bytes, ...]) -> None:
    began = time.monotonic()
    with asking(url, path, *fields) as connection:
        assert cut(connection, 5)
        assert LIMIT <= time.monotonic() - began < 4


def test_who_reads_slowly_gets_all(url: str) -> None:
    """Longer than the limit; and so slowly that the kernel asks for nothing more within it, as it does when a third of what it holds is gone."""
    began, left = time.monotonic(), LARGE
    with asking(url, b"/whole", b"Connection: close") as connection:
        head, _, rest = connection.recv(65536).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        left -= len(rest)
        while part := connection.recv(1_000_000):
            left -= len(part)
            time.sleep(0.02 if time.monotonic() - began < 3 * LIMIT else 0)
    assert left == 0
    assert time.monotonic() - began > 2 * LIMIT


def test_who_resets_in_the_middle_leaves_nothing(url: str, caplog: pytest.LogCaptureFixture) -> None:
    before = settled(url)
    with caplog.at_level(logging.WARNING):
        for number in range(200):
            connection = asking(url, b"/pieces" if number % 2 else b"/whole")
            if number % 4 < 2:
                connection.recv(1000)
            # Linger of zero: closing sends RST.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
    assert settled(url) == before
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


def test_many_that_never_read_cost_the_others_nothing(url: str) -> None:
    idle = [asking(url, b"/pieces") for _ in range(30)]
    assert state(url)["connections"] > 1
    for each in idle:
        assert cut(each, 5)
        each.close()


def test_clients_that_never_read_hold_a_kept_answer_once() -> None:
    """What each of them costs this process, on the fast path too, is not the answer."""
    board = Board()
    board.put(b"/kept", finish(Answer(body=BODY, tags=frozenset({"t"}))))

    async def shelved(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            scope["state"][SHELF] = board
        await large(scope, receive, send)

    tracemalloc.start()
    try:
        with running(shelved, structs.replace(SETTINGS, write_timeout=20.0)) as url:
            before = tracemalloc.get_traced_memory()[0]
            idle = [asking(url, b"/kept") for _ in range(20)]
            while board.asked < len(idle):
                time.sleep(0.01)
            held = tracemalloc.get_traced_memory()[0] - before
            for each in idle:
                assert each.recv(9) == b"HTTP/1.1 "
                each.close()
    finally:
        tracemalloc.stop()
    assert held < LARGE


def test_a_refusal_that_is_not_read_does_not_hold_the_connection(url: str) -> None:
    with connect(url) as connection:
        connection.sendall(b"GET /\r\n\r\n")
        poll = select.poll()
        poll.register(connection, select.POLLRDHUP)
        assert poll.poll(5000)
