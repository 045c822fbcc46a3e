"""App: the ASGI wrapper around the application. One exchange is one request and its answer.

It gives every answer a request id, security headers and CORS, answers HEAD out of GET, turns bare errors into problems and
exceptions into a 500 that tells the client nothing but the request id, and writes the access log. The protocol answers
what never becomes an ASGI request through `Edge.refusal`, so those answers look and are logged the same.
"""

import asyncio
import logging
import math
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from service.edge import access, problems, telemetry
from service.edge.headers import PREFLIGHT, Header, Headers
from service.edge.heads import METHODS, Bound, Limits, Refusal
from service.edge.problems import Problem
from service.edge.proxies import Proxies
from service.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOGGER: Final = logging.getLogger("nordkalott.edge")
_ALLOW: Final = b", ".join(METHODS)
_GONE: Final = 499
"""The access log's status for a client that left before its answer began (nginx's number; never sent)."""


_ERROR: Final = 400
UPLOAD: Final = (b"POST", b"/v1/media")
"""The one request whose body is a whole file, and the reason why `max_body_bytes` can stay small for all others."""


def _request_id() -> str:
    return secrets.token_hex(8)


def bare(status: int, headers: list[Header]) -> bool:
    """Is it an error in a framework's own words, for which the edge has a problem?"""
    return status >= _ERROR and any(
        name == b"content-type" and value.startswith(b"text/plain") for name, value in headers
    )


