"""What a draft may be: the Content of any kind, and a little more (`service/web/authoring/bodies.py`, which decides it)."""

from __future__ import annotations

from typing import Any

import msgspec

from content.kinds import KINDS
from content.model import CONTENT_TYPES
from service.web.authoring.bodies import BODIES, NOT_CONTENT, NULLABLE, Beside, NewDraft
from service.web.openapi.schemas import Schema, Schemas, by_kind, ref


def schema(schemas: Schemas, body: type[Beside]) -> Schema:
    """The schema of a draft that begins a record, or of one that is saved on top of another, by reference."""
    new = body is NewDraft
    names = {kind: f"{body.__name__}{CONTENT_TYPES[kind].__name__}" for kind in KINDS}
    for kind, name in names.items():
        schemas.add(name, _of_kind(schemas.content(kind), name, new=new))
    union = by_kind(names) if new else {"anyOf": [ref(name) for name in names.values()]}
    return schemas.add(
        body.__name__, {"title": body.__name__, "description": _said(body), "type": "object", **union}
    )


def _of_kind(content: Schema, name: str, *, new: bool) -> Schema:
    described = msgspec.json.schema_components([Beside])[1][Beside.__name__]["properties"]
    beside = {
        member: {key: value for key, value in each.items() if key != "default"}
        for member, each in described.items()
    }
    own = content["properties"]
    passed_over: dict[str, Any] = {
        each: {"description": "From an answer. It may be sent back, and has no effect."}
        for each in sorted(NOT_CONTENT - beside.keys() - {"id"})
    }
    same = {"id": {"description": "From an answer. It may be sent back; the path says which record this is."}}
    nullable = {each: {"anyOf": [own[each], {"type": "null"}]} for each in sorted(NULLABLE)}
    required = content.get("required", [])
    return {
        **content,
        "title": name,
        "properties": own | nullable | beside | same | passed_over,
        "required": sorted({*required, "kind", "locale"} if new else {*required} - {"kind"}),
        # One text at a time.
        "not": {"anyOf": [{"required": [one, other]} for one in BODIES for other in BODIES if one < other]},
    }


def _said(body: type) -> str:
    return " ".join((body.__doc__ or "").split())
