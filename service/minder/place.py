"""The place of a child: what it tells the others, and learns of them, over the board."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Final

import msgspec

from service import metrics
from service.metrics import Metric, Sample
from service.minder.board import Board

READY: Final = signal.SIGUSR1
"""What tells the parent that a child is ready."""
_PATIENCE: Final = 2 * 10**9
"""Nanoseconds after which a child that notes nothing is not counted upon."""
_TELLING: Final = 10**9 // 2
"""Nanoseconds between two times that a child tells how often it has done what."""
_SLACK: Final = 8
_DECODER: Final[msgspec.msgpack.Decoder[tuple[Metric, ...]]] = msgspec.msgpack.Decoder(tuple[Metric, ...])

Counts = Callable[[], tuple[Metric, ...]]


class Place:
    """One slot, seen from its child. `BACKGROUND` is that of the child that does the background work; the others answer."""

    BACKGROUND: Final = 0

    def __init__(self, board: Board, slot: int, parent: int) -> None:
        self._board = board
        self._slot = slot
        self._parent = parent
        self._counts: Counts = tuple
        self._carried = tuple(metrics.counters(_decoded(board.told(slot))))
        self._told = 0

    def ready(self) -> None:
        """Say that this child is."""
        self._board.serve(self._slot)
        self.beat(0)
        if os.getppid() == self._parent:
            os.kill(self._parent, READY)

    def counts(self, counts: Counts) -> None:
        """Whom to ask, from now on, how often this child has done what."""
        self._counts = counts

    def beat(self, opened: int) -> None:
        """Note how many connections there are; now and then, tell the counts too. To be called several times a second."""
        now = time.monotonic_ns()
        self._board.note(self._slot, opened, now)
        if now - self._told >= _TELLING:
            self.tell()

    def tell(self) -> None:
        """Tell the counts."""
        self._told = time.monotonic_ns()
        self._board.tell(self._slot, msgspec.msgpack.encode(self._own()))

    def gives_way(self, opened: int) -> bool:
        """Whether another child is to have the next connection: one that has fewer, and is well."""
        now = time.monotonic_ns()
        self._board.note(self._slot, opened, now)
        for slot in range(1, self._board.slots):
            if slot != self._slot and self._board.serves(slot):
                theirs, beat = self._board.noted(slot)
                if opened > theirs + theirs // _SLACK and now - beat < _PATIENCE:
                    return True
        return False

    def total(self) -> tuple[Metric, ...]:
        """What all children have done together, and those before them; of the others, half a second ago."""
        board = self._board
        told = [_decoded(board.told(slot)) for slot in range(board.slots) if slot != self._slot]
        answering = sum(map(board.serves, range(1, board.slots)))
        background = float(board.serves(self.BACKGROUND))
        starts = sum(max(board.starts(slot) - 1, 0) for slot in range(board.slots))
        return (
            *metrics.total((self._own(), *told)),
            Metric(
                name="processes",
                sort="gauge",
                help="Processes that are ready.",
                samples=(Sample(answering, {"work": "answers"}), Sample(background, {"work": "background"})),
            ),
            Metric(
                name="process_restarts_total",
                sort="counter",
                help="Processes that were started in the place of one that had ended.",
                samples=(Sample(starts),),
            ),
        )

    def _own(self) -> tuple[Metric, ...]:
        return metrics.total((self._carried, self._counts()))


def _decoded(told: bytes) -> tuple[Metric, ...]:
    return _DECODER.decode(told) if told else ()
