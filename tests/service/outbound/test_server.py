"""Asking one server: each answer is bounded in size and time, whatever it does."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest

from service.outbound import Answered, CannotFetchError, Guard, asking
from tests.service.outbound.site import Answer, running


def asked(answer: Answer, *, most: int = 1000, seconds: float = 10.0) -> Answered:
    async def once(port: int) -> Answered:
        async with asking(Guard(("127.0.0.1",)), "test", most, seconds) as ask:
            return await ask(f"http://127.0.0.1:{port}/a")

    with running(answer) as (port, _):
        return asyncio.run(once(port))


def test_what_is_answered_is_given_whatever_its_status() -> None:
    said = b"HTTP/1.1 404 No\r\nContent-Length: 2\r\nX-Said: yes\r\n\r\nno"
    answered = asked(lambda connection, _: connection.sendall(said))
    assert (answered.status, answered.body, answered.headers["x-said"]) == (404, b"no", "yes")


def test_one_that_is_too_large_is_left() -> None:
    with pytest.raises(CannotFetchError, match="larger than 1000 bytes"):
        asked(lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2000))


def test_one_that_comes_byte_by_byte_is_not_waited_for() -> None:
    def drip(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(CannotFetchError, match="takes longer than"):
        asked(drip, seconds=0.3)
    assert time.monotonic() - began < 4
