"""A glance: is the shape right? Yes or no, several times faster than the walk that tells every fault of it.

Made of the same types as `shape`, once for each. It may say no where the walk finds nothing, never yes where it finds a fault: a test
holds the two to each other.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import inspect

from content.characters import visible
from content.errors import Fault
from content.model import UUID_FORM
from content.validation.times import day, moment

Look = Callable[[Any], bool]
_MISSING: Final = object()
_WIDE: Final = 2**63


def look(info: inspect.Type, unwritable: re.Pattern[str]) -> Look:
    """The glance at a type. `unwritable` finds the characters that no text may have."""
    return _Maker(unwritable).look(info)


class _Maker:
    def __init__(self, unwritable: re.Pattern[str]) -> None:
        self._unwritable = unwritable
        self._structs: dict[type, Look] = {}

    def look(self, info: inspect.Type) -> Look:  # noqa: PLR0911, PLR0912 - one answer for each sort of type
        match info:
            case inspect.Metadata():
                return self.look(info.type)
            case inspect.AnyType():
                return lambda _: True
            case inspect.StrType():
                return self._text(info)
            case inspect.StructType():
                return self._struct(info)
            case inspect.UnionType():
                return self._union(info)
            case inspect.VarTupleType() | inspect.ListType():
                return self._array(info)
            case inspect.IntType():
                low = -_WIDE if info.ge is None else info.ge
                high = _WIDE - 1 if info.le is None else info.le
                return lambda data: type(data) is int and low <= data <= high
            case inspect.BoolType():
                return lambda data: type(data) is bool
            case inspect.LiteralType():
                values = frozenset(info.values)
                return lambda data: type(data) is str and data in values
            case inspect.UUIDType():
                return _uuid
            case inspect.DateTimeType():
                return lambda data: _none(moment(data, ""))
            case inspect.DateType():
                return lambda data: _none(day(data, ""))
            case _:
                return lambda _: False

    def _text(self, info: inspect.StrType) -> Look:
        bad = self._unwritable.search
        low, high = info.min_length or 0, info.max_length
        found = re.compile(info.pattern).search if info.pattern else None

        def text(data: Any) -> bool:
            return (
                type(data) is str
                and (high is None or len(data) <= high)
                and (low == 0 or (len(data) >= low and bool(visible(data))))
                and bad(data) is None
                and (found is None or found(data) is not None)
            )

        return text

    def _struct(self, info: inspect.StructType) -> Look:
        made = self._structs.get(info.cls)
        if made is None:

            def later(data: Any) -> bool:  # a type that holds itself is looked up when it comes
                return self._structs[info.cls](data)

            self._structs[info.cls] = later
            made = self._structs[info.cls] = self._members(info)
        return made

    def _members(self, info: inspect.StructType) -> Look:
        members = [(field.encode_name, self.look(field.type), field.required) for field in info.fields]
        tagged, strict = info.tag_field, info.forbid_unknown_fields

        def struct(data: Any) -> bool:
            if type(data) is not dict:
                return False
            left = len(data) - (tagged in data)
            for name, member, required in members:
                value = data.get(name, _MISSING)
                if value is _MISSING:
                    if required:
                        return False
                elif member(value):
                    left -= 1
                else:
                    return False
            return left == 0 or not strict

        return struct

    def _union(self, info: inspect.UnionType) -> Look:
        options = [option for option in info.types if not isinstance(option, inspect.NoneType)]
        empty = len(options) < len(info.types)
        bare = [option.type if isinstance(option, inspect.Metadata) else option for option in options]
        structs = [option for option in bare if isinstance(option, inspect.StructType) and option.tag_field]
        if structs:
            field = structs[0].tag_field
            by_tag = {option.tag: self._struct(option) for option in structs}

            def tagged(data: Any) -> bool:
                if data is None:
                    return empty
                tag = data.get(field) if type(data) is dict else None
                return type(tag) is str and tag in by_tag and by_tag[tag](data)

            return tagged
        if len(options) != 1:
            return lambda _: False
        only = self.look(options[0])
        return lambda data: (empty and data is None) or only(data)

    def _array(self, info: inspect.VarTupleType | inspect.ListType) -> Look:
        low, high = info.min_length or 0, info.max_length
        item = self.look(info.item_type)

        def array(data: Any) -> bool:
            return (
                type(data) in {list, tuple}
                and len(data) >= low
                and (high is None or len(data) <= high)
                and all(map(item, data))
            )

        return array


def _uuid(data: Any) -> bool:
    return type(data) is uuid.UUID or (type(data) is str and UUID_FORM.fullmatch(data) is not None)


def _none(faults: Iterator[Fault]) -> bool:
    return next(faults, None) is None
