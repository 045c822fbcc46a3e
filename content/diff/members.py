"""What an object says member by member, each with a JSON Pointer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from content.diff import words
from content.diff.effort import Effort
from content.diff.model import Member
from content.diff.sameness import Data

_READ: Final = frozenset(
    {
        "title",
        "summary",
        "alt",
        "caption",
        "credit",
        "source",
        "name",
        "role",
        "organisation",
        "place",
        "programme",
        "applicants",
        "rightsholder",
    }
)
"""Members that hold what people read: told word by word."""


def members(
    before: Data, after: Data, effort: Effort, *, without: frozenset[str] = frozenset(), at: str = ""
) -> Iterator[Member]:
    """The members that differ, down to the innermost objects. Lists are told whole."""
    for name in dict.fromkeys((*after, *before)):
        if name in without:
            continue
        was, now = before.get(name, UNSET), after.get(name, UNSET)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from members(was, now, effort, at=f"{at}/{name}")
        elif was != now:
            read = name in _READ and isinstance(was, str) and isinstance(now, str)
            yield Member(
                pointer=f"{at}/{name}",
                before=was,
                after=now,
                words=words.between(was, now, effort) if read else (),
            )
