"""When two parts say the same: plain data without `_key`s, with spans put together that a reader cannot tell apart.

Works on plain data (msgspec.to_builtins), so that a block, a row and a cell are looked at alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from content.diff.model import Mark
from content.text import DECORATORS

Data = Mapping[str, Any]
Run = tuple[str, tuple[Mark, ...]]
"""Text under the same marks."""

_ORDER: Final = ("link", "lang", "abbr", *DECORATORS)
# Letters and digits of any script, with the accents that are characters of their own, soft hyphens and joiners inside (Unicode
# Annex 29 sections 4 and 4.1, in short); apostrophes and hyphens between letters; points, commas and colons between digits.
_INSIDE: Final = (
    r"\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u2060"
    r"\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_PART: Final = rf"[\w{_INSIDE}]*"
WORD: Final = re.compile(rf"\w{_PART}(?:(?:['’‘\-‐‑]|(?<=\d)[.,:](?=\d))\w{_PART})*")
ADDRESSES: Final = frozenset(
    {"href", "src", "record", "cite", "poster", "transcript_href", "url", "phone", "email"}
)
_WEIGHT_OF_ADDRESS: Final = 3


def canonical(data: object) -> bytes:
    """Equal for two parts that say the same to a reader."""
    return msgspec.json.encode(_without_keys(data), order="sorted")


def runs(holder: Data) -> tuple[Run, ...]:
    """The text of a paragraph or cell under its marks: of each sort the first, as it is shown."""
    return tuple((text, tuple(mark for _, mark in marks)) for text, marks in _spans(holder))


def words(data: object) -> Counter[str]:
    """What a part is recognised by: its words without case, and more than those its addresses."""
    found: Counter[str] = Counter()
    for name, text in _strings(data):
        if name in ADDRESSES:
            found[text] += _WEIGHT_OF_ADDRESS
        else:
            found.update(WORD.findall(text.lower()))
    return found


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0 to 1 (Dice's coefficient); 0 for what has nothing to be recognised by."""
    total = one.total() + other.total()
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return 2 * sum(min(count, large[word]) for word, count in small.items() if word in large) / max(total, 1)


def _without_keys(data: object) -> object:
    match data:
        case dict():
            kept = {
                name: _without_keys(value)
                for name, value in data.items()
                if name not in {"_key", "children", "markDefs"}
            }
            return kept | {"runs": _spans(data)} if "children" in data else kept
        case list() | tuple():
            return [_without_keys(each) for each in data]
        case _:
            return data


def _spans(holder: Data) -> list[tuple[str, list[tuple[int, Mark]]]]:
    """Text under marks, each mark with the number of its definition: two links to one place are not one link."""
    defined = {each["_key"]: (number, each) for number, each in enumerate(holder.get("markDefs", ()), 1)}
    numbers: dict[int, int] = {}
    found: list[tuple[str, list[tuple[int, Mark]]]] = []
    for span in holder["children"]:
        if not span["text"]:
            continue
        marks = [
            (numbers.setdefault(number, len(numbers) + 1) if number else 0, mark)
            for number, mark in _marks(span.get("marks", ()), defined)
        ]
        if found and found[-1][1] == marks:
            found[-1] = (found[-1][0] + span["text"], marks)
        else:
            found.append((span["text"], marks))
    return found


def _marks(names: tuple[str, ...], defined: Mapping[str, tuple[int, Data]]) -> list[tuple[int, Mark]]:
    found: dict[str, tuple[int, Mark]] = {}
    for name in names:
        number, definition = defined.get(name, (0, None))
        if definition is not None:
            mark = _mark(definition)
            found.setdefault(mark.type, (number, mark))
        elif name in DECORATORS:
            found.setdefault(name, (0, Mark(type=name)))  # type: ignore[arg-type]  # the decorators are its first literals
    return [found[sort] for sort in _ORDER if sort in found]


def _mark(definition: Data) -> Mark:
    match definition["_type"]:
        case "link":
            href = definition.get("href")
            return Mark(
                type="link", value=href if href is not None else f"urn:uuid:{definition.get('record')}"
            )
        case "lang":
            return Mark(type="lang", value=definition["lang"])
        case _:
            return Mark(type="abbr", value=definition["title"])


def _strings(data: object, name: str = "") -> Iterator[tuple[str, str]]:
    match data:
        case dict():
            if "children" in data:
                yield "", "".join(span["text"] for span in data["children"])
            for key, value in data.items():
                if key not in {"_key", "_type", "children", "style", "list_item", "listItem"}:
                    yield from _strings(value, key)
        case list() | tuple():
            for each in data:
                yield from _strings(each, name)
        case str():
            yield name, data
