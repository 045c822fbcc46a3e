"""One request through the edge and the application, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from service.edge.app import App, Message, Scope

_AS_WRITTEN: Final = "%/:?#[]@!$&'()*+,;=~"


class Whole(Struct, frozen=True, kw_only=True):
    """An answer that has come to its end. Names of headers are in lower case; of those that come twice, the last."""

    status: int
    headers: dict[str, str]
    body: bytes


async def whole(app: App, scope: Scope) -> Whole:
    """The whole answer to a request."""
    status, headers, body = 500, {}, b""
    async with aclosing(answer(app, scope)) as messages:
        async for message in messages:
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in message["headers"]
                }
            else:
                body += message.get("body", b"")
    return Whole(status=status, headers=headers, body=body)


async def answer(app: App, scope: Scope) -> AsyncGenerator[Message]:
    """The application's messages. They are written outside of it: a pipe that breaks is no failure of the application."""
    messages: asyncio.Queue[Message | None] = asyncio.Queue()
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()  # the client stays
        sent = True
        return {"type": "http.request", "body": b"", "more_body": False}

    task = asyncio.ensure_future(app(scope, receive, messages.put))
    task.add_done_callback(lambda _: messages.put_nowait(None))
    try:
        while message := await messages.get():
            yield message
        task.result()
    finally:
        task.cancel()


def scope(target: str, headers: Mapping[str, str], base_url: str) -> Scope:
    """A GET of a target, a path with its query, as it would come to the host of the base URL. Sets Host where it is not given."""
    base = urlsplit(base_url)
    path, _, query = quote(target.partition("#")[0], safe=_AS_WRITTEN).partition("?")
    sent = {"host": base.netloc} | dict(headers)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": base.scheme,
        "server": (base.hostname, base.port or (443 if base.scheme == "https" else 80)),
        "client": ("127.0.0.1", 0),
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
    }
