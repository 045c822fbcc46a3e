"""Taking words out of single strings: texts, names, addresses, rendered HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from content.redaction.matching import Finder

_TAG: Final = re.compile(r"<[^<>]*>")
_ATTRIBUTE: Final = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")

Spans = Sequence[tuple[int, int]]


class Cut:
    """Knows the words by a finder, and media by the hexadecimal digits of their digests."""

    def __init__(self, finder: Finder, media: tuple[str, ...] = ()) -> None:
        self._finder = finder
        self._media = media

    @property
    def media(self) -> tuple[str, ...]:
        """The digests of the media, and of what was made of them."""
        return self._media

    def spans(self, text: str) -> Spans:
        """Where the words stand in a text."""
        return self._finder.spans(text)

    def text(self, value: str, mark: str) -> str:
        """The text with the mark in the place of the words."""
        return replaced(value, self._finder.spans(value), mark)

    def name(self, value: str, mark: str) -> str:
        """What names somebody, and may be an address too: the mark alone where it holds the words as one."""
        cut = self.text(value, mark)
        return mark if self._finder.in_address(cut.replace(mark, " ")) else cut

    def address(self, value: str) -> bool:
        """Whether an address, or a name for machines, holds the words or leads to one of the media."""
        return self._finder.in_address(value) or any(digest in value.lower() for digest in self._media)

    def html(self, value: str) -> bool:
        """Whether rendered text holds the words: across its tags, or in an attribute."""
        if self._finder.in_text(unescape(_TAG.sub("", value))):
            return True
        attributes = {unescape(first or second) for first, second in _ATTRIBUTE.findall(value)}
        return any(self._finder.in_text(each) or self.address(each) for each in attributes)


def replaced(text: str, spans: Spans, mark: str) -> str:
    """The mark in the place of each span. Of one that begins before the text, or ends after it, only what lies within goes; the
    mark stands where it begins.
    """
    parts: list[str] = []
    start = 0
    for first, last in spans:
        parts.append(text[start : max(first, start)])
        if first >= 0:
            parts.append(mark)
        start = max(last, start)
    return "".join([*parts, text[start:]])
