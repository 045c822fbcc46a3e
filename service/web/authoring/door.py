"""The door: token → scope → query → body → Idempotency-Key → endpoint → answer, the same way for every verb.

Whoever has no token learns nothing, and costs little: the token is looked at before a body of more than a few packets is read.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec import UNSET, structs
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from content.access import Principal
from content.errors import Forbidden, Invalid, NordkalottError, NotFound
from content.locales import Tag
from content.ports import Store
from service.snapshots import Snapshot
from service.web import parameters, problems
from service.web.answers import NEVER, Answer, respond
from service.web.authoring import gate, once, uploads
from service.web.authoring.action import Action
from service.web.authoring.call import Call, Desk
from service.web.authoring.lanes import Lanes
from service.web.authoring.once import Once
from service.web.shared import Resources, logged

_MAX_NAME: Final = 200
_SMALL: Final = 32 * 1024
LANES: Final = 4
"""Requests of authors that are worked on at a time; the others wait in line. More threads only take the interpreter from each
other: with 100 editors who save at once, the slowest hundredth waited half as long again with 40.
"""
SLOW: Final = 2
"""Of those that may take seconds, which have lanes of their own, so that nobody waits behind them to save."""
APART: Final = 8
"""Of those that have most of their work done by another process. No more than `examiner.MOST` of them wait for something large."""
WAITING: Final = 8
"""Slow ones that are worked on and wait together; more are told to come again."""


def doors(shared: Resources, actions: Sequence[Action]) -> list[Route]:
    """One route for each path, in the order of the table; a path knows all of its methods, so that a 405 names them."""
    by_path: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        by_path[action.path].append(action)
    lanes = Lanes(LANES, "nordkalott-authors")
    apart = Lanes(APART, "nordkalott-apart")
    slow = Lanes(SLOW, "nordkalott-slow", most=WAITING)
    return [
        Route(
            path,
            Door(shared, each, lanes, apart=apart, slow=slow),
            methods=[action.method for action in each],
            name=f"authoring {path}",
        )
        for path, each in by_path.items()
    ]


class Door:
    """One path of the authoring side as an ASGI application."""

    def __init__(
        self, shared: Resources, actions: Iterable[Action], lanes: Lanes, *, apart: Lanes, slow: Lanes
    ) -> None:
        self._shared = shared
        self._lanes = lanes
        self._apart = apart
        self._slow = slow
        self._actions = {action.method: action for action in actions}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        action = self._actions[request.method]  # type: ignore[index]  # Starlette lets in no other method
        try:
            answered = self._at_once if _arrives_at_once(request, action) else self._in_parts
            response = respond(await answered(request, action))
        except NordkalottError as error:
            response = respond(refused(error))
        gate.mark(request, response)
        await response(scope, receive, send)

    async def _at_once(self, request: Request, action: Action) -> Snapshot:
        """A request that is here whole, or nearly: all of it in one lane, where going there costs more than looking at a token."""
        raw = await request.body()

        def work() -> Snapshot:
            call, key = self._understood(request, action, gate.enter(self._shared, request, action))
            return self._run(
                request, action, structs.replace(call, data=_json(action, request, raw)), key, raw
            )

        return await (self._apart if action.apart else self._lanes).run(work)

    async def _in_parts(self, request: Request, action: Action) -> Snapshot:
        """One whose body is still to come, or whose work is slow: the token is looked at before it, and again after it, for that may
        have taken long.
        """
        principal = await self._lanes.run(lambda: gate.enter(self._shared, request, action))
        call, key = self._understood(request, action, principal)
        if action.upload:
            permit = uploads.permission(gate.given(request), action.scope, self._shared.now)
            limit = self._shared.settings.max_media_bytes
            async with uploads.received(request, self._shared.media, limit, permit) as upload:
                call = structs.replace(call, data=upload)
                # Not in a lane: to make an image smaller takes seconds, in which others save.
                return await run_in_threadpool(self._run, request, action, call, key, upload.digest)
        raw = await request.body()

        def work() -> Snapshot:
            gate.recognise(self._shared, request, action)
            return self._run(
                request, action, structs.replace(call, data=_json(action, request, raw)), key, raw
            )

        return await (self._slow if action.slow else self._apart if action.apart else self._lanes).run(work)

    def _understood(self, request: Request, action: Action, principal: Principal) -> tuple[Call, str | None]:
        """The request but its body, and its Idempotency-Key. Raises NotFound, Invalid."""
        names = {name: str(value) for name, value in request.path_params.items()}
        if any(len(value) > _MAX_NAME or not value.isprintable() for value in names.values()):
            raise NotFound("There is nothing under such a name.")
        _demand_locale(names)
        parameters.demand_text(request.scope["query_string"])
        given = tuple(request.query_params.multi_items())
        query = parameters.parse(action.parameters, given, self._shared.settings.locales)
        key = once.parse(request.headers.get("idempotency-key")) if action.method == "POST" else None
        call = Call(
            path=request.scope["path"],
            names=names,
            query=query,
            given=given,
            body=action.body,
            principal=principal,
            scope=action.scope,
            via=f"http {principal.token} {gate.host(request)}",
            address=gate.host(request),
            if_match=request.headers.get("if-match", ""),
            if_none_match=request.headers.get("if-none-match", ""),
        )
        return call, key

    def _run(self, request: Request, action: Action, call: Call, key: str | None, raw: bytes) -> Snapshot:
        shared, now = self._shared, self._shared.now()
        if key is None:
            return self._call(action, call, shared.store, now)
        target = f"{call.path}?{request.scope['query_string'].decode('latin-1')}"
        mine = Once(
            shared.store, call.principal.token, key, once.fingerprint(action.method, target, raw), now
        )
        return mine.run(lambda: self._call(action, call, mine, now), secret=action.secret)

    def _call(self, action: Action, call: Call, store: Store, now: datetime.datetime) -> Snapshot:
        shared = self._shared
        desk = Desk(
            store=store,
            commands=shared.commands.over(store),
            media=shared.media.over(store),
            links=shared.links,
            settings=shared.settings,
            detector=shared.detector,
            checker=shared.checker,
            guard=shared.guard,
            now=now,
        )
        try:
            answer = action.endpoint(desk, call)
        except NordkalottError as error:
            if isinstance(error, Forbidden):
                gate.note(shared, action, "scope", call.address, call.principal.token)
            return refused(error)
        return _unkept(answer)


def refused(error: NordkalottError) -> Snapshot:
    """An error as problem+json, which is never kept by anybody."""
    logged(error)
    return _unkept(problems.answer(error))


def _unkept(answer: Answer) -> Snapshot:
    """An answer that is for one client alone."""
    return Snapshot(
        status=answer.status,
        headers=(("content-type", answer.media_type), ("cache-control", NEVER), *answer.headers),
        body=answer.body,
        etag="",
        tags=frozenset(),
    )


def _arrives_at_once(request: Request, action: Action) -> bool:
    """Is its body so small that it comes with the head, or has it none?"""
    length = request.headers.get("content-length", "0")
    small = length.isdecimal() and int(length) <= _SMALL
    return small and not action.upload and not action.slow and "transfer-encoding" not in request.headers


def _demand_locale(names: dict[str, str]) -> None:
    """Raise NotFound where the path's locale is not even a tag; whether it is configured is the command's to say."""
    if "locale" in names:
        try:
            msgspec.convert(names["locale"], Tag)
        except msgspec.ValidationError as error:
            raise NotFound(f"There is no locale “{names['locale'][:40]}” here.") from error


def _json(action: Action, request: Request, raw: bytes) -> Any:
    """The body as plain data. Raises Invalid, WrongMediaTypeError."""
    if action.body is None:
        if raw:
            raise Invalid.one(
                "",
                "unexpected_body",
                nb="Denne forespørselen har ingen kropp.",
                en="This request has no body.",
            )
        return UNSET
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise problems.WrongMediaTypeError(kind)
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":  # RFC 9110 section 8.4: 415 for a coding that is not taken
        raise problems.WrongMediaTypeError(f"{kind} in the coding {coding}")
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid.one(
            "", "not_json", nb=f"Dette er ikke gyldig JSON: {error}.", en=f"This is not valid JSON: {error}."
        ) from error
