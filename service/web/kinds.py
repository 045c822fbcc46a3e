"""The kinds and their JSON Schemas (2020-12), made from the structs that everything is validated with."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from content.errors import NotFound
from content.kinds import KINDS, Kind
from content.model import CONTENT_TYPES
from service.web.answers import Answer, encoded
from service.web.parameters import Asked
from service.web.view import View


def kinds(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """The kinds that there are, with the address of each one's schema."""
    listed = [
        {"kind": kind, "description": describe(kind), "schema": view.links.at(f"/v1/kinds/{kind}")}
        for kind in KINDS
    ]
    return encoded({"kinds": listed})


def kind(view: View, asked: Asked) -> Answer:
    """The JSON Schema of what an author writes for one kind."""
    name = asked.names["kind"]
    if name not in CONTENT_TYPES:
        raise NotFound(f"There is no kind “{name[:40]}”. The kinds are: {', '.join(KINDS)}.")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": view.links.at(f"/v1/kinds/{name}"),
        "title": name,
        **schema(name),
    }
    return Answer(body=msgspec.json.encode(document), media_type="application/schema+json")


@cache
def schema(name: Kind) -> dict[str, Any]:
    """The schema of one kind, with its parts under `$defs`."""
    return msgspec.json.schema(CONTENT_TYPES[name])


def describe(name: Kind) -> str:
    """One sentence on a kind."""
    return (CONTENT_TYPES[name].__doc__ or name).strip()
