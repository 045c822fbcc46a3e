"""`nordkalott get PATH`: one request through the edge and the application, without a socket."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from content.errors import Invalid
from service.cli import setting
from service.edge.app import Edge, Message, Scope

_ERROR: Final = 400
_AS_WRITTEN: Final = "%/:?#[]@!$&'()*+,;=~"
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, section 5.1


def run(arguments: argparse.Namespace) -> int:
    """Print the body as it comes; 1 where the answer is an error."""
    if not arguments.path.startswith("/"):
        raise Invalid.one(
            "PATH",
            "wrong_form",
            nb="Stien må begynne med «/», som /v1/records.",
            en="The path must begin with “/”, like /v1/records.",
        )
    headers = dict(_header(text) for text in arguments.header)
    with setting.parts(arguments) as parts:
        scope = _scope(arguments.path, headers, parts.settings.base_url)
        return asyncio.run(
            _print(Edge(parts.application(), parts.settings), scope, include=arguments.include)
        )


async def _print(app: Edge, scope: Scope, *, include: bool) -> int:
    status = 0
    async with aclosing(_answer(app, scope)) as messages:
        async for message in messages:
            if message["type"] == "http.response.start":
                status = message["status"]
                if include:
                    sys.stdout.buffer.write(_head(status, message["headers"]))
            else:
                sys.stdout.buffer.write(message.get("body", b""))
                sys.stdout.buffer.flush()
    return 1 if status >= _ERROR else 0


async def _answer(app: Edge, scope: Scope) -> AsyncGenerator[Message]:
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


def _scope(target: str, headers: dict[str, str], base_url: str) -> Scope:
    base = urlsplit(base_url)
    path, _, query = quote(target.partition("#")[0], safe=_AS_WRITTEN).partition("?")
    sent = {"host": base.netloc, "user-agent": "nordkalott-get"} | headers
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


def _head(status: int, headers: list[tuple[bytes, bytes]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
    lines += [name + b": " + value for name, value in headers]
    return b"\n".join([*lines, b"", b""])


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    one_line = value.isprintable() and value.isascii()
    if not colon or not _NAME.fullmatch(name.strip()) or not one_line:
        raise Invalid.one(
            "--header",
            "wrong_form",
            nb="Skriv hodefeltet som 'Navn: verdi', i ASCII.",
            en="Write the header as 'Name: value', in ASCII.",
        )
    return name.strip().lower(), value.strip()
