"""Delivering: POST to many, over one transport, each bounded in time and size, whatever the other side does.

What counts is the status of the answer. No redirect is followed: an address that was not asked for was not agreed on either.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import zlib
from typing import Final, Self

import httpx
from msgspec import Struct

from service.outbound.errors import CannotFetchError
from service.outbound.guard import Guard
from service.outbound.transport import Transport

DEADLINE: Final = 10.0
"""Seconds that one delivery may take, from the first look at the name to the head of the answer."""
MOST: Final = 64 * 1024
"""Bytes of an answer that are read: enough to be polite; nobody looks at them."""
_GRACE: Final = 1.0
"""Seconds that the rest of an answer may take whose status is known."""
_TIMEOUT: Final = httpx.Timeout(DEADLINE, connect=5.0)
_AGENT: Final = "nordkalott-courier"
_LONGEST: Final = 200


class Posted(Struct, frozen=True, kw_only=True):
    """What became of it. `status` is None where nobody answered, and `error` says why; `retry_after` is that header as it was sent, or ""."""

    status: int | None = None
    error: str = ""
    retry_after: str = ""


class Poster:
    """Calls from one event loop, many at once. To be closed in the same loop."""

    def __init__(
        self,
        guard: Guard,
        *,
        connections: int,
        verify: ssl.SSLContext | bool = True,
        deadline: float = DEADLINE,
    ) -> None:
        self._deadline = deadline
        self._client = httpx.AsyncClient(
            transport=Transport(guard, verify=verify, connections=connections),
            timeout=_TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            headers={"user-agent": _AGENT, "accept": "*/*", "accept-encoding": "identity"},
        )

    async def post(self, url: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Posted:
        """Send it once. Raises nothing that the other side could bring about."""
        try:
            # httpx limits the wait for each piece, not for all of them, nor for a head that comes byte by byte.
            async with asyncio.timeout(self._deadline):
                request = self._client.build_request("POST", url, content=body, headers=list(headers))
                response = await self._client.send(request, stream=True)
        except TimeoutError:
            return Posted(error=f"no answer within {self._deadline:g} seconds")
        except CannotFetchError as error:
            return Posted(error=_plain(error.message.en))
        except (httpx.InvalidURL, UnicodeError) as error:
            return Posted(error=_plain(f"not an address: {error}"))
        except (httpx.HTTPError, OSError, zlib.error) as error:
            return Posted(error=_plain(str(error) or type(error).__name__))
        try:
            await _passed(response)
        finally:
            with contextlib.suppress(httpx.HTTPError, OSError):
                await response.aclose()
        return Posted(status=response.status_code, retry_after=response.headers.get("retry-after", ""))

    async def __aenter__(self) -> Self:
        """Ready at once."""
        return self

    async def __aexit__(self, *why: object) -> None:
        """Let go of what is open."""
        await self._client.aclose()


async def _passed(response: httpx.Response) -> None:
    """Read on for a while, so that a plain answer does not find its reader gone."""
    length = 0
    with contextlib.suppress(TimeoutError, httpx.HTTPError, OSError):
        async with asyncio.timeout(_GRACE):
            async for chunk in response.aiter_raw():
                length += len(chunk)
                if length > MOST:
                    return


def _plain(text: str) -> str:
    """Short, and with nothing that could steer the terminal of whoever reads it."""
    return "".join(each if each.isprintable() else " " for each in text)[:_LONGEST]
