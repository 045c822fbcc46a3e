"""One verb of the authoring side, described once: for Starlette, for OpenAPI, for the reference and for the table of scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

from content.access import Scope
from service.web.answers import Answer
from service.web.authoring.call import Call, Desk
from service.web.parameters import Parameter
from service.web.resource import Group

Method = Literal["GET", "POST", "PUT", "DELETE"]
Endpoint = Callable[[Desk, Call], Answer]
Precondition = Literal["", "if-match", "if-match-or-none"]


class Action(Struct, frozen=True):
    """A route that needs a token.

    `scope` is what the token must have. `body` is the type of the JSON that is sent, None where nothing is. `model` is the type of a
    JSON answer and `status` its usual status. `precondition` says which field the request must carry: `if-match` the ETag that was
    read, `if-match-or-none` that, or `If-None-Match: *` to make what is not there yet. `secret` says that the answer is never kept, not
    even under an Idempotency-Key.
    `upload` is true where the body is a file of any type, taken in portions; `slow` where the work may take seconds,
    `apart` where most of it is done by another process, and whoever waits for that keeps nobody from saving.

    For OpenAPI alone: `headers` are fields of the answer, and `also` statuses, that cannot be told from the rest.
    """

    method: Method
    path: str
    name: str
    endpoint: Endpoint
    summary: str
    group: Group
    scope: Scope
    body: Any = None
    model: Any = None
    status: int = 200
    parameters: tuple[Parameter, ...] = ()
    names: dict[str, str] = {}
    precondition: Precondition = ""
    media_types: tuple[str, ...] = ("application/json",)
    secret: bool = False
    upload: bool = False
    slow: bool = False
    apart: bool = False
    headers: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
