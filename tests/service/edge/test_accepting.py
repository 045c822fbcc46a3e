"""Connections that come at once are taken at once, however long the turns of the event loop are."""

import asyncio
import contextlib
import threading
from typing import Any

from service.edge.server import running
from tests.service.edge.wire import SETTINGS, connect, echo

MANY = 40
"""Connections that come while the first request is answered."""
REQUEST = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"


def test_who_comes_at_once_does_not_wait_a_turn_for_each_before() -> None:
    arrived: list[int] = []
    came = threading.Event()
    turns = 0

    def turn(loop: asyncio.AbstractEventLoop) -> None:
        nonlocal turns
        turns += 1
        if len(arrived) < MANY:
            loop.call_soon(turn, loop)

    with contextlib.ExitStack() as stack:

        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                if scope["path"] == "/first":
                    # Within one turn of the loop, so that it finds them all when it looks next.
                    for _ in range(MANY):
                        stack.enter_context(connect(url)).sendall(REQUEST)
                    turn(asyncio.get_running_loop())
                else:
                    arrived.append(turns)
                    if len(arrived) == MANY:
                        came.set()
            await echo(scope, receive, send)

        with running(app, SETTINGS) as url, connect(url) as first:
            first.sendall(REQUEST.replace(b"/ ", b"/first "))
            assert came.wait(5)
            assert max(arrived) < MANY // 2
