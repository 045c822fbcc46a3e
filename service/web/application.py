"""The Starlette application: the route table, each route behind its handler."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import structs
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from content import locales
from content.errors import NotFound
from service.edge.ready import REQUESTS, SHELF
from service.links import HUB
from service.metrics import Counted
from service.web import hub, media, people, problems, stream
from service.web.answers import finish, respond
from service.web.authoring import ACTIONS, doors
from service.web.handler import Handler
from service.web.parameters import Asked
from service.web.quick import Quick
from service.web.routes import FILE, LIVE, RESOURCES
from service.web.routing import Application, Ways
from service.web.shared import Resources


def application(shared: Resources) -> Application:
    """The application over the shared resources."""
    routes = [
        Route(
            each.path,
            Handler(
                shared,
                each.endpoint,
                each.parameters,
                refusal=each.refusal,
                choices=each.choices,
                pushed=each.pushed,
                quick=each.quick,
                tolerant=each.group in {"Feeds", "Pages"},
            ),
            methods=["GET"],
            name=each.name,
        )
        for each in RESOURCES
    ]
    # Before the public routes, whose paths are wider: /v1/drafts is no record's ref.
    routes[:0] = doors(shared, ACTIONS)
    routes.insert(0, Route(FILE.path, media.Files(shared), methods=["GET"], name=FILE.name))
    routes.insert(0, Route(HUB, hub.Hub(shared), methods=["POST"], name="hub"))
    routes.insert(0, Route(LIVE.path, stream.Stream(shared), methods=["GET"], name=LIVE.name))

    def nothing(request: Request, error: Exception) -> Response:
        """People get a page, programs a problem."""
        del error
        path = request.scope["path"]
        missing = NotFound(f"There is nothing at {path[:200]!r}. See /docs.")
        if "text/html" in request.headers.get("accept", ""):
            locale = locales.negotiate(request.headers.get("accept-language", ""), shared.settings.locales)
            asked = Asked(path=path, names={}, query={}, locale=locale, negotiated=True, order=(locale,))
            answer = people.refuse(shared.links, asked, missing)
        else:
            answer = problems.answer(missing)
        varies = ("vary", "Accept, Accept-Language")
        return respond(finish(structs.replace(answer, headers=(*answer.headers, varies))))

    @asynccontextmanager
    async def lifespan(app: Application) -> AsyncIterator[dict[str, object]]:  # noqa: ARG001 - as Starlette calls it
        yield {SHELF: shared.process.snapshots, REQUESTS: shared.process.requests}

    counted = Middleware(Counted, requests=shared.process.requests)
    made = Application(
        routes=routes, exception_handlers={404: nothing}, middleware=[counted], lifespan=lifespan
    )
    made.ways, made.requests = Ways(routes), shared.process.requests
    shared.process.snapshots.beyond = Quick(made.ways).make
    # It would build its Location from the Host field, which anybody can choose.
    made.router.redirect_slashes = False
    return made
