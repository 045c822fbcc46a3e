"""One route as an operation: how it is asked, what it answers, and who may."""

from __future__ import annotations

import re
from typing import Any, Final, get_args

import msgspec

from content.kinds import KINDS, TopicKey
from content.locales import Tag
from content.model import Slug
from feeds import Suffix
from service.web.authoring.action import Action
from service.web.authoring.bodies import Beside
from service.web.openapi import answers, drafted, examples, headers
from service.web.openapi.schemas import Schema, Schemas
from service.web.parameters import Parameter
from service.web.resource import Resource

SCHEME: Final = "token"
_NAMES: Final[dict[str, Schema]] = {
    "id": {"type": "string", "format": "uuid"},
    "ref": {"type": "string", "minLength": 1, "maxLength": 200},
    "slug": msgspec.json.schema(Slug) | {"examples": ["internasjonal-avdeling"]},
    "locale": msgspec.json.schema(Tag) | {"examples": ["nb"]},
    "n": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "kind": {"type": "string", "enum": list(KINDS)},
    "topic": msgspec.json.schema(TopicKey) | {"examples": ["high-north"]},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "suffix": {"type": "string", "enum": list(get_args(Suffix))},
}
"""What may stand in a path, by its name; any other name is one or more characters."""


_FILE: Final[Schema] = {
    "description": "The file itself, as any type: what it is, its bytes say.",
    "required": True,
    "content": {"application/octet-stream": {}},
}


def of_resource(resource: Resource, schemas: Schemas) -> Schema:
    """A public route."""
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "description": _said(resource.description or resource.endpoint.__doc__, resource.summary),
        "tags": [resource.group],
        "security": [],
        "parameters": [
            *_in_path(resource.path, resource.names),
            *map(_in_query, resource.parameters),
            *headers.sent_to_resource(resource),
        ],
        "responses": answers.of_resource(resource, schemas),
    }


def of_action(action: Action, schemas: Schemas) -> Schema:
    """A route that needs a token."""
    said = _said(action.endpoint.__doc__, action.summary)
    return {
        "operationId": action.name,
        "summary": action.summary,
        "description": f"{said}\n\nNeeds a token with the scope `{action.scope}`.",
        "tags": [action.group],
        "security": [{SCHEME: []}],
        "x-scope": action.scope,
        "parameters": [
            *_in_path(action.path, action.names),
            *map(_in_query, action.parameters),
            *headers.sent_to_action(action),
        ],
        **({"requestBody": _body(action, schemas)} if action.body is not None else {}),
        **({"requestBody": _FILE} if action.upload else {}),
        "responses": answers.of_action(action, schemas),
    }


def _body(action: Action, schemas: Schemas) -> dict[str, Any]:
    body = action.body
    schema = (
        drafted.schema(schemas, body)
        if isinstance(body, type) and issubclass(body, Beside)
        else schemas.of(body)
    )
    return {
        "required": True,
        "content": {answers.JSON: {"schema": schema, "examples": examples.of(body)}},
    }


def _in_path(path: str, described: dict[str, str]) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": described.get(name, name),
            "schema": _NAMES.get(name, {"type": "string", "minLength": 1}),
        }
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _in_query(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": parameter.schema,
    }


def _said(text: str | None, otherwise: str) -> str:
    return " ".join((text or f"{otherwise}.").split())
