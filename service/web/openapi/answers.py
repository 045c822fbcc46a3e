"""The answers of a route: what it gives by media type, where it sends on, and every problem that it can have."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from msgspec import structs

from service.edge.problems import MEDIA_TYPE as PROBLEM
from service.web import parameters as p
from service.web import people
from service.web.authoring.action import Action
from service.web.openapi import headers, problems
from service.web.openapi.schemas import Schema, Schemas
from service.web.resource import Resource

JSON: Final = "application/json"
HTML: Final = "text/html"
_TEXT: Final = {"type": "string"}
_OBJECT: Final = {"type": "object"}
_LINES: Final = {"type": "array", "items": _OBJECT}
FOREIGN: Final[dict[str, Schema]] = {
    "application/ld+json": {
        "description": "EARL 1.0 in JSON-LD, with its context inline.",
        "type": "object",
        "required": ["@context", "@graph"],
        "properties": {"@context": _OBJECT, "@graph": _LINES},
    },
    "application/sarif+json": {
        "description": "A SARIF 2.1.0 log with one run.",
        "type": "object",
        "required": ["$schema", "version", "runs"],
        "properties": {"version": {"type": "string", "const": "2.1.0"}, "runs": _LINES},
    },
    "application/feed+json": {
        "description": "JSON Feed 1.1.",
        "type": "object",
        "required": ["version", "title", "items"],
        "properties": {
            "version": {"type": "string", "const": "https://jsonfeed.org/version/1.1"},
            "title": _TEXT,
            "items": {**_LINES, "items": {**_OBJECT, "required": ["id"]}},
        },
    },
    "application/schema+json": {
        "description": "A JSON Schema (2020-12).",
        "type": "object",
        "required": ["$schema", "$id", "title"],
        "properties": {"$schema": _TEXT, "$id": _TEXT, "title": _TEXT},
    },
}
"""Forms of JSON that others have specified: what is sure in them."""


def of_resource(resource: Resource, schemas: Schemas) -> dict[str, Schema]:
    """The answers of a public route, by status."""
    found: dict[int, Schema] = {
        200: {
            "description": resource.summary,
            "headers": headers.of_resource(resource),
            "content": {each: _content(each, resource, schemas) for each in resource.media_types},
        },
        304: {
            "description": "You have it already (If-None-Match, or If-Modified-Since).",
            "headers": headers.answered("Cache-Control", "ETag"),
        },
    }
    for status in resource.also:
        match status:
            case HTTPStatus.PARTIAL_CONTENT:
                found[status] = _of_part(found[200], _phrase(status))
            case HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                found[status] = _of_part({"headers": {}}, _phrase(status))
            case HTTPStatus.FOUND | HTTPStatus.PERMANENT_REDIRECT:
                sent_on = headers.answered("Cache-Control", "Location")
                found[status] = {"description": _phrase(status), "headers": sent_on}
            case _:
                found[status] = _problem(resource, status)
    for status in (*problems.EDGE, *_amiss(resource)):
        found[status] = _problem(resource, status)
    return {str(status): found[status] for status in sorted(found)}


def of_action(action: Action, schemas: Schemas) -> dict[str, Schema]:
    """The answers of an author's route, by status."""
    content = (
        {}
        if action.status == 204  # noqa: PLR2004 - HTTP's own number
        else {"content": {each: _content(each, action, schemas) for each in action.media_types}}
    )
    found: dict[int, Schema] = {
        action.status: {
            "description": f"{action.summary}.",
            "headers": headers.of_action(action),
            **content,
        }
    }
    if action.upload:
        found[200] = {**found[action.status], "description": "It is here already."}
        found[200]["headers"] = headers.of_action(structs.replace(action, status=200))
    if action.precondition == "if-match-or-none":
        found[201] = {**found[action.status], "description": "It is begun in a new locale."}
        found[201]["headers"] = found[201]["headers"] | headers.answered("Location")
    for status in (*problems.EDGE, *_refused(action), *action.also):
        found[status] = problems.answer(status)
    return {str(status): found[status] for status in sorted(found)}


def _of_part(whole: Schema, said: str) -> Schema:
    more = headers.answered("Cache-Control", "ETag", "Content-Range")
    return {**whole, "description": said, "headers": whole["headers"] | more}


def _amiss(resource: Resource) -> tuple[int, ...]:
    """What can be wrong with a public request: a name in the path or a topic that there is not."""
    return (404,) if resource.names or p.TOPIC in resource.parameters else ()


def _refused(action: Action) -> tuple[int, ...]:
    """What can be wrong with an author's request, by what it is like."""
    return (
        *(401, 403, 429),
        *((404,) if action.names else ()),
        *((409, 507) if action.method != "GET" else ()),
        *((422,) if action.method == "POST" else ()),
        *((412, 428) if action.precondition else ()),
        *((415,) if action.body is not None or action.upload else ()),
    )


def _problem(resource: Resource, status: int) -> Schema:
    """A problem as the route tells it: as JSON to programs, as a page to people, as a notice in a host's page."""
    page = {HTML: {"schema": _TEXT}}
    if resource.refusal is people.refuse_fragment and status == HTTPStatus.GONE:
        return {
            "description": "A notice for the host's readers.",
            "headers": headers.answered("Cache-Control"),
            "content": page,
        }
    if resource.refusal is people.refuse:
        return {
            "description": f"{_phrase(status)}: a page that says so; or a problem, where no page was reached.",
            "headers": headers.of_problem(status),
            "content": page | {PROBLEM: {"schema": problems.schema(status)}},
        }
    return problems.answer(status)


def _content(media_type: str, route: Resource | Action, schemas: Schemas) -> dict[str, Any]:
    """What an answer of a media type looks like. Bytes that are no text have no schema."""
    if media_type in FOREIGN:
        return {"schema": FOREIGN[media_type]}
    if media_type == JSON:
        if route.model is None:
            return {"schema": _OBJECT}
        part = p.FIELDS in route.parameters
        return {"schema": schemas.in_part(route.model) if part else schemas.of(route.model)}
    textual = (
        media_type.startswith("text/") or media_type.partition("+")[2] == "xml" or media_type in _TEXTUAL
    )
    return {"schema": _TEXT} if textual else {}


_TEXTUAL: Final = frozenset({"application/xml", "application/link-format"})


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
