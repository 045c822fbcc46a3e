"""The change feed, live: server-sent events (HTML Standard, section 9.2)."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from content.errors import NordkalottError, StartOver
from service.web import parameters as p
from service.web import problems
from service.web.answers import finish, respond
from service.web.changes import event, rows
from service.web.shared import Resources
from service.web.view import View

PATH: Final = "/v1/changes/stream"
_PAUSE: Final = 1.0
_HEARTBEAT: Final = 15.0
_PAGE: Final = 50


class Stream:
    """Answers with every change after `since` or Last-Event-ID, then goes on with new ones as they are made."""

    def __init__(self, shared: Resources) -> None:
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, for as long as the client stays."""
        request = Request(scope, receive)
        response = await self._open(request)
        await response(scope, receive, send)

    async def _open(self, request: Request) -> Response:
        given = request.query_params.multi_items()
        last = request.headers.get("last-event-id")
        if last and not any(name == "since" for name, _ in given):
            given.append(("since", last))
        try:
            query = p.parse((p.SINCE, p.IN_LOCALE, p.KIND), given, self._shared.settings.locales)
            epoch, since = await run_in_threadpool(self._start, query["since"])
        except NordkalottError as error:
            return respond(finish(problems.answer(error)))
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(
            self._events(epoch, since, query["locale"], query["kind"]),
            media_type="text/event-stream",
            headers=headers,
        )

    def _start(self, position: tuple[str, int] | None) -> tuple[str, int]:
        with self._shared.store.read() as reading:
            head = reading.head()
        epoch, since = position or (head.epoch, head.seq)
        if epoch != head.epoch or since > head.seq:
            raise StartOver("This position is from before a restore. Fetch /v1/changes without `since`.")
        return epoch, since

    async def _events(
        self, epoch: str, since: int, locale: str | None, kind: str | None
    ) -> AsyncIterator[bytes]:
        yield b"retry: 2000\n\n"
        quiet = 0.0
        seen: int | None = None
        while True:
            # Thousands may listen while nothing happens: none of them costs a view, nor a thread, until the stamp is another one.
            stamp: int | None = self._shared.store.stamp()
            found: list[bytes] = []
            if stamp != seen:
                try:
                    since, found = await run_in_threadpool(self._next, epoch, since, locale, kind)
                except StartOver:
                    return  # the client comes back with its last id, and is told to start over
            for chunk in found:
                yield chunk
            quiet = 0.0 if found else quiet + _PAUSE
            if quiet >= _HEARTBEAT:
                yield b": still here\n\n"
                quiet = 0.0
                stamp = None
            if not found:
                seen = stamp
                await asyncio.sleep(_PAUSE)

    def _next(self, epoch: str, since: int, locale: str | None, kind: str | None) -> tuple[int, list[bytes]]:
        with self._shared.store.read() as reading:
            head = reading.head()
            if head.epoch != epoch:
                raise StartOver("The store was restored.")
            if head.seq <= since:
                return since, []
            now = datetime.datetime.now(datetime.UTC)
            view = View(reading, self._shared.links, self._shared.settings, now)
            found, after = reading.told(since, locale=locale, kind=kind, limit=_PAGE)  # type: ignore[arg-type]  # checked when parsed
            chunks = [event(epoch, row) for row in rows(view, found)]
            return (head.seq if after is None else after), chunks
