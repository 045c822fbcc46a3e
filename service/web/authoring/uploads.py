"""A body that is a file: taken in portions to a temporary file, never held in memory whole, and forgotten unless all of it came."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from content import access, tokens
from content.access import Scope
from content.commands.media import Curation
from content.errors import Invalid
from content.ports import Clock, Reading
from content.ports.blobs import Incoming

_PORTION: Final = 512 * 1024


class Upload(Struct, frozen=True, kw_only=True):
    """A file that came in whole. `claimed` is its Content-Type, `digest` the SHA-256 of what was sent.

    `permit` raises unless the token is still good: an upload takes long, and a token may be revoked meanwhile.
    """

    incoming: Incoming
    claimed: str
    digest: bytes
    permit: Callable[[Reading], None]


@asynccontextmanager
async def received(
    request: Request, media: Curation, limit: int, permit: Callable[[Reading], None]
) -> AsyncIterator[Upload]:
    """The file in the body of a request. Raises Invalid, TooLarge, StoreFull, or ClientDisconnect where it did not come whole."""
    claimed = request.headers.get("content-type", "")
    if claimed.lower().startswith("multipart/"):
        raise Invalid.one(
            "",
            "multipart",
            nb="Send selve filen som kropp, uten skjema rundt, og navnet som «?name=».",
            en="Send the file itself as the body, without a form around it, and its name as “?name=”.",
        )
    place = media.receive(limit)
    incoming = await run_in_threadpool(place.__enter__)
    try:
        seen = hashlib.sha256()
        held = bytearray()
        async for piece in request.stream():
            held += piece
            if len(held) >= _PORTION:
                await _write(incoming, seen.update, bytes(held))
                held.clear()
        await _write(incoming, seen.update, bytes(held))
        yield Upload(incoming=incoming, claimed=claimed, digest=seen.digest(), permit=permit)
    finally:
        place.__exit__(None, None, None)


def permission(text: str, scope: Scope, clock: Clock) -> Callable[[Reading], None]:
    """Asks in a transaction whether the token, by its text, is good for the scope. Raises Unauthenticated, Forbidden."""

    def permit(reading: Reading) -> None:
        secret = tokens.parse(text)
        principal = tokens.prove(reading.tokens.find(secret.id), secret, clock())
        access.demand(principal, scope)

    return permit


async def _write(incoming: Incoming, update: Callable[[bytes], None], data: bytes) -> None:
    def work() -> None:
        update(data)
        incoming.write(data)

    await run_in_threadpool(work)
