"""The reference at /docs as data: every route of both tables, by group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from service.web.authoring.action import Action
from service.web.openapi import headers, hub
from service.web.pages.schema import members
from service.web.pages.view import Body, Route, RouteGroup, RouteParameter
from service.web.parameters import Parameter
from service.web.resource import Group, Resource


def groups(resources: Sequence[Resource], actions: Sequence[Action]) -> tuple[RouteGroup, ...]:
    """Every group that has routes, in the order of `Group`; what is public comes first in it."""
    routes: dict[str, list[Route]] = {group: [] for group in get_args(Group)}
    for resource in resources:
        routes[resource.group].append(_public(resource))
    routes["Feeds"].append(_hub())
    for action in actions:
        routes[action.group].append(_authoring(action))
    return tuple(
        RouteGroup(key=group.lower(), title=group, routes=tuple(found))
        for group, found in routes.items()
        if found
    )


def _public(resource: Resource) -> Route:
    return Route(
        method="GET",
        path=resource.path,
        summary=resource.summary,
        description=_more(resource.description or resource.endpoint.__doc__, resource.summary),
        parameters=(*_in_path(resource.path, resource.names), *map(_in_query, resource.parameters)),
        media_types=resource.media_types,
        example=resource.path if "{" not in resource.path else "",
    )


def _hub() -> Route:
    return Route(
        method="POST",
        path=hub.PATH,
        summary=hub.SUMMARY,
        description=hub.DESCRIPTION,
        parameters=(),
        body=Body(description=hub.Form.__doc__ or "", members=members(msgspec.json.schema(hub.Form))),
        media_types=(),
    )


def _authoring(action: Action) -> Route:
    return Route(
        method=action.method,
        path=action.path,
        summary=action.summary,
        description=_more(action.endpoint.__doc__, action.summary),
        scope=action.scope,
        parameters=(
            *_in_path(action.path, action.names),
            *map(_in_query, action.parameters),
            *(_in_header(each) for each in headers.sent_to_action(action)),
        ),
        body=_body(action),
        media_types=action.media_types if action.model or action.media_types != ("application/json",) else (),
    )


def _body(action: Action) -> Body | None:
    if action.upload:
        return Body(description="The file itself, of any type.")
    if action.body is None:
        return None
    return Body(
        description=" ".join((action.body.__doc__ or "").split()),
        members=members(msgspec.json.schema(action.body)),
    )


def _more(text: str | None, summary: str) -> str:
    """What a route says of itself, where that is more than the summary."""
    said = (text or "").strip()
    return "" if said.removesuffix(".") == summary else said


def _in_path(path: str, described: dict[str, str]) -> list[RouteParameter]:
    return [
        RouteParameter(name=name, place="path", description=described.get(name, ""), required=True)
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _in_query(parameter: Parameter) -> RouteParameter:
    schema: dict[str, Any] = parameter.schema
    values = schema.get("enum") or (
        range(schema["minimum"], schema["maximum"] + 1) if parameter.name == "h" else ()
    )
    return RouteParameter(
        name=parameter.name,
        place="query",
        description=parameter.description,
        values=tuple(map(str, values)),
        default=str(schema.get("default", "")),
    )


def _in_header(field: dict[str, Any]) -> RouteParameter:
    return RouteParameter(
        name=field["name"], place="header", description=field["description"], required=field["required"]
    )
