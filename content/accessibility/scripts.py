"""What the scripts of a document may still do to its elements: all that markup can say is which ids they name."""

import re
from collections.abc import Iterable

_word = re.compile(r"[\w-]+")
_titles = re.compile(r"document\.title\s*=")
_fills = re.compile(
    r"attachShadow|innerHTML|innerText|textContent|append|insert|replace|setAttribute|setHTML|\.(?:ariaLabel|title|alt|value)\b"
)


class Scripts:
    """The words of inline scripts, by what these scripts do."""

    __slots__ = ("filling", "focusing", "titling")

    def __init__(self, texts: Iterable[str]) -> None:
        self.focusing: frozenset[str] = frozenset()
        self.filling: frozenset[str] = frozenset()
        self.titling = False
        for text in texts:
            self.titling = self.titling or _titles.search(text) is not None
            moves, fills = "focus" in text, _fills.search(text) is not None
            if moves or fills:
                words = frozenset(_word.findall(text))
                self.focusing |= words if moves else frozenset()
                self.filling |= words if fills else frozenset()
