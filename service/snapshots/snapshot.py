"""Snapshot: the finished bytes of one public resource in one coding."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from content.serving import Proof

_OVERHEAD: Final = 1024
_PER_PROOF: Final = 200


class Snapshot(Struct, frozen=True, kw_only=True, gc=False):
    """The finished bytes of one public resource. `tags` name what it depends on; `valid_until` is in Unix seconds.

    `proofs` say for each fragment in it which Report lets it be served. `moved` is when it last became another one, in Unix seconds.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    tags: frozenset[str]
    valid_until: float | None = None
    proofs: tuple[Proof, ...] = ()
    moved: float | None = None

    @property
    def weight(self) -> int:
        """About how many bytes of memory this holds, but for its tags."""
        # Its fields stand here, and twice more in the heads that the edge makes of them. Half as much again is what an allocator loses between
        # pieces of all sizes that come and go.
        text = sum(len(name) + len(value) for name, value in self.headers)
        return (len(self.body) + 3 * text) * 3 // 2 + _PER_PROOF * len(self.proofs) + _OVERHEAD
