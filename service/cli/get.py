"""`nordkalott get PATH`: one request through the application, without a socket."""

from __future__ import annotations

import argparse
import asyncio
import sys

import httpx

from content.errors import Invalid
from service.cli import setting
from service.edge.app import Edge

_ERROR = 400


def run(arguments: argparse.Namespace) -> int:
    """Print the body; 1 where the answer is an error."""
    if not arguments.path.startswith("/"):
        raise Invalid.one(
            "PATH",
            "wrong_form",
            nb="Stien må begynne med «/», som /v1/records.",
            en="The path must begin with “/”, like /v1/records.",
        )
    headers = [_header(text) for text in arguments.header]
    with setting.parts(arguments) as parts:
        response = asyncio.run(
            _ask(Edge(parts.application(), parts.settings), arguments.path, headers, parts.settings.base_url)
        )
    if arguments.include:
        print(f"HTTP/1.1 {response.status_code} {response.reason_phrase}")
        for name, value in response.headers.items():
            print(f"{name}: {value}")
        print(flush=True)
    sys.stdout.buffer.write(response.content)
    sys.stdout.buffer.flush()
    return 1 if response.status_code >= _ERROR else 0


async def _ask(app: Edge, path: str, headers: list[tuple[str, str]], base_url: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=base_url) as client:
        return await client.get(path, headers=headers)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not value.isprintable():
        raise Invalid.one(
            "--header",
            "wrong_form",
            nb="Skriv hodefeltet som 'Navn: verdi'.",
            en="Write the header as 'Name: value'.",
        )
    return name.strip(), value.strip()
