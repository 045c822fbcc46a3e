"""Passages: what is read in one go and in one language, by the nearest block, out of what is in the accessibility tree.

A part of a block with a language of its own is a passage of its own (WCAG 3.1.2), and so is an alternative text. Left out is
what has no language: code, and the titles of works in `cite`.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from msgspec import Struct

from content.accessibility.boxes import is_block
from content.accessibility.facts import Facts
from content.accessibility.tree import Element
from content.characters import squeezed

_SILENT: Final = frozenset(
    {"cite", "code", "kbd", "math", "noscript", "pre", "samp", "script", "select", "style", "svg", "textarea"}
    | {"head", "template", "title", "var"}
)
_SPOKEN: Final = ("alt", "aria-label", "title")
_APART_TAGS: Final = frozenset({"aside", "button", "footer", "label", "legend", "nav", "option", "td", "th"})
_APART_ROLES: Final = frozenset(
    {"banner", "button", "cell", "columnheader", "contentinfo", "gridcell", "navigation", "rowheader"}
)


class Passage(Struct, frozen=True, kw_only=True):
    """One passage. `lang` is the language in force for it, as written, "" where none is; `text` has its white space collapsed.

    `prose` is true for running text with its headings and lists, false for cells, buttons, navigation and attributes.
    `element` is the one that says the language, or the block.
    """

    text: str
    lang: str
    prose: bool
    element: Element

    @property
    def subject(self) -> str:
        """What an answer about its language is bound to: "sha256:" and the digest of language and text."""
        return "sha256:" + sha256(f"{self.lang}\n{self.text}".encode("utf-8", "replace")).hexdigest()


def passages(facts: Facts, locale: str | None = None) -> list[Passage]:
    """The passages in document order. `locale` is the language of what says none."""
    walk = _Walk(locale or "")
    walk.through(facts.root)
    return walk.found()


class _Place:
    """Where the walk is: the block, its language, and the run of text that goes on there."""

    __slots__ = ("block", "lang", "prose", "run")

    def __init__(self, block: Element, lang: str, *, prose: bool) -> None:
        self.block = block
        self.lang = lang
        self.prose = prose
        self.run = 0


class _Walk:
    """One walk over the tree, without recursion: depth costs no stack."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._texts: dict[tuple[int, int, int], list[str]] = {}
        self._owners: dict[tuple[int, int, int], tuple[Element, str, bool]] = {}

    def through(self, root: Element) -> None:
        """Look at everything below and at `root`."""
        place = _Place(root, root.lang or self._locale, prose=True)
        pending: list[tuple[Element | str, _Place, Element]] = [(root, place, root)]
        while pending:
            child, place, voice = pending.pop()
            if isinstance(child, str):
                self._add(child, place, voice)
                continue
            if child.tag in _SILENT or ":" in child.tag or not child.rendered:
                continue
            here, voice = self._entered(child, place, voice)
            self._attributes(child, here)
            if child.tag == "br":
                self._add(" ", here, voice)
            shown = child.exposed
            pending += [
                (each, here, voice) for each in reversed(child.children) if shown or not isinstance(each, str)
            ]

    def _entered(self, child: Element, place: _Place, voice: Element) -> tuple[_Place, Element]:
        lang = self._lang(child)
        if child.tag != "br" and is_block(child):
            place.run += 1
            return _Place(child, lang, prose=place.prose and not _apart(child)), child
        if "lang" in child.attributes:
            voice = child if lang.lower() != place.lang.lower() else place.block
        if place.prose and _apart(child):
            return _Place(child, lang, prose=False), child
        return place, voice

    def _add(self, text: str, place: _Place, voice: Element) -> None:
        key = (place.block.index, place.run, voice.index)
        kept = self._texts.setdefault(key, [])
        if not kept:
            if not text.strip():
                return
            lang = place.lang if voice is place.block else self._lang(voice)
            self._owners[key] = (voice, lang, place.prose)
        kept.append(text)

    def _attributes(self, child: Element, place: _Place) -> None:
        if not child.attributes or not child.exposed:
            return
        for number, name in enumerate(_SPOKEN):
            text = child.attributes.get(name, "")
            if text.strip():
                key = (child.index, -1 - number, place.block.index)
                self._texts[key] = [text]
                self._owners[key] = (child, self._lang(child), False)

    def _lang(self, element: Element) -> str:
        return element.lang or self._locale

    def found(self) -> list[Passage]:
        """What was met, in document order."""
        made = (
            Passage(text=squeezed("".join(self._texts[key])), lang=lang.strip(), prose=prose, element=element)
            for key, (element, lang, prose) in self._owners.items()
        )
        return [each for each in made if each.text]


def _apart(element: Element) -> bool:
    return element.tag in _APART_TAGS or element.role in _APART_ROLES
