"""What a feed can carry: text without the characters that XML 1.0 cannot write, or that JSON and HTML forbid.

One rule for all three formats, so that they say the same. Removed: control characters (C0 but tab and newline, DEL, C1),
surrogates, noncharacters. A carriage return becomes a newline, as every XML reader would make it. Nothing else changes.

Sources: XML 1.0 section 2.2 (Char) and 2.11 (line ends), RFC 8259 section 8.1, HTML section 13.2.3.5 (preprocessing).
"""

from __future__ import annotations

import re
from typing import Final, TypeVar, cast

from msgspec import Struct, structs

T = TypeVar("T")

_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_UNWRITABLE: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")
_LINE_END: Final = re.compile(r"\r\n?")


def writable(text: str) -> str:
    """`text` without what a feed cannot carry."""
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", text))


def line(text: str) -> str:
    """`text` as one line: writable, each run of white space one space, none at the ends."""
    return " ".join(writable(text).split())


def cleaned(value: T) -> T:
    """A struct, tuple or string with all its text writable; anything else as it is."""
    return cast("T", _cleaned(value))


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(each) for each in value)
    if isinstance(value, Struct):
        return structs.replace(
            value, **{name: _cleaned(each) for name, each in structs.asdict(value).items()}
        )
    return value
