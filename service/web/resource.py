"""One route, described once: for Starlette, for OpenAPI and for the reference at /docs."""

from __future__ import annotations

from typing import Any, Final, Literal

from msgspec import Struct

from service.web.making import Endpoint, Refusal, refuse
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

GROUPS: Final[dict[Group, str]] = {
    "Records": "What is published, and its history.",
    "Changes": "What was published and taken back, for those who keep a copy.",
    "Fragments": "HTML made to stand in another site's page.",
    "Feeds": "Atom, RSS and JSON Feed.",
    "Pages": "Pages for people.",
    "Service": "What describes this service, and what runs it.",
    "Drafts": "What authors are working on: every save is a revision, and nobody writes over anybody.",
    "Publishing": "What the public sees, and what it sees no more.",
    "Media": "Files that texts show: images, PDF, audio, video.",
    "Administration": "For those who run the service.",
}
"""What each group is about."""


class Resource(Struct, frozen=True):
    """A public GET route.

    `path` as Starlette and OpenAPI write it; `media_types` what it answers with, the first the usual one; `names` what the path
    parameters mean; `model` the type of a JSON answer; `refusal` turns an error into an answer; `choices` are the media types
    that Accept chooses among, the first where it names none; `pushed` is true for what the hub delivers (WebSub): the answer names hub
    and topic; `quick` is true for what a statement or two by a key answer: it is made on the event loop, unless it has to be rendered.

    For OpenAPI alone: `headers` are fields that the answer may have beside those of every answer, `fields` those of the request;
    `also` statuses that cannot be told from the path; `description` says more than the endpoint does of itself.
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
    pushed: bool = False
    quick: bool = False
    headers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    description: str = ""
