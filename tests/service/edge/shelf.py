"""A shelf for tests: answers that were put on it."""

from __future__ import annotations

from service.edge.ready import Ready
from service.snapshots import Snapshot


class Held:
    """One answer on the shelf."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.ready: Ready | None = None


class Board:
    """What is there, by target and coding; `asked` counts."""

    def __init__(self) -> None:
        self.held: dict[tuple[bytes, str], Held] = {}
        self.asked = 0

    def put(self, target: bytes, snapshot: Snapshot, coding: str = "identity") -> Held:
        """Another answer under a target."""
        held = self.held[target, coding] = Held(snapshot)
        return held

    def find(self, target: bytes, language: str, coding: str, now: float) -> Held | None:  # noqa: ARG002 - one for all languages
        """As `Shelf` says."""
        self.asked += 1
        held = self.held.get((target, coding))
        until = held.snapshot.valid_until if held else None
        return held if until is None or until > now else None
