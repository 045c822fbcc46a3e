"""The OpenAPI 3.1 document, made from the route table, so that it cannot say what the service does not do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from service.edge.problems import MEDIA_TYPE
from service.web.parameters import Parameter
from service.web.resource import Resource


def document(resources: Sequence[Resource], base_url: str) -> dict[str, Any]:
    """The whole document, as plain data."""
    models = [resource.model for resource in resources if resource.model is not None]
    _, components = msgspec.json.schema_components(models, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nordkalott",
            "version": version("nordkalott"),
            "summary": "Accessible content of a county's international department: JSON, feeds, and checked HTML fragments",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": base_url}],
        "tags": [{"name": group} for group in dict.fromkeys(resource.group for resource in resources)],
        "paths": {resource.path: {"get": _operation(resource)} for resource in resources},
        "components": {"schemas": {**components, "Problem": _PROBLEM}},
    }


def _operation(resource: Resource) -> dict[str, Any]:
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "tags": [resource.group],
        "parameters": [
            *(
                _in_path(name, resource.names.get(name, name))
                for name in re.findall(r"\{(\w+)\}", resource.path)
            ),
            *(_in_query(parameter) for parameter in resource.parameters),
        ],
        "responses": {
            "200": {
                "description": resource.summary,
                "content": {each: _content(resource, each) for each in resource.media_types},
            },
            "304": {"description": "You have it already (If-None-Match)"},
            "default": {
                "description": "A problem (RFC 9457)",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }


def _content(resource: Resource, media_type: str) -> dict[str, Any]:
    if resource.model is None or media_type != "application/json":
        return {}
    return {"schema": {"$ref": f"#/components/schemas/{resource.model.__name__}"}}


def _in_path(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
    }


def _in_query(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": parameter.schema,
    }


_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail", "detail_nb"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "detail_nb": {"type": "string"},
                },
            },
        },
    },
}
