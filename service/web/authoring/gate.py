"""The gate: whose token it is, how often it has asked, and whether it is for this. Whoever is refused is seen by the watch."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import Response

from content import access
from content.access import Principal
from content.errors import Forbidden, TooMany, Unauthenticated
from content.ports.security import Refused
from service.limits import Allowance
from service.watch import network
from service.web.authoring.action import Action
from service.web.shared import Resources


def enter(shared: Resources, request: Request, action: Action) -> Principal:
    """Who asks, if they may. Raises Unauthenticated, TooMany, Forbidden."""
    principal = recognise(shared, request, action)
    if shared.limits.requests is not None:
        allowance = shared.limits.requests.take(principal.token, time.monotonic_ns())
        request.state.allowance = allowance
        try:
            allowance.demand()
        except TooMany:
            note(shared, action, "rate", host(request), principal.token)
            raise
    try:
        access.demand(principal, action.scope, locale=request.path_params.get("locale"))
    except Forbidden:
        note(shared, action, "scope", host(request), principal.token)
        raise
    shared.watch.used(principal.token)
    return principal


def recognise(shared: Resources, request: Request, action: Action) -> Principal:
    """Whose token the request has, looked up anew.

    Raises Unauthenticated; TooMany for an address that has failed too often. One that is good is let in all the same: nobody guesses
    256 random bits, and whoever locked an address out could lock out all who share it.
    """
    try:
        return shared.commands.authenticate(given(request))
    except Unauthenticated as error:
        note(shared, action, error.cause, host(request), error.token)
        shared.limits.failures.take(network(host(request)), time.monotonic_ns()).demand()
        raise


def given(request: Request) -> str:
    """The text that stands where a token belongs (RFC 6750 section 2.1). Raises Unauthenticated."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise Unauthenticated("missing")
    return text.strip()


def note(shared: Resources, action: Action, cause: Refused, address: str, token: str) -> None:
    """Let the watch see an attempt that is refused."""
    shared.watch.refused(cause, route=f"{action.method} {action.path}", address=network(address), token=token)


def host(request: Request) -> str:
    """From where it came; behind a proxy that we trust, what that one says (`service.edge.proxies`)."""
    return request.client.host if request.client else "-"


def mark(request: Request, response: Response) -> None:
    """Say in the answer what is left to the token."""
    allowance: Allowance | None = getattr(request.state, "allowance", None)
    if allowance is not None:
        for name, value in allowance.fields("token"):
            response.headers[name] = value
