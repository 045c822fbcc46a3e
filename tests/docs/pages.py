"""The documentation as files: its pages, their links, headings and examples."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT: Final = Path(__file__).parents[2]
GUIDES: Final = ROOT / "docs" / "guides"


def pages() -> list[Path]:
    """Every page: those at the root, and all under docs/."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def tokens(page: Path) -> list[Token]:
    """The page's tokens, with those inside of lines; HTML comments are none of them."""
    flat: list[Token] = []
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        flat += [token, *(token.children or [])]
    return flat


def targets(page: Path) -> Iterator[str]:
    """Where its links and images lead."""
    for token in tokens(page):
        target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
        if token.type in {"link_open", "image"} and target:
            yield str(target)


def anchors(page: Path) -> set[str]:
    """The fragments that its headings can be reached by, made as the usual viewers make them."""
    found: dict[str, int] = {}
    names = set()
    flat = tokens(page)
    for token, inline in pairwise(flat):
        if token.type == "heading_open":
            text = unicodedata.normalize("NFC", re.sub(r"[`*]", "", inline.content)).lower()
            name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            count = found.get(name, 0)
            found[name] = count + 1
            names.add(f"{name}-{count}" if count else name)
    return names


def examples(page: Path, language: str) -> list[str]:
    """Its fenced blocks in a language, in order."""
    return [
        token.content for token in tokens(page) if token.type == "fence" and token.info.strip() == language
    ]
