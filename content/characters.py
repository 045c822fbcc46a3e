"""Characters: which of them nobody sees, and which may not stand in one line or in an address.

Patterns are for two readers, Python's `re` (which msgspec uses) and ECMA-262 (which JSON Schema uses). So those in the structs
name characters by number where the two differ on `\\s` and `\\w`, stay within the first plane, and end in `$(?!\\n)`: to
Python, `$` alone also matches before a last line feed. None of them may try one character twice: input comes in any length.
Sources: Unicode 16, DerivedCoreProperties (Default_Ignorable_Code_Point) and PropList (White_Space); JSON Schema 2020-12,
Core, section 6.4 (regular expressions).
"""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Controls; default-ignorable; the Braille pattern without dots; the controls of interlinear annotation.
_SILENT: Final = (
    r"\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f"
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\u2800\ufff9-\ufffb"
)
_NOISE: Final = re.compile(f"[{_SILENT}]+")
_SEEN: Final = re.compile(f"[^{_SPACE}{_SILENT}]")
ONE_LINE: Final = r"^[^\u000a-\u000d\u0085\u2028\u2029]+$(?!\n)"
NOT_IN_ADDRESSES: Final = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\"
)
"""For use within brackets: white space, controls, what nobody sees, and the backslash, which browsers read as a slash."""


def visible(text: str) -> bool:
    """Whether there is anything to see: one character beyond white space, controls and default-ignorable ones."""
    return _SEEN.search(text) is not None


def audible(text: str) -> str:
    """The text without what nobody sees: controls and default-ignorable characters; white space stays."""
    return text if text.isascii() and text.isprintable() else _NOISE.sub("", text)


def squeezed(text: str) -> str:
    """The text without what nobody sees or hears: one space for each run of white space, none at the ends."""
    return " ".join(audible(text).split())
