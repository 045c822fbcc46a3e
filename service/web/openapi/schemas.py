"""The components of the document: every type that is sent or answered, as JSON Schema (2020-12).

msgspec writes the schemas of the types. What it cannot know is put in here:

- A member without a default must be sent; but an answer has every member, whatever its default, unless it can be UNSET
  or its type leaves out what is as usual.
- A record's `fields` are those of its kind: a type with `kind` and `fields` becomes one schema for each kind.
- With `?fields=`, a record has only the members that were asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, inspect

from content.kinds import Kind
from content.model import CONTENT_TYPES

Schema = dict[str, Any]
PLACE: Final = "#/components/schemas/"


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": PLACE + name}


class Schemas:
    """The components for some types, and how an operation refers to them.

    `answered` are types that go out and `sent` types that come in; what is in both is described as it is sent.
    """

    def __init__(self, answered: Iterable[Any], sent: Iterable[Any]) -> None:
        sent_types = dict.fromkeys(_structs(sent))
        types = dict.fromkeys([*sent_types, *_structs(answered), *_structs(CONTENT_TYPES.values())])
        references, components = msgspec.json.schema_components(types, ref_template=PLACE + "{name}")
        self._names: dict[Any, str] = {
            kind: reference["$ref"].removeprefix(PLACE)
            for kind, reference in zip(types, references, strict=True)
        }
        self.components: dict[str, Schema] = {
            name: _typed(components[name]) for name in (self._names[kind] for kind in types)
        }
        self._own = types.keys() - sent_types.keys() - set(_structs(CONTENT_TYPES.values()))
        for kind in self._own:
            self._complete(kind)
        self._kinded = [kind for kind in self._own if _has_kinds(kind)]
        for kind in self._kinded:
            self._divide(kind)

    def of(self, kind: Any) -> Schema:
        """The schema of a type, by reference."""
        if kind in self._names:
            return ref(self._names[kind])
        (schema,), _ = msgspec.json.schema_components([kind], ref_template=PLACE + "{name}")
        typed: Schema = _typed(schema)
        return typed

    def in_part(self, kind: Any) -> Schema:
        """The schema of an answer whose records may have only some of their members, because `?fields=` says which."""
        whole = self.of(kind)
        parts = {PLACE + self._names[each]: self._part(each) for each in self._kinded}
        if whole["$ref"] in parts:
            return {"anyOf": [whole, parts[whole["$ref"]]]}
        inline: Schema = _replaced(self.components[self._names[kind]], parts)
        return inline

    def add(self, name: str, schema: Schema) -> Schema:
        """Another component. Raises ValueError where the name is taken by another one."""
        if self.components.setdefault(name, schema) != schema:
            raise ValueError(f"two components want the name {name}")
        return ref(name)

    def content(self, kind: Kind) -> Schema:
        """The schema of a kind's Content, itself."""
        return self.components[self._names[CONTENT_TYPES[kind]]]

    def fields(self, kind: Kind) -> Schema:
        """A reference to the fields of a kind."""
        content = CONTENT_TYPES[kind]
        found = next(each.type for each in msgspec.structs.fields(content) if each.name == "fields")
        return ref(self._names[found])

    def _complete(self, kind: type[Struct]) -> None:
        component = self.components[self._names[kind]]
        for each in component.get("properties", {}).values():
            each.pop("default", None)
        required = [
            each.encode_name
            for each in msgspec.structs.fields(kind)
            if each.default is not UNSET and (each.required or not kind.__struct_config__.omit_defaults)
        ]
        component["required"] = required

    def _divide(self, kind: type[Struct]) -> None:
        """One component for each kind of record, and the type itself as their union."""
        name = self._names[kind]
        whole = self.components[name]
        for each, content in CONTENT_TYPES.items():
            own = {"kind": {"type": "string", "const": each}, "fields": self.fields(each)}
            self.add(
                name + content.__name__,
                {**whole, "title": f"{name} ({each})", "properties": whole["properties"] | own},
            )
        self.components[name] = {
            "title": whole["title"],
            "description": whole.get("description", ""),
            **by_kind({each: name + content.__name__ for each, content in CONTENT_TYPES.items()}),
        }

    def _part(self, kind: type[Struct]) -> Schema:
        name = self._names[kind]
        whole = self.components[name + CONTENT_TYPES["page"].__name__]
        every = {"anyOf": [self.fields(each) for each in CONTENT_TYPES]}
        (kinds,) = (each.type for each in msgspec.structs.fields(kind) if each.name == "kind")
        schema = {name: value for name, value in whole.items() if name != "required"}
        return self.add(
            f"{name}Part",
            {
                **schema,
                "title": f"{name}, in part",
                "description": "The members that `?fields=` names, and no others.",
                "properties": whole["properties"] | {"kind": self.of(kinds), "fields": every},
            },
        )


def by_kind(names: dict[Kind, str]) -> Schema:
    """One of some components, which `kind` tells apart."""
    return {
        "oneOf": [ref(name) for name in names.values()],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {kind: PLACE + name for kind, name in names.items()},
        },
    }


def _has_kinds(kind: type[Struct]) -> bool:
    members = {each.name: each.type for each in msgspec.structs.fields(kind)}
    return "kind" in members and isinstance(
        inspect.type_info(members.get("fields", object)), inspect.DictType
    )


def _structs(kinds: Iterable[Any]) -> Iterator[type[Struct]]:
    """The structs that some types are made of, each before its parts."""
    seen: set[type[Struct]] = set()
    waiting: list[Any] = [inspect.type_info(kind) for kind in kinds]
    while waiting:
        info = waiting.pop(0)
        match info:
            case inspect.StructType() if info.cls not in seen:
                seen.add(info.cls)
                yield info.cls
                waiting += [each.type for each in info.fields]
            case inspect.Metadata():
                waiting.append(info.type)
            case inspect.UnionType():
                waiting += info.types
            case inspect.CollectionType():
                waiting.append(info.item_type)
            case inspect.DictType():
                waiting.append(info.value_type)
            case _:
                pass


def _typed(schema: Any) -> Any:
    """The same with a type beside every enum of text, for readers that do not look at the values."""
    match schema:
        case dict():
            more = (
                {"type": "string"}
                if "type" not in schema
                and isinstance(schema.get("enum"), list)
                and all(isinstance(each, str) for each in schema["enum"])
                else {}
            )
            # A default of ours may stand for "not said": where it could not be sent, it is no default to others.
            unsaid = {"default"} if schema.get("default") == "" and "pattern" in schema else set()
            return more | {name: _typed(each) for name, each in schema.items() if name not in unsaid}
        case list():
            return [_typed(each) for each in schema]
        case _:
            return schema


def _replaced(schema: Any, parts: dict[str, Schema]) -> Any:
    match schema:
        case {"$ref": str(target)} if target in parts:
            return {"anyOf": [ref(target.removeprefix(PLACE)), parts[target]]}
        case dict():
            return {name: _replaced(each, parts) for name, each in schema.items()}
        case list():
            return [_replaced(each, parts) for each in schema]
        case _:
            return schema
