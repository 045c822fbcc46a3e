"""Markdown (CommonMark, with tables) to Portable Text: by way of HTML, so that there is one policy and one reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from content.convert.html import Converted, from_html
from content.errors import Invalid
from content.sanitize.guard import guard

_DEEPEST: Final = 40
_MAX_LINES: Final = 16_000
_MAX_BRACKETS: Final = 8_000
"""markdown-it looks for the end of a link from each of them: a quarter of a million take twenty seconds."""
_GIVES_UP: Final = 100
"""Beyond this markdown-it drops what it reads, without a word. A text that comes near it is refused before."""


class Part(Struct, frozen=True, kw_only=True):
    """One block of a Markdown text: `line` counts from 1, `token` is markdown-it's name of it.

    A fence has its info string and its text in `info` and `text`; all others have their HTML in `text`.
    """

    line: int
    token: str
    tag: str = ""
    info: str = ""
    text: str


def from_markdown(markdown: str, *, relative: bool = True) -> Converted:
    """Markdown as a body; raw HTML in it is cleaned like all other. Raises Invalid as `from_html` does."""
    _guard(markdown)
    parser = _parser()
    env: dict[str, object] = {}
    html: str = parser.renderer.render(_parsed(parser, markdown, env), parser.options, env)
    return from_html(html, relative=relative)


def parts(markdown: str) -> Iterator[Part]:
    """The blocks of a Markdown text, one by one, with where they stand. Raises Invalid beyond the bounds of HTML in."""
    _guard(markdown)
    parser = _parser()
    env: dict[str, object] = {}
    tokens = _parsed(parser, markdown, env)
    start, depth = 0, 0
    for place, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield _part(parser, tokens[start : place + 1], env)
            start = place + 1


def inline(markdown: str) -> str:
    """The HTML of a line of Markdown, for a place that takes no paragraphs."""
    _guard(markdown)
    html: str = _parser().renderInline(markdown)
    return html


def _guard(markdown: str) -> None:
    guard(markdown)
    for sign, most, nb, en in (
        ("\n", _MAX_LINES, "linjer", "lines"),
        ("[", _MAX_BRACKETS, "hakeparenteser", "square brackets"),
    ):
        if markdown.count(sign) > most:
            raise Invalid.one(
                "",
                "too_large",
                nb=f"Teksten har mer enn {most} {nb}. Del den i mindre stykker.",
                en=f"The text has more than {most} {en}. Divide it into smaller pieces.",
            )


def _parsed(parser: MarkdownIt, markdown: str, env: dict[str, object]) -> list[Token]:
    tokens = parser.parse(markdown, env)
    for token in tokens:
        inner = max((each.level for each in token.children or ()), default=0)
        if max(token.level, inner) > _DEEPEST:
            line = (token.map[0] if token.map else 0) + 1
            raise Invalid.one(
                "",
                "too_deep",
                nb=f"Linje {line}: lister og sitater er nøstet for dypt.",
                en=f"Line {line}: lists and quotations are nested too deeply.",
            )
    return tokens


def _part(parser: MarkdownIt, tokens: list[Token], env: dict[str, object]) -> Part:
    first = tokens[0]
    line = (first.map[0] if first.map else 0) + 1
    if first.type == "fence":
        return Part(line=line, token="fence", info=first.info.strip(), text=first.content)  # noqa: S106 - no password
    html = parser.renderer.render(tokens, parser.options, env)
    return Part(line=line, token=first.type.removesuffix("_open"), tag=first.tag, text=html)


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": _GIVES_UP}).enable("table")
