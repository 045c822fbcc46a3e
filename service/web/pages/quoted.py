"""Text of others in a page of ours: what steers a terminal or turns the direction of reading is shown by its number."""

from __future__ import annotations

import unicodedata
from typing import Final

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: str) -> str:
    """Text of others in one line, with what cannot be seen given by its number."""
    if text.isprintable():
        return text
    return "".join(
        f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _UNSEEN else " " if c.isspace() else c
        for c in text
    )