def _told(problem: Problem, request_id: str) -> tuple[list[Header], bytes]:
    """Headers and body of a problem, before the ones that every answer gets."""
    extended = {**problem.extensions, "request_id": request_id}
    body = problems.encode(
        Problem(
            type=problem.type,
            title=problem.title,
            status=problem.status,
            detail=problem.detail,
            instance=problem.instance,
            extensions=extended,
        )
    )
    headers: list[Header] = [
        (b"content-type", problems.MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if problem.status == 503:  # noqa: PLR2004 (RFC 9110 section 15.6.4)
        headers.append((b"retry-after", b"5"))
    return headers, body


class Edge:
    """The application with the edge around it: an ASGI application. `failure` is why its lifespan did not start, if it did not. `ceiling` is the
    number of connections above which there are no descriptors for more.
    """

    def __init__(self, app: App, settings: Settings, ceiling: float = math.inf) -> None:
        self.app = app
        self.ceiling = ceiling
        self.settings = settings
        self.limits = Limits(
            head_bytes=settings.max_header_bytes,
            fields=settings.max_header_count,
            body_bytes=settings.max_body_bytes,
            body_seconds=settings.body_timeout,
            uploads={UPLOAD: Bound(settings.max_media_bytes, settings.upload_timeout)},
            hosts=frozenset(name.encode() for name in settings.allowed_hosts),
        )
        self.headers = Headers(secure=settings.base_url.startswith("https:"))
        self.proxies = Proxies(settings.trusted_proxies)
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3: `http` and `lifespan`."""
        if scope["type"] == "http":
            await _Exchange(self, scope, receive, send).run()
        else:
            await self._lifespan(scope, receive, send)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def without_traceback(message: Message) -> None:
            await send({"type": message["type"]})

        try:
            await self.app(scope, receive, without_traceback)
        except Exception as error:
            self.failure = error
            raise

    def refusal(
        self,
        refusal: Refusal,
        *,
        method: str,
        target: str,
        request_id: str | None,
        ms: float,
    ) -> bytes:
        """The whole answer to a request that the application does not see, after which the connection closes; logged."""
        request_id = request_id or _request_id()
        headers, body = _told(refusal.problem, request_id)
        headers.append((b"connection", b"close"))
        if refusal.allow:
            headers.append((b"allow", refusal.allow.encode()))
        if method == "HEAD":
            body = b""
        lines = [
            name + b": " + value + b"\r\n"
            for name, value in self.headers.complete(headers, method, request_id.encode())
        ]
        path, _, query = target.partition("?")
        telemetry.answered(
            access.Access(
                request_id=request_id,
                method=method,
                path=access.path_of(path),
                query=access.names_of(query.encode("latin-1", "replace")),
                status=refusal.problem.status,
                bytes=len(body),
                ms=round(ms, 2),
            )
        )
        return b"".join([STATUS_LINE[refusal.problem.status], *lines, b"\r\n", body])


class _Exchange:
    """One request and its answer."""

    def __init__(self, edge: Edge, scope: Scope, receive: Receive, send: Send) -> None:
        self._edge = edge
        self._scope = scope
        self._receive = receive
        self._send = send
        self._method: str = scope["method"]
        self._held: Message | None = None
        self._status = 0
        self._bytes = 0
        self._done = False
        self._gone = False

    async def run(self) -> None:
        began = time.perf_counter()
        scope = self._scope
        given = self._edge.proxies.apply(scope)
        self._id = given.decode() if given else _request_id()
        scope.setdefault("state", {})["request_id"] = self._id
        scope["state"]["head"] = self._method == "HEAD"
        try:
            await self._run()
        except asyncio.CancelledError:
            # The server's grace is over. Cancelled here means that the task ends now, so nobody needs to hear it again.
            await self._problem(problems.named("shutting-down"))
        except Exception:
            # Of a client that left, nothing failed here, and nobody is there to be told.
            if not self._gone:
                LOGGER.exception("request %s failed", self._id)
                await self._problem(problems.named("internal-error"))
        finally:
            if "refused" not in scope["state"]:
                telemetry.answered(self._entry(began))

    async def _run(self) -> None:
        scope = self._scope
        if self._method == "OPTIONS" and self._at_edge():
            return await self._options()
        # HEAD is GET whose body stays here (RFC 9110 section 9.3.2). The copy keeps "HEAD" for uvicorn, which must know it.
        inner = scope if self._method != "HEAD" else {**scope, "method": "GET"}
        await self._edge.app(inner, self.receive, self.send)
        if not self._status and not self._held and not self._gone:
            LOGGER.error("request %s was not answered by the application", self._id)
            await self._problem(problems.named("internal-error"))
        return None

    def _at_edge(self) -> bool:
        names = {name for name, _ in self._scope["headers"]}
        return self._scope["path"] == "*" or {b"origin", b"access-control-request-method"} <= names

    async def _options(self) -> None:
        headers = [(b"allow", _ALLOW)] if self._scope["path"] == "*" else list(PREFLIGHT)
        await self._start(204, headers)
        await self._body(b"", more=False)

    async def receive(self) -> Message:
        """ASGI receive. After `http.disconnect`, what the application raises is no failure of ours."""
        message = await self._receive()
        self._gone = self._gone or message["type"] == "http.disconnect"
        return message

    async def send(self, message: Message) -> None:
        """ASGI send. What comes after the end of an answer (of a HEAD, or of a replaced error) is dropped."""
        if self._done:
            return
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body":
            if self._held:
                await self._end_head(self._held, message)
            else:
                await self._body(message.get("body", b""), more=message.get("more_body", False))

    async def _begin(self, message: Message) -> None:
        status: int = message["status"]
        headers: list[Header] = [(name.lower(), value) for name, value in message.get("headers", ())]
        if status == 405 and self._method == "OPTIONS":  # noqa: PLR2004 (the router's 405 knows the methods of the route)
            allow = [(name, value + b", OPTIONS") for name, value in headers if name == b"allow"]
            await self._start(204, allow)
            await self._body(b"", more=False)
        elif bare(status, headers):
            # A framework's own words: same status and headers (Allow, Retry-After), our form.
            kept = [
                (name, value) for name, value in headers if name not in {b"content-type", b"content-length"}
            ]
            await self._problem(problems.of_status(status), kept)
        elif self._method == "HEAD":
            self._held = {**message, "headers": headers}
        else:
            await self._start(status, headers)

    async def _end_head(self, start: Message, message: Message) -> None:
        """The first body message of a HEAD tells the length, if it is all there is; it ends the answer either way."""
        headers, status = start["headers"], start["status"]
        if (
            not message.get("more_body")
            and status not in {204, 304}
            and not any(name in {b"content-length", b"transfer-encoding"} for name, _ in headers)
        ):
            headers.append((b"content-length", str(len(message.get("body", b""))).encode()))
        self._held = None
        await self._start(status, headers)
        await self._body(b"", more=False)

    async def _problem(self, problem: Problem, kept: list[Header] | None = None) -> None:
        """Answer with a problem, unless an answer has begun."""
        if self._status:
            return
        self._held = None
        headers, body = _told(problem, self._id)
        names = {name for name, _ in headers}
        await self._start(
            problem.status, headers + [header for header in kept or () if header[0] not in names]
        )
        await self._body(b"" if self._method == "HEAD" else body, more=False)

    async def _start(self, status: int, headers: list[Header]) -> None:
        self._status = status
        complete = self._edge.headers.complete(headers, self._method, self._id.encode())
        await self._send({"type": "http.response.start", "status": status, "headers": complete})

    async def _body(self, body: bytes, *, more: bool) -> None:
        self._bytes += len(body)
        self._done = not more
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    def _entry(self, began: float) -> access.Access:
        return access.Access(
            request_id=self._id,
            method=self._method,
            path=access.path_of(self._scope["path"]),
            query=access.names_of(self._scope["query_string"]),
            status=_GONE if self._gone and not self._done else self._status,
            bytes=self._bytes,
            ms=round((time.perf_counter() - began) * 1000, 2),
        )
