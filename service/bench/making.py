"""Making synthetic records in a data folder, every one rendered and checked fifteen times: on all cores, and on from where it ended.

Other processes (`service.bench.maker`) render and check; this one keeps what they made, in the order of the numbers and some hundreds in one
transaction. A transaction is there whole or not at all, so that whatever ends this, a kill among it, leaves the first so many records:
whoever goes on finds the first that is not there, and comes to the same store. Nothing is synced: if the machine itself stops, begin anew.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final

import msgspec

from content import stewardship
from content.errors import Invalid
from content.model import digest_of
from content.ports import Reading, Writing
from service.apart import frames, parcels
from service.bench import population
from service.bench.maker import Made, Piece, told
from service.bench.population import Population
from service.settings import Settings
from service.wiring import Parts, claimed, opened

MOST: Final = 10_000_000
_PIECE: Final = 20
"""Records that are asked for at once: a fifth of a second of work."""
_TOGETHER: Final = 15
"""Pieces in one transaction."""
_AHEAD: Final = 2 * _TOGETHER
"""Pieces that are asked for before they are kept: one transaction's are, the next one's are being made."""
_MADE: Final = msgspec.msgpack.Decoder(tuple[Made, ...])
Progress = Callable[[int, int], None]


def make(settings: Settings, count: int, progress: Progress | None = None, *, cores: int = 0) -> int:
    """Make the first `count` records in the data folder; those that are there stay. Returns how many were made.

    Raises Invalid where something else is in the folder, StoreBusy where somebody works with it, StoreError.
    """
    with claimed(settings), opened(settings, hurried=True) as parts:
        with parts.store.read() as reading:
            first = there(reading)
        if progress:
            progress(min(first, count), count)
        # Whoever renders a record must find the labels of its topics.
        topics = min(len(population.TOPICS), count)
        _fill(parts, range(first, topics), 1, progress, count)
        _fill(parts, range(max(first, topics), count), cores or os.cpu_count() or 1, progress, count)
    return max(count - first, 0)


def _fill(parts: Parts, numbers: range, cores: int, progress: Progress | None, count: int) -> None:
    pieces = [Piece(start, min(start + _PIECE, numbers.stop)) for start in numbers[::_PIECE]]
    months = parts.settings.review_months
    group: list[Made] = []
    for piece, made in _made(parts.settings, pieces, min(cores, len(pieces))):
        group += made
        if (piece.start - numbers.start) // _PIECE % _TOGETHER == _TOGETHER - 1 or piece is pieces[-1]:
            parts.store.write(partial(_keep_all, group, months))
            group = []
            if progress:
                progress(piece.stop, count)


def _keep_all(group: list[Made], months: int, writing: Writing) -> None:
    for each in group:
        keep(writing, each, months)


def keep(writing: Writing, made: Made, months: int) -> None:
    """Keep what a step came to, as the verbs would; a new record is to be reviewed after so many months."""
    if made.saved:
        writing.apply(made.saved)
        revision = made.saved.revision
        if revision.number == 1:
            writing.stewardship.keep(stewardship.begin(revision.id, revision.author, revision.at, months))
    if made.published:
        writing.apply(made.published, parcels.evidence(made.evidence))
    if made.moved:
        writing.apply(made.moved)


def _made(settings: Settings, pieces: list[Piece], cores: int) -> Iterator[tuple[Piece, tuple[Made, ...]]]:
    """What the processes make of each piece, in their order."""
    if not pieces:
        return
    with _hands(settings, cores) as ask:
        waiting: deque[tuple[Piece, Future[bytes]]] = deque()
        for piece in pieces:
            waiting.append((piece, ask(piece)))
            if len(waiting) > cores + _AHEAD:
                first, answer = waiting.popleft()
                yield first, _MADE.decode(answer.result())
        for first, answer in waiting:
            yield first, _MADE.decode(answer.result())


@contextmanager
def _hands(settings: Settings, cores: int) -> Iterator[Callable[[Piece], Future[bytes]]]:
    """As many processes as there are cores, each with a thread that waits for it. They end with their input, and so with this process."""
    own = threading.local()
    processes: list[subprocess.Popen[bytes]] = []
    channels: list[socket.socket] = []

    def begin() -> None:
        own.channel, theirs = socket.socketpair()
        channels.append(own.channel)
        with theirs:
            own.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "service.bench.maker", told(settings)],
                stdin=theirs.fileno(),
            )
        processes.append(own.process)

    def ask(piece: Piece) -> bytes:
        try:
            frames.send(own.channel, msgspec.json.encode(piece))
            return frames.receive(own.channel)
        except frames.EndedError:
            message = f"A process that makes records ended with {own.process.wait()}. What it was at is not kept; begin again to go on."
            raise ChildProcessError(message) from None

    pool = ThreadPoolExecutor(cores, initializer=begin)
    try:
        yield lambda piece: pool.submit(ask, piece)
    finally:
        for process in processes:
            process.kill()
        pool.shutdown(cancel_futures=True)
        for process in processes:
            process.wait()
        for channel in channels:
            channel.close()


def there(reading: Reading) -> int:
    """How many of the records are there. Raises Invalid where the store holds what does not begin with them."""
    low, high = 0, MOST
    while low < high:
        middle = (low + high) // 2
        if reading.standing(population.identity(middle), population.locale_of(middle)):
            low = middle + 1
        else:
            high = middle
    if low == 0:
        strange = bool(reading.journal(limit=1))
    else:
        last = reading.revision(population.identity(low - 1), population.locale_of(low - 1), 1)
        strange = last is None or last.digest != digest_of(Population().content(low - 1))
    if strange or reading.head().seq < population.changes(low):
        raise Invalid.one(
            "--at",
            "not_ours",
            nb="Mappen inneholder noe annet enn prøveposter som denne utgaven lager. Velg en tom mappe.",
            en="The folder holds something else than the synthetic records that this release makes. Choose an empty one.",
        )
    return low
