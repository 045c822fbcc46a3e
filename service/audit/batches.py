"""What goes into one page: several fragments where their ids allow it, else one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from service.audit.places import Place
from service.local import Whole

_MOST_PARTS: Final = 24
_MOST_BYTES: Final = 60_000
"""Of fragments in one page: more are no faster, since some of axe-core's work grows with the square of the page."""


@dataclass(frozen=True)
class Item:
    """A place with what is served there, and the digest of that."""

    place: Place
    whole: Whole
    digest: str

    @property
    def html(self) -> str:
        """The bytes as text."""
        return self.whole.body.decode("utf-8", "replace")


def item_of(place: Place, whole: Whole) -> Item:
    """The place with its digest."""
    return Item(place, whole, f"sha256:{hashlib.sha256(whole.body).hexdigest()}")


def batches(items: Iterable[Item]) -> Iterable[list[Item]]:
    """Fragments that can stand in one page: of one locale, variant and level, for a record's ids may come once in a page alone.

    A page, and a list of fragments, whose ids are those of its records, is a batch of its own.
    """
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.place.sort == "page" or item.place.id is None:
            yield [item]
            continue
        key = item.place.path.partition("?")[2]
        group = groups.setdefault(key, [])
        size = sum(len(each.whole.body) for each in group) + len(item.whole.body)
        if group and (len(group) == _MOST_PARTS or size > _MOST_BYTES):
            yield group
            group = groups[key] = []
        group.append(item)
    yield from (group for group in groups.values() if group)
