"""A content without the named words: still valid, with a mark that readers and screen readers understand where they stood.

Text keeps what stands around the words. An address is not a text: one that holds them is dropped whole, with the link, file,
image or video that cannot be without it. A telephone number or an e-mail address goes whole too. Keys of blocks and marks are
names for machines, and are made anew. A topic's key and a record's topics are nobody's words: they stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from content.errors import Fault
from content.model import Content, with_keys
from content.redaction.cutting import Cut
from content.redaction.walking import SHORT, Walk
from content.validation import meaning, shape

_ROUNDS: Final = 8
_STAY: Final = frozenset({"start", "end", "opens", "deadline", "starts", "ends", "key"})
_SAID: Final = frozenset({"place", "programme", "organisation", "applicants"})
_HERE: Final = "/"
"""Where a contact leads that has no way left to reach it: the service itself."""

Place = str
"""A JSON Pointer into a content (RFC 6901)."""


def cleared(content: Content, cut: Cut, mark: str, slug: str) -> tuple[Content, tuple[Place, ...]]:
    """The content without the words and under this slug, and where something was removed; the same and () where nothing was."""
    before: dict[str, Any] = msgspec.to_builtins(content)
    known = {(fault.pointer, fault.code) for fault in _faults(content, before)}
    forced: dict[Place, str] = {}
    for _ in range(_ROUNDS):
        walk = Walk(cut, mark, forced)
        after = walk.content(before) | {"slug": slug}
        after["fields"] = _complete(str(before["kind"]), after["fields"], mark)
        places = tuple(dict.fromkeys([*walk.places, *(["/slug"] if slug != before["slug"] else [])]))
        if not places:
            return content, ()
        # What was at fault before, by rules that came later, is not ours to mend.
        amiss = [each for each in _faults(content, after) if (each.pointer, each.code) not in known]
        if not amiss:
            return with_keys(msgspec.convert(after, type(content))), places
        for fault in amiss:
            _escalate(forced, fault, mark)
    return emptied(content, mark, slug), ("",)


def emptied(content: Content, mark: str, slug: str) -> Content:
    """What is left of a content that is removed whole: its kind, its slug, its dates, and the mark for a title."""
    before: dict[str, Any] = msgspec.to_builtins(content)
    fields = {name: value for name, value in before["fields"].items() if name in _STAY}
    fields |= dict.fromkeys(_SAID & before["fields"].keys(), mark)
    kind = str(before["kind"])
    after = {"kind": kind, "slug": slug, "title": mark, "fields": _complete(kind, fields, mark)}
    return with_keys(msgspec.convert(after, type(content)))


def _complete(kind: str, fields: dict[str, Any], mark: str) -> dict[str, Any]:
    """The fields with what the kind cannot be without."""
    if kind == "event" and not fields.get("place") and not fields.get("online"):
        return fields | {"place": mark}
    if kind == "contact" and not any(fields.get(name) for name in ("phone", "email", "web")):
        return fields | {"web": _HERE}
    return fields


def _escalate(forced: dict[Place, str], fault: Fault, mark: str) -> None:
    """A shorter mark where it is too long; then nothing but the mark; then the mark in the place of the whole block."""
    match forced.get(fault.pointer):
        case None:
            forced[fault.pointer] = SHORT if fault.code == "too_long" else mark
        case said if said != mark:
            forced[fault.pointer] = mark
        case _:
            forced["/".join(fault.pointer.split("/")[:3])] = mark


def _faults(content: Content, data: dict[str, Any]) -> Iterator[Fault]:
    yield from shape.walk(type(content), data)
    yield from meaning.walk(data)
