"""The outline of a text: which heading stands under which."""

from __future__ import annotations

from msgspec import structs

from content.text import Block, Prose


def outlined(blocks: list[Block], *, relative: bool) -> list[Block]:
    """Headings in order: each one level below the nearest before it that was higher.

    The reader left their level as written in the key, "h3", and after a space the place that they are.
    """
    found: list[Block] = []
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Prose) and block.style != "normal":
            level, _, place = block.key.partition(" ")
            written = int(level[1:])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
            style = f"h{min(len(above) + 1, 6)}" if relative else block.style
            found.append(structs.replace(block, key=place, style=style))
        else:
            found.append(block)
    return found
