"""A document of feedgen's as what stands around its entries, and one piece for each entry: put together, they are its very bytes.

That is so because entries stand last in their parent, each on lines of its own, and hold no name that the document does not declare; and
because what they say never has a “<” in it: that is written as a reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct


class Seam(Struct, frozen=True):
    """Where entries begin, where each ends, and the end of the document behind the last, as lxml writes them."""

    start: bytes
    end: bytes
    tail: bytes

    def cut(self, document: bytes) -> tuple[bytes, ...]:
        """The entries of a document, each a piece."""
        begin = document.find(self.start)
        if begin < 0:
            return ()
        *entries, tail = document[begin:].split(self.end)
        if tail != self.tail:
            message = (
                f"A document ends with {tail[:80]!r}, not {self.tail!r}: its entries cannot be told apart."
            )
            raise ValueError(message)
        return tuple(each + self.end for each in entries)

    def join(self, document: bytes, pieces: Iterable[bytes]) -> bytes:
        """A document without entries, with these."""
        return b"".join((document.removesuffix(self.tail), *pieces, self.tail))


ENTRIES: Final = Seam(b"  <entry", b"  </entry>\n", b"</feed>\n")
"""Those of an Atom feed."""
ITEMS: Final = Seam(b"    <item", b"    </item>\n", b"  </channel>\n</rss>\n")
"""Those of an RSS channel."""
