"""HTML to Portable Text. No word and no link is lost; what has no place in a body is listed."""

from __future__ import annotations

import msgspec
import turbohtml
from msgspec import Struct, structs

from content import validation
from content.convert.reader import Reader, Where
from content.sanitize import Dropped, listed, sanitize
from content.text import Block, Body, Prose, Table, keyed

_MAX_CAPTION = 300


class Converted(Struct, frozen=True, kw_only=True):
    """A body with keys, and what did not come into it."""

    body: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    policy: str = ""


def from_html(html: str, *, relative: bool = True) -> Converted:
    """HTML as a body. Raises Invalid where it cannot be cleaned, or where a part is longer than its block allows.

    `relative`: the outermost heading becomes h2, one inside it h3, and no level is skipped; else they stay as written
    (h1 as h2). A table without a caption gets the heading before it, or the words of its first row: the editor sees to it.
    A line break is "\\n" in a span's text, as in other Portable Text.
    """
    blocks, dropped = blocks_of(html, relative=relative)
    body = keyed(tuple(blocks))
    return Converted(body=validation.decode(Body, msgspec.to_builtins(body)), dropped=dropped)


def blocks_of(html: str, *, relative: bool) -> tuple[list[Block], tuple[Dropped, ...]]:
    """The same without keys and without the last look at lengths, for a piece of a longer text."""
    clean = sanitize(html)
    reader = Reader()
    blocks = reader.read(turbohtml.parse_fragment(clean.html, positions=False).children, Where())
    return _captioned(_outlined(blocks, relative=relative)), clean.dropped + listed(reader.dropped)


def _outlined(blocks: list[Block], *, relative: bool) -> list[Block]:
    """Headings in order: each one level below the nearest before it that was higher. The reader left their level in the key."""
    outlined: list[Block] = []
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Prose) and block.style != "normal":
            written = int(block.key[1:])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
            style = _style(len(above) + 1) if relative else block.style
            outlined.append(structs.replace(block, key="", style=style))
        else:
            outlined.append(block)
    return outlined


def _style(level: int) -> str:
    return f"h{min(level, 6)}"


def _captioned(blocks: list[Block]) -> list[Block]:
    captioned: list[Block] = []
    heading = ""
    for block in blocks:
        if isinstance(block, Prose) and block.style != "normal":
            heading = "".join(span.text for span in block.children)
        if isinstance(block, Table) and not block.caption:
            first = ", ".join("".join(span.text for span in cell.children) for cell in block.rows[0].cells)
            captioned.append(structs.replace(block, caption=(heading or first or "–")[:_MAX_CAPTION]))
        else:
            captioned.append(block)
    return captioned
