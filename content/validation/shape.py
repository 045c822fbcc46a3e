"""The shape of the input: types, required and unknown fields, lengths and forms, every fault at once.

msgspec stops at its first error. This walks the same types (`msgspec.inspect`) over plain data, so there is one
description of what is valid: the structs in `text`, `kinds` and `model`.
"""

from __future__ import annotations

import functools
import re
import uuid
from collections.abc import Hashable, Iterator
from typing import Any, Final

import msgspec
from msgspec import inspect

from content.characters import ONE_LINE, visible
from content.errors import Fault
from content.validation.faults import fault, wrong
from content.validation.glance import Look, look
from content.validation.times import day, moment

# C0 controls but tab and line feed, DEL and C1, surrogates, noncharacters: XML 1.0 cannot carry them, nobody typed them.
# Overrides of the writing direction: they make text read otherwise than it is stored.
_OUTER: Final = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
UNWRITABLE: Final = re.compile(
    f"[{_OUTER}\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MAX_DEPTH: Final = 40

__all__ = ["fault", "walk"]


def walk(kind: Any, data: object) -> Iterator[Fault]:
    """Every fault of `data` against the type, in document order."""
    if not _glance(kind)(data):
        yield from every_fault(kind, data)


def every_fault(kind: Any, data: object) -> Iterator[Fault]:
    """The same without a glance first."""
    yield from _walk(_info(kind), data, None, 0)


@functools.lru_cache(maxsize=256)
def _glance(kind: Hashable) -> Look:
    return look(_info(kind), UNWRITABLE)


Place = tuple["Place | None", str | int] | None
"""Where we are, from the inside out: a pointer is written only where there is a fault to tell."""


def _pointer(at: Place) -> str:
    """The JSON Pointer of a place."""
    tokens: list[str] = []
    while at is not None:
        at, name = at
        tokens.append(_escape(str(name)))
    return "".join(f"/{token}" for token in reversed(tokens))


@functools.lru_cache(maxsize=256)
def _info(kind: Hashable) -> inspect.Type:
    return inspect.type_info(kind)


@functools.lru_cache(maxsize=256)
def _fields(struct: type[msgspec.Struct]) -> dict[str, inspect.Field]:
    info = inspect.type_info(struct)
    return {field.encode_name: field for field in info.fields} if isinstance(info, inspect.StructType) else {}


def _walk(info: inspect.Type, data: object, at: Place, depth: int) -> Iterator[Fault]:  # noqa: PLR0912 - one arm for each sort of type
    if depth > _MAX_DEPTH:
        yield fault(_pointer(at), "too_deep", nb="Dette er nøstet for dypt.", en="This is nested too deeply.")
        return
    match info:  # the commonest first
        case inspect.StrType():
            yield from _string(info, data, at)
        case inspect.Metadata():
            yield from _walk(info.type, data, at, depth)
        case inspect.AnyType():
            return
        case inspect.UnionType():
            yield from _union(info, data, at, depth)
        case inspect.StructType():
            yield from _struct(info, data, at, depth)
        case inspect.VarTupleType() | inspect.ListType():
            yield from _array(info, data, at, depth)
        case inspect.BoolType():
            if not isinstance(data, bool):
                yield wrong(_pointer(at), data, "ja eller nei (true/false)", "true or false")
        case inspect.IntType():
            yield from _integer(info, data, at)
        case inspect.LiteralType():
            if data not in info.values or isinstance(data, bool):
                allowed = ", ".join(map(str, info.values))
                yield fault(
                    _pointer(at),
                    "not_allowed",
                    nb=f"Må være en av: {allowed}.",
                    en=f"Must be one of: {allowed}.",
                )
        case inspect.UUIDType():
            if not isinstance(data, uuid.UUID) and not _is_uuid(data):
                yield wrong(_pointer(at), data, "en UUID", "a UUID")
        case inspect.DateTimeType():
            yield from moment(data, _pointer(at))
        case inspect.DateType():
            yield from day(data, _pointer(at))
        case _:  # a type that no struct of ours uses: msgspec has the last word
            return


def _union(info: inspect.UnionType, data: object, at: Place, depth: int) -> Iterator[Fault]:
    options = [option for option in info.types if not isinstance(option, inspect.NoneType)]
    if data is None and len(options) < len(info.types):
        return
    bare = [option.type if isinstance(option, inspect.Metadata) else option for option in options]
    structs = [option for option in bare if isinstance(option, inspect.StructType) and option.tag_field]
    if structs:
        yield from _tagged(structs, data, at, depth)
        return
    if len(options) == 1:
        yield from _walk(options[0], data, at, depth)


def _tagged(structs: list[inspect.StructType], data: object, at: Place, depth: int) -> Iterator[Fault]:
    field = str(structs[0].tag_field)
    if not isinstance(data, dict):
        yield wrong(_pointer(at), data, "et objekt", "an object")
        return
    for option in structs:
        if option.tag == data.get(field):
            yield from _struct(option, data, at, depth)
            return
    known = ", ".join(str(option.tag) for option in structs)
    if field not in data:
        yield fault(
            _pointer((at, field)),
            "missing",
            nb=f"«{field}» mangler. Bruk en av: {known}.",
            en=f"“{field}” is missing. Use one of: {known}.",
        )
        return
    yield fault(
        _pointer((at, field)),
        "unknown_type",
        nb=f"«{str(data[field])[:40]}» finnes ikke. Bruk en av: {known}.",
        en=f"“{str(data[field])[:40]}” does not exist. Use one of: {known}.",
    )


def _struct(info: inspect.StructType, data: object, at: Place, depth: int) -> Iterator[Fault]:
    if not isinstance(data, dict):
        yield wrong(_pointer(at), data, "et objekt", "an object")
        return
    fields = _fields(info.cls)
    for name, field in fields.items():
        if name in data:
            yield from _walk(field.type, data[name], (at, name), depth + 1)
        elif field.required:
            yield fault(_pointer((at, name)), "missing", nb=f"«{name}» mangler.", en=f"“{name}” is missing.")
    if info.forbid_unknown_fields:
        for name in data:
            if name not in fields and name != info.tag_field:
                known = ", ".join(fields)
                yield fault(
                    _pointer((at, str(name))),
                    "unknown_field",
                    nb=f"«{str(name)[:40]}» er ikke et felt her. Feltene er: {known or 'ingen'}.",
                    en=f"“{str(name)[:40]}” is not a field here. The fields are: {known or 'none'}.",
                )


def _array(
    info: inspect.VarTupleType | inspect.ListType, data: object, at: Place, depth: int
) -> Iterator[Fault]:
    if not isinstance(data, list | tuple):
        yield wrong(_pointer(at), data, "en liste", "a list")
        return
    yield from _length(info, len(data), at, ("elementer", "items"))
    for index, item in enumerate(data):
        yield from _walk(info.item_type, item, (at, index), depth + 1)


def _string(info: inspect.StrType, data: object, at: Place) -> Iterator[Fault]:
    if not isinstance(data, str):
        yield wrong(_pointer(at), data, "tekst", "text")
        return
    bad = UNWRITABLE.search(data)
    if bad:
        yield fault(
            _pointer(at),
            "control_character",
            nb=f"Teksten har et usynlig styretegn (U+{ord(bad[0]):04X}) på plass {bad.start() + 1}. Ta det bort.",
            en=f"The text has an invisible control character (U+{ord(bad[0]):04X}) at position {bad.start() + 1}. Remove it.",
        )
        return
    if info.min_length and not visible(data):
        yield fault(_pointer(at), "empty", nb="Dette må fylles ut.", en="This must be filled in.")
        return
    amiss = list(_length(info, len(data), at, ("tegn", "characters")))
    yield from amiss
    if amiss or not info.pattern or re.search(info.pattern, data):
        return
    if info.pattern == ONE_LINE:
        yield fault(
            _pointer(at),
            "line_break",
            nb="Dette må stå på én linje.",
            en="This must stand on one line, without line breaks.",
        )
    else:
        yield fault(
            _pointer(at),
            "wrong_form",
            nb=f"«{data[:60]}» har ikke riktig form.{_example(at)[0]}",
            en=f"“{data[:60]}” does not have the right form.{_example(at)[1]}",
        )


def _example(at: Place) -> tuple[str, str]:
    """What the right form looks like, for the fields where editors meet it."""
    forms = {
        "slug": "internasjonal-avdeling",
        "href": "https://example.org/a, /pages/nb/a, mailto:a@example.org, #a",
        "email": "navn@example.org",
        "phone": "+47 77 78 80 00",
        "lang": "nb",
        "key": "high-north",
        "date": "2014, 2014-05-31, 2014/2025",
        "url": "https://example.org/",
        "currency": "NOK",
        "country": "NO",
    }
    form = forms.get(str(at[1])) if at else None
    return (f" Slik: {form}.", f" Like this: {form}.") if form else ("", "")


def _length(
    info: inspect.StrType | inspect.VarTupleType | inspect.ListType,
    length: int,
    at: Place,
    unit: tuple[str, str],
) -> Iterator[Fault]:
    if info.max_length is not None and length > info.max_length:
        yield fault(
            _pointer(at),
            "too_long",
            nb=f"For langt: {length} {unit[0]}, høyst {info.max_length}.",
            en=f"Too long: {length} {unit[1]}, at most {info.max_length}.",
        )
    if info.min_length is not None and length < info.min_length:
        yield fault(
            _pointer(at),
            "too_short",
            nb=f"For kort: {length} {unit[0]}, minst {info.min_length}.",
            en=f"Too short: {length} {unit[1]}, at least {info.min_length}.",
        )


def _integer(info: inspect.IntType, data: object, at: Place) -> Iterator[Fault]:
    if not isinstance(data, int) or isinstance(data, bool):
        yield wrong(_pointer(at), data, "et helt tall", "a whole number")
        return
    if (
        (info.ge is not None and data < info.ge)
        or (info.le is not None and data > info.le)
        or not -(2**63) <= data < 2**63
    ):
        low, high = (
            info.ge if info.ge is not None else -(2**63),
            info.le if info.le is not None else 2**63 - 1,
        )
        yield fault(
            _pointer(at),
            "out_of_range",
            nb=f"{data} er utenfor {low} til {high}.",
            en=f"{data} is outside {low} to {high}.",
        )


def _is_uuid(data: object) -> bool:
    try:
        return bool(msgspec.convert(data, uuid.UUID))
    except msgspec.ValidationError:
        return False


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
