"""What a feed can carry: text without the characters that XML 1.0 cannot write, or that JSON and HTML forbid.

One rule for all three formats, so that they say the same. Removed: control characters (C0 but tab and newline, DEL, C1),
surrogates, noncharacters. A carriage return becomes a newline, as every XML reader would make it. Nothing else changes.

Sources: XML 1.0 section 2.2 (Char) and 2.11 (line ends), RFC 8259 section 8.2, HTML section 13.2.3.5 (preprocessing).
"""

from __future__ import annotations

import re
from typing import Final, TypeVar, cast

from msgspec import Struct, structs

T = TypeVar("T")

_OUTER_PLANES: Final = "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 17))
_WRITABLE: Final = re.compile(f"[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_OUTER_PLANES}]+")
_LINE_END: Final = re.compile(r"\r\n?")


def writable(text: str) -> str:
    """`text` without what a feed cannot carry."""
    # Runs of what may stay, and not single characters of what may not: 20 times as fast on the texts that there are.
    return "".join(_WRITABLE.findall(_LINE_END.sub("\n", text)))


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
