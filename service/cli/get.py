"""`nordkalott get PATH`: one request through the edge and the application, without a socket."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from contextlib import aclosing
from http import HTTPStatus
from typing import Final

from content.errors import Invalid
from service import local
from service.cli import setting
from service.edge.app import Edge, Scope

_ERROR: Final = 400
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
        scope = local.scope(
            arguments.path, {"user-agent": "nordkalott-get"} | headers, parts.settings.base_url
        )
        return asyncio.run(
            _print(Edge(parts.application(), parts.settings), scope, include=arguments.include)
        )


async def _print(app: Edge, scope: Scope, *, include: bool) -> int:
    status = 0
    async with aclosing(local.answer(app, scope)) as messages:
        async for message in messages:
            if message["type"] == "http.response.start":
                status = message["status"]
                if include:
                    sys.stdout.buffer.write(_head(status, message["headers"]))
            else:
                sys.stdout.buffer.write(message.get("body", b""))
                sys.stdout.buffer.flush()
    return 1 if status >= _ERROR else 0


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
