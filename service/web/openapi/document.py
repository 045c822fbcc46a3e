"""The whole document."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

from service.settings import Settings
from service.web.authoring.action import Action
from service.web.authoring.bodies import Beside
from service.web.openapi import headers, hub, operations, problems, told
from service.web.openapi.schemas import Schemas
from service.web.resource import GROUPS, Resource

_ABOUT: Final = """\
What the department says, as JSON, feeds and checked HTML fragments, and what authors' tools write it with.

Every GET is answered to HEAD too, without the body. Whatever goes wrong is told as a problem (RFC 9457) whose `type` never changes;
`errors` names all faults of a request at once, each with its place. v1 only ever grows: take no harm from members and block types
that you do not know.
"""
_ACCESS: Final = """\
A token, as `Authorization: Bearer nk_…`. Whoever runs the service makes it. It has one or more scopes: `drafts` reads and saves
drafts, `publish` also changes what the public sees, `admin` does everything. `x-scope` says which one an operation needs.
"""


def document(resources: Sequence[Resource], actions: Sequence[Action], settings: Settings) -> dict[str, Any]:
    """The whole document, as plain data."""
    sent = [each.body for each in actions if each.body is not None and not _is_draft(each.body)]
    routes: list[Resource | Action] = [*resources, *actions]
    answered = [each.model for each in routes if each.model is not None]
    schemas = Schemas([*answered, *problems.types(), *told.TYPES], sent)
    paths: dict[str, dict[str, Any]] = {}
    for resource in resources:
        paths.setdefault(resource.path, {})["get"] = operations.of_resource(resource, schemas)
    for action in actions:
        paths.setdefault(action.path, {})[action.method.lower()] = operations.of_action(action, schemas)
    paths[hub.PATH] = {"post": hub.operation(settings.base_url)}
    refusals = problems.answers(schemas)
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "Nordkalott",
            "version": version("nordkalott"),
            "summary": "Accessible content of a county's international department: JSON, feeds, and checked HTML fragments",
            "description": _ABOUT,
            "contact": {"name": settings.publisher, "url": f"{settings.base_url}/"},
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": settings.base_url, "description": "This service"}],
        "externalDocs": {"url": f"{settings.base_url}/docs", "description": "The same for people"},
        "tags": [
            {"name": name, "description": GROUPS[name]}
            for name in dict.fromkeys(each.group for each in routes)
        ],
        "paths": paths,
        "webhooks": told.webhooks(schemas),
        "components": {
            "schemas": schemas.components,
            "responses": refusals,
            "headers": headers.components(),
            "securitySchemes": {
                operations.SCHEME: {"type": "http", "scheme": "bearer", "description": _ACCESS}
            },
        },
    }
    return _used(whole)


def _is_draft(body: Any) -> bool:
    return isinstance(body, type) and issubclass(body, Beside)


def _used(whole: dict[str, Any]) -> dict[str, Any]:
    """The document without components that nothing refers to."""
    components = whole["components"]
    wanted: set[str] = set()
    waiting = [whole["paths"], whole["webhooks"]]
    while waiting:
        for target in _references(waiting.pop()):
            if target not in wanted:
                wanted.add(target)
                _, _, room, name = target.split("/")
                waiting.append(components[room][name])
    kept = {
        room: {
            name: each
            for name, each in parts.items()
            if room == "securitySchemes" or f"#/components/{room}/{name}" in wanted
        }
        for room, parts in components.items()
    }
    return whole | {"components": kept}


def _references(part: Any) -> list[str]:
    match part:
        case {"$ref": str(target)}:
            return [target]
        case dict():
            return [target for each in part.values() for target in _references(each)]
        case list():
            return [target for each in part for target in _references(each)]
        case _:
            return []
