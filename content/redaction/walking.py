"""One pass over a content given as plain data, without the named words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from content.redaction.cutting import Cut, replaced

SHORT: Final = "…"
"""The mark where another would make the text too long."""
_LONG_SPAN: Final = 10_000
_FIXED: Final = frozenset(
    {
        *(
            "_type",
            "kind",
            "style",
            "listItem",
            "tone",
            "by",
            "lang",
            "record",
            "media_type",
            "currency",
            "country",
        ),
        *(
            "date",
            "start",
            "end",
            "opens",
            "deadline",
            "starts",
            "ends",
            "source_locale",
            "prevails",
            "topics",
        ),
    }
)
"""Members that hold no words of an author's."""
_WHOLE: Final = frozenset(
    {
        *(
            "src",
            "href",
            "poster",
            "transcript_href",
            "cite",
            "url",
            "registration",
            "apply",
            "web",
            "online",
        ),
        *("phone", "email"),
    }
)
"""Members that go whole."""

Data = dict[str, Any]


class Walk:
    """`forced` says, by JSON Pointer, what to put where the first try was not valid; `places` is where something was removed."""

    def __init__(self, cut: Cut, mark: str, forced: Mapping[str, str]) -> None:
        self._cut = cut
        self._mark = mark
        self._forced = forced
        self.places: list[str] = []

    def content(self, data: Data) -> Data:
        """A content but for its slug."""
        after = {
            name: self._member(name, value, f"/{name}")
            for name, value in data.items()
            if name not in {"body", "slug"}
        }
        if data["kind"] == "topic":
            after["fields"] = data["fields"]
        after["body"] = list(self._blocks(data["body"], "/body"))
        return after

    def _member(self, name: str, value: Any, at: str) -> Any:  # noqa: PLR0911 - one answer for each sort of member
        """The value without the words; None where it goes whole."""
        if name in _FIXED:
            return value
        match value:
            case str() if name in _WHOLE:
                if self._cut.address(value) or self._cut.spans(value):
                    self.places.append(at)
                    return None
                return value
            case str():
                return self._text(value, at)
            case dict():
                return self.members(value, at)
            case list() | tuple():
                return [self._member(name, item, f"{at}/{index}") for index, item in enumerate(value)]
            case _:
                return value

    def members(self, data: Data, at: str = "") -> Data:
        """An object, without the members that go whole."""
        members = {name: self._member(name, value, f"{at}/{name}") for name, value in data.items()}
        return {name: value for name, value in members.items() if value is not None}

    def _text(self, value: str, at: str) -> str:
        found = self._cut.spans(value)
        if found:
            self.places.append(at)
        forced = self._forced.get(at)
        if forced == self._mark:
            return forced
        return replaced(value, found, forced or self._mark)

    def _blocks(self, blocks: list[Data], at: str) -> Iterator[Data]:
        taken = {block["_key"] for block in blocks if block.get("_key")}
        for index, block in enumerate(blocks):
            here = f"{at}/{index}"
            made = self._block(block, here) if here not in self._forced else None
            # Where nothing valid is left of a block, the mark stands for it.
            made = (
                {"_type": "block", "children": [{"_type": "span", "text": self._mark}]}
                if made is None
                else made
            )
            yield made | {"_key": self._key(block.get("_key", ""), taken, here)}

    def _block(self, block: Data, at: str) -> Data | None:
        """The block without its key; None where it cannot be without what was removed."""
        made: Data = {}
        for name, value in block.items():
            match name:
                case "children" | "markDefs" | "_key":
                    continue
                case "content" | "transcript":
                    made[name] = list(self._blocks(value, f"{at}/{name}"))
                case "rows":
                    made[name] = [self._row(row, f"{at}/rows/{index}") for index, row in enumerate(value)]
                case "captions":
                    made[name] = [
                        track for track in self._member("", value, f"{at}/{name}") if "href" in track
                    ]
                case _:
                    made[name] = self._member(name, value, f"{at}/{name}")
        if any(made.get(name, "") is None for name in ("src", "href")):
            return None
        made = {name: value for name, value in made.items() if value is not None}
        return made | self._spans(block, at) if "children" in block else made

    def _row(self, row: Data, at: str) -> Data:
        cells = enumerate(row["cells"])
        return row | {"cells": [cell | self._spans(cell, f"{at}/cells/{index}") for index, cell in cells]}

    def _spans(self, holder: Data, at: str) -> Data:
        """What a block or cell holds: the words are looked for across its spans, and links that hold the words go."""
        renamed, definitions = self._definitions(holder["markDefs"], f"{at}/markDefs")
        spans = holder["children"]
        found = self._cut.spans("".join(span["text"] for span in spans))
        if found:
            self.places.append(f"{at}/children")
        taken = {span["_key"] for span in spans if span.get("_key")}
        children: list[Data] = []
        start = 0
        for index, span in enumerate(spans):
            text = span["text"]
            within = [
                (first - start, last - start)
                for first, last in found
                if first < start + len(text) and last > start
            ]
            start += len(text)
            cut = replaced(text, within, self._mark if len(text) < _LONG_SPAN else SHORT)
            if text and not cut:
                continue
            marks = [renamed.get(mark, mark) for mark in span["marks"]]
            key = self._key(span.get("_key", ""), taken, f"{at}/children/{index}")
            children.append(span | {"text": cut, "marks": [mark for mark in marks if mark], "_key": key})
        return {"children": children, "markDefs": definitions}

    def _definitions(self, definitions: list[Data], at: str) -> tuple[dict[str, str], list[Data]]:
        """What stays of a block's marks; and the new key of those that have another, "" of those that went."""
        taken = {each["_key"] for each in definitions}
        renamed: dict[str, str] = {}
        kept: list[Data] = []
        for index, definition in enumerate(definitions):
            key, here = definition["_key"], f"{at}/{index}"
            made = self.members({name: value for name, value in definition.items() if name != "_key"}, here)
            if "href" in definition and "href" not in made:
                renamed[key] = ""
                continue
            renamed[key] = self._key(key, taken, here)
            kept.append(made | {"_key": renamed[key]})
        return renamed, kept

    def _key(self, key: str, taken: set[str], at: str) -> str:
        if not key or not self._cut.address(key):
            return key
        self.places.append(f"{at}/_key")
        number = 1
        while f"r{number}" in taken:
            number += 1
        taken.add(f"r{number}")
        return f"r{number}"
