"""Slot: what is kept under one canonical key, in each coding that somebody asked for."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from content.ports import Reading
from service.snapshots.snapshot import Snapshot

if TYPE_CHECKING:
    from service.edge.ready import Ready

IDENTITY: Final = "identity"
STEP: Final = 1.0
"""Seconds by which the clock may go apart from the time that passes before what ends by the clock is made again."""
_HOT: Final = 4.0
_HALVES: Final = 30.0
"""Seconds in which uses lose half of what they count for."""
_LATELY: Final = 1.0
"""Seconds after a use in which another one is awaited: two changes at once leave nobody time to ask in between."""
_OVERHEAD: Final = 6144
"""What was asked, in a maker, is most of it."""
_PER_TAG: Final = 300
_PER_ALIAS: Final = 250
_OK: Final = 200


class Maker(Protocol):
    """Makes an answer anew."""

    def __call__(self, reading: Reading, codings: Iterable[str]) -> Mapping[str, Snapshot]:
        """The answer as a view of the store has it, in codings; IDENTITY is always among what is returned."""
        ...


# Python looks for cycles among all objects that could be in one, and everybody waits meanwhile: at twenty thousand slots for a twentieth of a
# second. So of what is kept, what can be in none says so.
class Kept(Struct, eq=False, gc=False):
    """One answer in one coding. `ready` is the edge's: what it makes of it at its first use."""

    snapshot: Snapshot
    ready: Ready | None = None


class Slot:
    """The answer under a canonical key. `codings` is empty once it has been dropped; `seq` is the change that its read stood at.

    `until` is when it ends by the clock, in Unix seconds, if it does. `aliases` are the targets that lead here, with the locale where
    Accept-Language chose it. `hits` counts uses; it is written without a lock, because one that is lost in a race costs nothing. It is
    `fading` while it shows what was before a write of this process that has not been answered.
    """

    __slots__ = (
        "_drift",
        "_hits_before",
        "_made",
        "_used",
        "aliases",
        "codings",
        "fading",
        "hits",
        "key",
        "maker",
        "seen",
        "seq",
        "tags",
        "until",
        "warmth",
        "weight",
    )

    def __init__(
        self,
        key: str,
        snapshot: Snapshot,
        seq: int,
        now: float,
        *,
        maker: Maker | None = None,
        until: float | None = None,
    ) -> None:
        self.key: Final = key
        self.maker: Final = maker if snapshot.status == _OK else None
        self.aliases: tuple[tuple[bytes, str | None], ...] = ()
        self.hits = self.seen = self._hits_before = 0
        self._used = -math.inf
        self.warmth = 0.0
        self.until: float | None = None
        self.weight = self._set({IDENTITY: snapshot}, seq, now)
        if until is not None:
            self.until = until if self.until is None else min(until, self.until)

    def holds(self, now: float) -> bool:
        """Is it still true by the clock? Not after its time, and not where the clock was set since: what it says of the time was told by
        another clock, and its end might be an hour late.
        """
        return self.until is None or (now < self.until and abs(now - time.monotonic() - self._drift) < STEP)

    def heat(self) -> float:
        """How much it is asked for: each use counts for one, and for half of that after a while."""
        uses = self.hits - self._hits_before
        return self.warmth * math.exp2((self._made - time.monotonic()) / _HALVES) + uses

    def hot(self) -> bool:
        """Will somebody ask for it before it changes once more? Then it is worth making before that one waits for it."""
        lately = self.hits > self._hits_before or time.monotonic() - self._used < _LATELY
        return self.maker is not None and lately and self.heat() >= _HOT

    def renew(self, made: Mapping[str, Snapshot], seq: int, now: float, *, current: bool) -> int:
        """Hold this from now on; it goes on fading if it is not `current`. Returns the weight that it has then."""
        self.warmth = self.heat()
        weight = self._set(made, seq, now)
        self.fading = not current
        return weight

    def _set(self, made: Mapping[str, Snapshot], seq: int, now: float) -> int:
        plain = made[IDENTITY]
        self.tags = plain.tags
        self.seq = seq
        self.fading = False
        self.until = plain.valid_until
        self._made = time.monotonic()
        if self.hits > self._hits_before:
            self._used = self._made
        self._drift = now - self._made
        self._hits_before = self.hits
        kept = {IDENTITY: Kept(plain)}
        for coding, snapshot in made.items():
            kept[coding] = kept[IDENTITY] if snapshot is plain else Kept(snapshot)
        self.codings = kept
        return (
            len(self.key)
            + sum(each.snapshot.weight for each in set(kept.values()))
            + sum(weight_of_alias(target) for target, _ in self.aliases)
            + _PER_TAG * len(self.tags)
            + _OVERHEAD
        )


def weight_of_alias(target: bytes) -> int:
    """About how many bytes of memory an alias holds."""
    return len(target) + _PER_ALIAS
