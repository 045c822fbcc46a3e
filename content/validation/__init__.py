"""Every fault of the input at once, each with a JSON Pointer (RFC 6901) and a sentence that an editor understands.

`shape` knows types, `meaning` knows what fits together; both read plain data, so that a wrong type in one place hides no
missing alt text in another. msgspec has the last word.
"""

import re
from typing import Any

import msgspec

from content.errors import Invalid
from content.model import CONTENT_TYPES, Content
from content.validation import meaning, shape

__all__ = ["decode", "decode_json", "recheck"]


def decode(kind: Any, data: object) -> Any:
    """`data` (as from JSON or TOML) as a value of the type; for `Content` its meaning is checked too.

    Raises Invalid with every fault.
    """
    faults = list(shape.walk(kind, data))
    if kind is Content or kind in CONTENT_TYPES.values():
        faults.extend(meaning.walk(data))
    if faults:
        raise Invalid(tuple(faults))
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise Invalid((_last_word(error),)) from error


def decode_json(kind: Any, raw: bytes) -> Any:
    """The same from bytes of JSON. Raises Invalid also where it is not JSON (RFC 8259) or not UTF-8."""
    try:
        data = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid.one(
            "", "not_json", nb=f"Dette er ikke gyldig JSON: {error}.", en=f"This is not valid JSON: {error}."
        ) from error
    return decode(kind, data)


def recheck(content: Content) -> None:
    """Raise Invalid with every fault of a Content that was built in code, where nothing checked its forms."""
    decode(Content, msgspec.to_builtins(content))


def _last_word(error: msgspec.ValidationError) -> Any:
    text, _, path = str(error).partition(" - at `$")
    pointer = re.sub(r"\[(\d+)\]", r"/\1", path.rstrip("`")).replace(".", "/")
    return shape.fault(pointer, "invalid", nb=f"Ugyldig: {text}.", en=f"Invalid: {text}.")
