"""The Starlette application: the route table, each route behind its handler."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from content.errors import NotFound
from service.web import problems, stream
from service.web.answers import finish, respond
from service.web.handler import Handler, Resources
from service.web.routes import RESOURCES


def application(shared: Resources) -> Starlette:
    """The application over the shared resources."""
    routes = [
        Route(
            each.path,
            Handler(shared, each.endpoint, each.parameters, refusal=each.refusal, choices=each.choices),
            methods=["GET"],
            name=each.name,
        )
        for each in RESOURCES
    ]
    routes.insert(0, Route(stream.PATH, stream.Stream(shared), methods=["GET"], name="stream"))
    return Starlette(routes=routes, exception_handlers={404: _nothing})


def _nothing(request: Request, error: Exception) -> Response:
    del error
    return respond(
        finish(problems.answer(NotFound(f"There is nothing at {request.url.path[:200]}. See /docs."))), None
    )
