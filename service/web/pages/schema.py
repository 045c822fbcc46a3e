"""A kind's JSON Schema as rows of a table: what an app developer looks up. Pure data, no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

Schema = Mapping[str, Any]
_UNFOLDED = "fields"


class Member(Struct, frozen=True, kw_only=True):
    """One member of a record. `name` is dotted below `fields`; `type` and `meaning` are English, as the schema is."""

    name: str
    type: str
    meaning: str
    required: bool


def members(schema: Schema) -> tuple[Member, ...]:
    """The members of a schema's root object, those of `fields` unfolded. A `$ref` that leads nowhere is shown as itself."""
    definitions: Schema = schema.get("$defs", {})
    return tuple(_members(_resolved(schema, definitions), definitions, ""))


def _members(shape: Schema, definitions: Schema, prefix: str) -> Iterator[Member]:
    required = shape.get("required", ())
    for name, part in shape.get("properties", {}).items():
        target = _resolved(part, definitions)
        if name == _UNFOLDED and not prefix and target.get("properties"):
            yield from _members(target, definitions, f"{name}.")
            continue
        yield Member(
            name=prefix + name,
            type=_type(part, definitions),
            meaning=part.get("description") or target.get("description", ""),
            required=name in required,
        )


def _resolved(part: Schema, definitions: Schema) -> Schema:
    found = definitions.get(_name(part))
    return part if found is None else found


def _name(part: Schema) -> str:
    return str(part.get("$ref", "")).rpartition("/")[2]


def _type(part: Schema, definitions: Schema) -> str:
    if "$ref" in part:
        return _name(part)
    if "enum" in part:
        return " | ".join(f'"{value}"' for value in part["enum"])
    options = part.get("anyOf") or part.get("oneOf")
    if options:
        return " | ".join(_type(option, definitions) for option in options)
    kind = str(part.get("type", "any"))
    if kind == "array" and "items" in part:
        inner = _type(part["items"], definitions)
        return f"list of ({inner})" if " | " in inner else f"list of {inner}"
    return f"{kind} ({part['format']})" if "format" in part else kind
