"""Ready: where kept answers and the fast path meet. `service/snapshots` keeps them and finds them, `service/edge/fast` writes them out.

The application hands its shelf over in the state of its lifespan (ASGI 3, "Lifespan State"), under SHELF, and where it counts its answers
under REQUESTS; without a shelf every request goes the slow path.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from service.snapshots import Snapshot

SHELF: Final = "nordkalott.shelf"
REQUESTS: Final = "nordkalott.requests"

Cut = tuple[bytes, bytes]
"""A head, cut where Date and request id stand: from the status line to "date: ", and from the line's end to "x-request-id: "."""


class Ready(Struct, gc=False):
    """A kept answer as it is written. Made by the edge at its first use, with the functions that the slow path uses, and kept beside it.

    `unchanged` is the head of its 304, where it has one. `modified` is the Last-Modified that it tells, in seconds since 1970. It is what is
    written from `since` to `until`, in Unix seconds; else, because an answer begins to tell its Last-Modified or the clock was set back, it
    is made again.
    """

    status: int
    head: Cut
    body: bytes
    unchanged: Cut | None
    etag: str
    modified: int | None
    since: float = -math.inf
    until: float = math.inf


class Kept(Protocol):
    """A snapshot on the shelf. `ready` is the edge's; None until it is first used, and whoever swaps the snapshot makes another Kept."""

    ready: Ready | None

    @property
    def snapshot(self) -> Snapshot:
        """The answer, in its coding."""


class Shelf(Protocol):
    """What finds the answer to a request whose head is as plain as can be. Asked on the loop, for each request: a microsecond for what is kept, and
    for what is not no more than the usual way would keep the loop.
    """

    def find(self, target: bytes, language: str, coding: str, now: float) -> Kept | None:
        """The answer to GET that holds now, and that no write has touched that was answered before this call; None: the slow path.

        `target` as it was sent, in origin form. `language` is Accept-Language, "" where there was none. `coding` is one of
        `codings.chosen`. `now` is in Unix seconds. Raises nothing: where the store fails, the slow path tells of it.
        """
