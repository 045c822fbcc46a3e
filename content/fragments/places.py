"""Places within the text that are no headings: a footnote and the way back from it. A link names the block's key.

Only what a link leads to has an id, so that a fragment without such links is the same as ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import structs

from content.fragments.frame import Frame
from content.fragments.headings import is_heading
from content.text import Block, Link, MarkDef, Prose, Table, inner


def placed(frame: Frame, body: tuple[Block, ...], ids: list[str]) -> Frame:
    """The frame with the places that links in the body lead to. `ids` are those of its headings, in order."""
    wanted = {
        str(mark.href)[1:]
        for mark in _marks(body)
        if isinstance(mark, Link) and isinstance(mark.href, str) and mark.href.startswith("#")
    } - set(frame.anchors)
    if not wanted:
        return frame
    headings = iter(ids)
    anchors = dict(frame.anchors)
    places: dict[str, str] = {}
    times: Counter[str] = Counter()
    for block in _keyed(body):
        heading = next(headings) if isinstance(block, Prose) and is_heading(block) else None
        if block.key not in wanted:
            continue
        times[block.key] += 1
        if heading:
            anchors[block.key] = heading
        else:
            places[block.key] = frame.id(f"at-{block.key}")
    # A key is unique among its siblings only: what could be either of two is no place.
    places = {key: place for key, place in places.items() if times[key] == 1}
    return structs.replace(frame, anchors=anchors, places=places)


def _keyed(body: tuple[Block, ...]) -> Iterator[Prose | Table]:
    for block in body:
        if isinstance(block, Prose | Table):
            yield block
        else:
            yield from inner(block)


def _marks(body: tuple[Block, ...]) -> Iterator[MarkDef]:
    for block in _keyed(body):
        if isinstance(block, Prose):
            yield from block.mark_defs
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.mark_defs
