"""Definition lists: an interface word and what it says of this record."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from content.fragments.frame import Frame
from content.fragments.markup import Child, element, lines

Pair = tuple[str, Child]
"""The key of a word, and the value."""


def definitions(pairs: Sequence[Pair], frame: Frame, name: str = "nk-facts") -> Markup | None:
    """The list, each pair in a group of its own; None where no pair has a value."""
    groups = [
        lines("div", None, frame.worded("dt", {}, key), element("dd", None, value))
        for key, value in pairs
        if value
    ]
    return lines("dl", {"class": name}, *groups) if groups else None
