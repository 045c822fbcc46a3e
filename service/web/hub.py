"""The hub's door: `POST /hub` (WebSub, section 5.1). Anybody may knock, so every step costs little, and nobody is called from here.

What is accepted waits as an intent; the worker calls back. How many may wait is bounded in the store, for all processes together.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from content import identities
from content.errors import Invalid, NordkalottError, TooLarge, TooMany
from content.ports.intents import Bounds, Intent
from feeds import websub
from service.links import HUB
from service.outbound import CannotFetchError
from service.watch import network
from service.web import problems
from service.web.answers import NEVER, finish, respond
from service.web.shared import Resources, logged
from service.web.topics import Topics

LARGEST: Final = 16 * 1024
"""Bytes of a form: two addresses and a secret, each as long as may be, fit in it even when every byte is encoded."""
BOUNDS: Final = Bounds(host=200, address=200, all=5000)
_LOOKUP: Final = 3.0
"""Seconds that a name is looked up for; after that the worker finds out."""
_LOOKUPS: Final = 16


class Hub:
    """The door as an ASGI application."""

    def __init__(self, shared: Resources) -> None:
        self._shared = shared
        self._topics = Topics(shared)
        self._lookups = asyncio.Semaphore(_LOOKUPS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            await self._take(request)
            response = Response(status_code=202, headers={"cache-control": NEVER})
        except NordkalottError as error:
            logged(error)
            response = respond(finish(problems.answer(error)))
        await response(scope, receive, send)

    async def _take(self, request: Request) -> None:
        """Keep what is asked for. Raises Invalid, TooLarge, TooMany, WrongMediaTypeError, StoreError."""
        address = network(request.client.host if request.client else "-")
        self._demand(address)
        _demand_form(request)
        body = await request.body()
        if len(body) > LARGEST:
            raise TooLarge(LARGEST)
        asked = websub.request(body, self._topics.is_topic)
        await self._admit(asked.callback)
        now = self._shared.now()
        intent = Intent(
            id=identities.fresh(now),
            act=asked.mode,
            callback=asked.callback,
            topic=asked.topic,
            host=websub.host(asked.callback),
            lease=asked.lease,
            secret=asked.secret,
            address=address,
            made_at=now,
            due_at=now,
        )
        try:
            await run_in_threadpool(
                self._shared.store.write, lambda writing: writing.intents.keep(intent, BOUNDS)
            )
        except TooMany:
            self._seen(address)
            raise

    def _demand(self, address: str) -> None:
        """Raise TooMany where this network has asked too often."""
        if self._shared.limits.hub is not None:
            try:
                self._shared.limits.hub.take(address, time.monotonic_ns()).demand()
            except TooMany:
                self._seen(address)
                raise

    def _seen(self, address: str) -> None:
        self._shared.watch.refused("rate", route=f"POST {HUB}", address=address)

    async def _admit(self, callback: str) -> None:
        """Raise Invalid where the guard would not let us call. One answer for every cause: which names there are within is not told."""
        parts = urlsplit(callback)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOKUP), self._lookups:
                    await self._shared.guard.admitted(parts.hostname or "", port)
        except CannotFetchError as error:
            raise Invalid.one(
                "/hub.callback",
                "not_called",
                nb="Denne adressen kalles ikke herfra: den må være på det åpne nettet, ved port 80 eller 443.",
                en="This address is not called from here: it must be on the public internet, at port 80 or 443.",
            ) from error


def _demand_form(request: Request) -> None:
    """Raise WrongMediaTypeError for what is no form in UTF-8 (section 5.1), TooLarge for one that says it is too large."""
    kind, _, more = request.headers.get("content-type", "").partition(";")
    name, _, charset = more.partition("=")
    coded = request.headers.get("content-encoding", "identity").strip().lower() != "identity"
    odd = name.strip().lower() == "charset" and charset.strip(' "').lower() not in {"utf-8", "utf8"}
    if kind.strip().lower() != websub.MEDIA_TYPE or odd or coded:
        raise problems.WrongMediaTypeError(
            request.headers.get("content-type", ""), f"{websub.MEDIA_TYPE} in UTF-8"
        )
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > LARGEST:
        raise TooLarge(LARGEST)
