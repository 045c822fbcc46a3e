"""One route, described once: for Starlette, for OpenAPI and for the reference at /docs."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from service.web.handler import Endpoint, Refusal, refuse
from service.web.parameters import Parameter

Group = Literal[
    "Records",
    "Changes",
    "Fragments",
    "Feeds",
    "Pages",
    "Service",
    "Drafts",
    "Publishing",
    "Media",
    "Administration",
]


class Resource(Struct, frozen=True):
    """A public GET route.

    `path` as Starlette and OpenAPI write it; `media_types` what it answers with, the first the usual one; `names` what the path
    parameters mean; `model` the type of a JSON answer; `refusal` turns an error into an answer; `choices` are the media types
    that Accept chooses among, the first where it names none.
    """

    path: str
    name: str
    endpoint: Endpoint
    summary: str
    group: Group
    media_types: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    names: dict[str, str] = {}
    model: Any = None
    refusal: Refusal = refuse
    choices: tuple[str, ...] = ()
