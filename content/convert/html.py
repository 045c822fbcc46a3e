"""HTML to Portable Text. No word and no link is lost; what has no place in a body is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
import turbohtml
from msgspec import Struct

from content import validation
from content.convert import pasted
from content.convert.inner_links import joined
from content.convert.outline import outlined
from content.convert.reader import Reader, Where
from content.convert.remarks import remarked
from content.errors import Fault
from content.sanitize import POLICY, Dropped, What, listed, sanitize
from content.text import Block, Body, keyed


class Converted(Struct, frozen=True, kw_only=True):
    """A body with keys, what did not come into it, and the name of the policy that cleaned it; "" where there was nothing to clean.

    `remarks` say where something had to be guessed or is missing, for the editor to see to; their pointers begin at the body.
    """

    body: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    policy: str = ""
    remarks: tuple[Fault, ...] = ()


def from_html(html: str, *, relative: bool = True) -> Converted:
    """HTML as a body. Raises Invalid where it cannot be cleaned, or where there is more of it than a body takes.

    `relative`: the outermost heading becomes h2, one inside it h3, and no level is skipped; else they stay as written
    (h1 as h2). A table without a caption gets the heading before it, or the words of its first row, one without headers
    gets its first row as such: a remark says so. A line break is "\\n" in a span's text, as in other Portable Text.
    """
    blocks, dropped = blocks_of(html, relative=relative)
    blocks, remarks = remarked(blocks)
    body = keyed(tuple(blocks))
    return Converted(
        body=validation.decode(Body, msgspec.to_builtins(body)),
        dropped=dropped,
        policy=POLICY.name,
        remarks=tuple(remarks),
    )


def blocks_of(html: str, *, relative: bool) -> tuple[list[Block], tuple[Dropped, ...]]:
    """The same without keys, guesses and the last look at lengths, for a piece of a longer text."""
    clean = sanitize(html, pasted.mend)
    reader = Reader()
    blocks = reader.read(turbohtml.parse_fragment(clean.html, positions=False).children, Where())
    found, lost = joined(outlined(blocks, relative=relative), reader.same)
    return found, _together((*clean.dropped, *listed(reader.dropped + lost)))


def _together(dropped: Iterable[Dropped]) -> tuple[Dropped, ...]:
    counts: Counter[tuple[What, str]] = Counter()
    for each in dropped:
        counts[each.what, each.name] += each.times
    return listed(counts)
