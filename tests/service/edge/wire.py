"""Bytes on a loopback socket, and an application that says what it was asked."""

import json
import socket
from typing import Any

from msgspec import Struct

from service.edge.app import Message, Receive, Scope, Send
from service.settings import Settings

SETTINGS = Settings(
    port=0,
    max_header_bytes=2048,
    max_header_count=20,
    header_timeout=0.4,
    body_timeout=0.4,
    max_body_bytes=4096,
    keep_alive=0.6,
    shutdown_grace=1,
)


async def lifespan(receive: Receive, send: Send) -> None:
    """Start and stop, as asked."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with method, path, host and body as JSON. `/early` does not read the body, `/boom` breaks, `/plain` is 405."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    body = b""
    message: Message = {"more_body": scope["path"] != "/early"}
    while message["more_body"]:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client has gone")
        body += message["body"]
    if scope["path"] == "/boom":
        raise ValueError("ola.nordmann@example.org wrote this")
    if scope["path"] == "/plain":
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD")]
        await send({"type": "http.response.start", "status": 405, "headers": headers})
        await send({"type": "http.response.body", "body": b"Method Not Allowed"})
        return
    given = dict(scope["headers"])
    said = {
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "host": given.get(b"host", b"").decode(),
        "scheme": scope["scheme"],
        "client": scope["client"][0],
        "headers": sorted(name.decode() for name in given),
        "body": body.decode(),
    }
    answer = json.dumps(said).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


class Answer(Struct, frozen=True, kw_only=True):
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: Any


def connect(url: str) -> socket.socket:
    """A connection to a running server, with five seconds for each step."""
    host, _, port = url.removeprefix("http://").partition(":")
    connection = socket.create_connection((host, int(port)), timeout=5)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def read_all(connection: socket.socket) -> bytes:
    """Everything until the server closes. Raises TimeoutError if it does not, ConnectionResetError if it cuts."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def answers(raw: bytes) -> list[Answer]:
    """Split a stream into answers by Content-Length alone: whatever does not fit fails the test."""
    found = []
    while raw:
        head, end, raw = raw.partition(b"\r\n\r\n")
        assert end, f"half an answer: {head!r}"
        line, *fields = head.decode().split("\r\n")
        headers = dict(field.split(": ", 1) for field in fields)
        length = int(headers.get("content-length", "0"))
        assert len(raw) >= length
        found.append(
            Answer(status=int(line.split()[1]), headers=headers, body=json.loads(raw[:length] or b"null"))
        )
        raw = raw[length:]
    return found


def talk(url: str, *pieces: bytes) -> list[Answer]:
    """Send pieces, wait until the server closes, and split what it said."""
    with connect(url) as connection:
        for piece in pieces:
            connection.sendall(piece)
        return answers(read_all(connection))
