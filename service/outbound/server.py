"""Asking one server many things, whatever the status of its answers: what an operator names on the command line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import httpx
from msgspec import Struct

from service.outbound.errors import CannotFetchError
from service.outbound.guard import Guard
from service.outbound.pages import MOST
from service.outbound.transport import Transport

_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0)
SECONDS: Final = 60.0
"""How long one answer may take, from the first look at the name to its last byte."""


class Answered(Struct, frozen=True, kw_only=True):
    """An answer, with its body unpacked. Names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@asynccontextmanager
async def asking(
    guard: Guard, agent: str, most: int = MOST, seconds: float = SECONDS
) -> AsyncIterator[Callable[[str], Awaitable[Answered]]]:
    """Asks for an address, takes at most `most` bytes within `seconds`, and follows no redirect. Each asking raises CannotFetchError, and NotAllowedError where the guard refuses."""
    headers = {"user-agent": agent, "accept-encoding": "identity"}
    async with httpx.AsyncClient(
        transport=Transport(guard), timeout=_TIMEOUT, trust_env=False, headers=headers
    ) as client:

        async def ask(url: str) -> Answered:
            try:
                # httpx limits the wait for each piece, not for all of them.
                async with asyncio.timeout(seconds), client.stream("GET", url) as response:
                    body = bytearray()
                    async for chunk in response.aiter_raw():
                        body += chunk
                        if len(body) > most:
                            raise CannotFetchError(
                                nb=f"{url} er større enn {most} byte.",
                                en=f"{url} is larger than {most} bytes.",
                            )
            except TimeoutError as error:
                raise CannotFetchError(
                    nb=f"{url} bruker mer enn {seconds:g} sekunder.",
                    en=f"{url} takes longer than {seconds:g} seconds.",
                ) from error
            except (httpx.InvalidURL, UnicodeError) as error:
                raise CannotFetchError(
                    nb=f"{url} er ikke en nettadresse: {error}.", en=f"{url} is not an address: {error}."
                ) from error
            except httpx.HTTPError as error:
                why = str(error) or type(error).__name__
                raise CannotFetchError(
                    nb=f"{url} kan ikke hentes: {why}.", en=f"{url} cannot be fetched: {why}."
                ) from error
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answered(status=response.status_code, headers=headers, body=bytes(body))

        yield ask
