"""The fast path and the slow one, side by side: the same application, the same bytes, a transport that remembers."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from uvicorn.config import Config
from uvicorn.server import ServerState

from service.edge import access
from service.edge.app import App, Edge, Receive, Scope, Send
from service.edge.fast import FastProtocol, Lane
from service.edge.protocol import EdgeProtocol
from service.edge.ready import REQUESTS, SHELF
from service.metrics import Requests
from service.settings import Settings
from service.snapshots import IDENTITY
from service.web.answers import Answer, finish, respond
from service.web.codings import CODINGS, chosen, coded
from service.web.conditions import conditions
from tests.service.edge.shelf import Board
from tests.service.edge.wire import SETTINGS, echo

_TURNS = 25
_OWN: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (re.compile(rb"\r\ndate: [^\r]+ GMT\r\n"), b"\r\ndate: D\r\n"),
    (re.compile(rb"\r\nx-request-id: [0-9a-f]{16}\r\n"), b"\r\nx-request-id: I\r\n"),
    (re.compile(rb'"request_id":"[0-9a-f]{16}"'), b'"request_id":"I"'),
)


def shelved() -> Board:
    """A board with every sort of answer that a shelf may have."""
    board = Board()
    text = b"Hurtigruten til Kirkenes. " * 60
    kept = {
        b"/kept": (
            Answer(body=text, tags=frozenset({"t"}), media_type="text/html; charset=utf-8"),
            1_700_000_000.0,
        ),
        b"/kept?locale=nb&h=2": (Answer(body=b'{"locale":"nb"}', tags=frozenset({"t"})), None),
        b"/smuggled": (Answer(body=b"smuggled", tags=frozenset({"t"})), None),
        b"/s%C3%A1pmi/ola@example.org": (Answer(body=b"x", tags=frozenset({"t"})), None),
        b"/new": (Answer(body=b"new", tags=frozenset({"t"})), time.time() + 3600),
        b"/moved": (
            Answer(body=b"", status=308, media_type="text/plain", headers=(("location", "/kept"),)),
            None,
        ),
        b"/gone": (Answer(body=b'{"status":410}', status=410, media_type="application/problem+json"), None),
        b"/bare": (Answer(body=b"Not Found", status=404, media_type="text/plain; charset=utf-8"), None),
    }
    for target, (answer, moved) in kept.items():
        snapshot = finish(answer, moved)
        for coding in (IDENTITY, *CODINGS):
            board.put(target, coded(snapshot, coding), coding)
    return board


def application(board: Board) -> App:
    """Answers from the board as `Handler` does, else as `echo`. It looks at the board behind its back: `asked` counts the fast path alone."""
    requests = Requests()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            scope["state"] |= {SHELF: board, REQUESTS: requests}
            await echo(scope, receive, send)
            return
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        held = board.held.get((target, chosen(accepted.decode("latin-1"))))
        if (
            held is None
            or scope["method"] != "GET"
            or any(name == b"content-length" for name, _ in scope["headers"])
        ):
            await echo(scope, receive, send)
            return
        response = respond(held.snapshot, conditions(scope["headers"]), time.time())
        await response(scope, receive, send)

    return answer


class Wire(asyncio.Transport):
    """A transport that remembers what was written. It is read from at once, unless `stuck`: then what is written stays."""

    def __init__(self, loop: asyncio.AbstractEventLoop, protocol: EdgeProtocol) -> None:
        super().__init__()
        self._loop, self._protocol = loop, protocol
        self.written: list[bytes] = []
        self.closing = self.ended = self.paused = self.stuck = False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 1) if name in {"peername", "sockname"} else default

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.ended, "written after the end"
        if not self.closing:
            self.written.append(bytes(data))
            if self.stuck and sum(map(len, self.written)) > 65536:
                self._protocol.flow.pause_writing()

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self.written)) if self.stuck else 0

    def write_eof(self) -> None:
        self.ended = True

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        if not self.closing:
            self.closing = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False


class Talk(Struct, frozen=True):
    """What came of a stream: what was written but for Date and request ids, whether the connection ended, the lines of the log, the counts."""

    written: bytes
    ended: bool
    logged: tuple[tuple[Any, ...], ...]
    total: int


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[Any, ...]] = []

    def emit(self, record: logging.LogRecord) -> None:
        entry: access.Access = record.data  # type: ignore[attr-defined]  # put there by `access.log`
        self.found.append((entry.method, entry.path, entry.query, entry.status, entry.bytes))


def edge_of(board: Board, settings: Settings = SETTINGS) -> Edge:
    """An edge around the application."""
    return Edge(application(board), settings)


def protocol_of(
    edge: Edge, board: Board, state: ServerState, *, fast: bool, requests: Requests | None = None
) -> EdgeProtocol:
    """One connection."""
    config = Config(
        edge,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
    )
    loop = asyncio.get_running_loop()
    if fast:
        return Lane(edge).connection(config, state, {SHELF: board, REQUESTS: requests}, loop)
    return EdgeProtocol(config, state, {}, loop)


async def _talk(edge: Edge, board: Board, pieces: Sequence[bytes], *, fast: bool, patient: bool) -> Talk:
    lines, state = _Lines(), ServerState()
    access.LOGGER.addHandler(lines)
    access.LOGGER.setLevel(logging.INFO)
    try:
        protocol = protocol_of(edge, board, state, fast=fast)
        wire = Wire(asyncio.get_running_loop(), protocol)
        protocol.connection_made(wire)
        for piece in pieces:
            for _ in range(_TURNS):
                if not wire.paused or wire.closing:
                    break
                await asyncio.sleep(0)
            if wire.closing:
                break
            protocol.data_received(piece)
            if patient:
                await _settled(protocol)
        await _settled(protocol)
        ended = wire.closing or wire.ended
        wire.close()
        for _ in range(_TURNS):  # the application hears that nobody is there
            await asyncio.sleep(0)
        if isinstance(protocol, FastProtocol):
            protocol.lane.tally.tell()
    finally:
        access.LOGGER.removeHandler(lines)
    written = b"".join(wire.written)
    for pattern, masked in _OWN:
        written = pattern.sub(masked, written)
    # The slow path tells of an answer a little after it, and may tell of a refusal first.
    return Talk(written, ended, tuple(sorted(lines.found)), state.total_requests)


async def _settled(protocol: EdgeProtocol) -> None:
    """Until nothing is being answered, or the application waits for more of a body: nothing else here takes that many turns of the loop."""
    for _ in range(3):
        await asyncio.sleep(0)
    for _ in range(_TURNS):
        if not protocol.busy():
            break
        await asyncio.sleep(0)


def both(edge: Edge, board: Board, pieces: Sequence[bytes], *, patient: bool = True) -> tuple[Talk, Talk]:
    """What the fast path makes of a stream, and the slow one. `patient`: each piece waits for the answers to the one before."""

    async def run() -> tuple[Talk, Talk]:
        return (
            await _talk(edge, board, pieces, fast=True, patient=patient),
            await _talk(edge, board, pieces, fast=False, patient=patient),
        )

    return asyncio.run(run())


def alone(edge: Edge, board: Board, pieces: Sequence[bytes]) -> Talk:
    """What the fast path makes of it."""
    return asyncio.run(_talk(edge, board, pieces, fast=True, patient=True))
