"""Routing: the handler of a GET, found by where its path begins.

Starlette asks one route after the other, and there are eighty. Here the literal beginning of a path leads to the few whose paths may
begin so, still in the order of the table: what answers is what Starlette would have let answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.metrics import Requests
from service.web.handler import Handler


class Way(Struct, frozen=True, gc=False):
    """A route that takes GET: its path up to the first name in it, whether that is all of it, and the form of the whole."""

    literal: str
    whole: bool
    form: re.Pattern[str]
    app: ASGIApp


class Ways:
    """The routes that take GET, by their whole paths, or by where these begin."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        ways = [
            Way(literal, not name, each.path_regex, each.app)
            for each in routes
            if isinstance(each, Route) and "GET" in (each.methods or ())
            for literal, name, _ in [each.path.partition("{")]
        ]
        self._whole = {each.literal: _first(ways, each.literal) for each in ways if each.whole}
        named = [each for each in ways if not each.whole]
        beginnings = {"/"}.union(*(_beginnings(each.literal) for each in named))
        self._near = {
            beginning: tuple(
                each
                for each in named
                if each.literal.startswith(beginning) or beginning.startswith(each.literal)
            )
            for beginning in beginnings
        }

    def find(self, path: str) -> tuple[Handler, dict[str, str]] | None:
        """The handler, and the names in the path; None where something else answers, or nothing has this form."""
        found = self._whole.get(path)
        if found is None:
            found = _first(self._near[self._longest(path)], path)
        if found is None or not isinstance(found[0], Handler):
            return None
        return found[0], found[1]

    def _longest(self, path: str) -> str:
        """The longest beginning of a path that is known."""
        longest = "/"
        for beginning in _beginnings(path):
            if beginning not in self._near:
                break
            longest = beginning
        return longest


class Application(Starlette):
    """Starlette, and past it what our own handlers answer to GET. What they raise, the edge makes a problem of."""

    ways: Ways
    requests: Requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = scope["type"] == "http" and scope["method"] == "GET"
        found = self.ways.find(scope["path"]) if asked else None
        if found is None:
            await super().__call__(scope, receive, send)
            return
        requests = self.requests

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                requests.count(message["status"])
            await send(message)

        handler, scope["path_params"] = found
        await handler(scope, receive, counted)


def _first(ways: Sequence[Way], path: str) -> tuple[ASGIApp, dict[str, str]] | None:
    for way in ways:
        if match := way.form.match(path):
            return way.app, match.groupdict()
    return None


def _beginnings(path: str) -> Iterator[str]:
    """What a path begins with, up to each of its slashes."""
    end = 0
    while end := path.find("/", end) + 1:
        yield path[:end]
