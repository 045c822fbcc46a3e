"""The crew: a few processes that stay, each with one piece of work at a time. Started when there is work, ended when there was none for long.

One that ends in the middle of its work is replaced, and the work is done again: it changes nothing, and comes to the same. What takes more
than its bounds, or breaks every process that is at it, is refused. Where they were ended from outside, that says nothing of the work: it
may be tried again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from content.errors import Interrupted, TooHeavy, TooMany
from service import program
from service.apart.frames import EndedError
from service.apart.process import PROGRAM, Bounds, End, Process
from service.apart.tasks import Reply

LOGGER: Final = logging.getLogger("nordkalott.apart")
_SOON: Final = 5
_TRIES: Final = 3
"""Processes that may end at a piece of work before it is given up."""


class NobodyError(Exception):
    """No process can be had, or none that runs this program: the work is for the caller."""


class UndoneError(Exception):
    """The work raised something there; what, it says. Whoever does it here gets the very error."""


class _LeftoversError(Exception):
    """There was too little memory in a process that holds on to some of its earlier work: a fresh one may have enough."""


class Crew:
    """May be used from any thread; `close` ends what is under way.

    `size` is how many work at a time. Those that do not stay (`lasting`) do one piece of work, so that nothing of it is left to the next.
    `patience` is for how many seconds a piece of work waits for its turn, `most` how many are worked on and wait together; 0 means any number.
    """

    def __init__(
        self,
        size: int = 1,
        bounds: Bounds | None = None,
        *,
        lasting: bool = True,
        patience: float = 60.0,
        most: int = 0,
        command: tuple[str, ...] = PROGRAM,
    ) -> None:
        self._size = size
        self._bounds = bounds or Bounds()
        self._lasting = lasting
        self._patience = patience
        self._most = most
        self._command = command
        self._state = threading.Condition()
        self._free: list[Process] = []
        self._busy: set[Process] = set()
        self._starting = 0
        self._inside = 0
        self._closed = False

    def do(self, task: bytes) -> bytes:
        """The answer to a task. Raises TooHeavy where it takes too much, TooMany where its turn does not come, Interrupted where whoever was
        at it was ended, NobodyError, UndoneError.
        """
        with self._place():
            return self._done(task)

    def _done(self, task: bytes) -> bytes:
        ends: set[End] = set()
        for attempt in range(_TRIES if self._lasting else 1):
            process = self._taken(fresh=attempt > 0)
            try:
                return self._exchanged(process, task)
            except _LeftoversError:
                continue
            except EndedError:
                said = self._buried(process)
                self._demand_open()
                LOGGER.warning("a process that worked apart %s", said)
                if process.end == "spent":
                    raise self.too_heavy() from None
                ends.add(process.end)
        if ends == {"broken"}:
            raise self.too_heavy()
        if ends == {"unborn"}:
            raise NobodyError
        raise _interrupted()

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._state:
            if self._most and self._inside >= self._most:
                raise _crowded()
            self._inside += 1
        try:
            yield
        finally:
            with self._state:
                self._inside -= 1

    def close(self) -> None:
        """End what is under way, and begin no more."""
        with self._state:
            self._closed = True
            self._state.notify_all()
            idle, self._free = self._free, []
            for each in self._busy:  # buried by those who wait for their answers
                each.kill()
        for each in idle:
            each.bury()

    def too_heavy(self) -> TooHeavy:
        """What is told of work that takes more than its bounds."""
        return TooHeavy(
            f"This takes more than {self._bounds.work} s or {self._bounds.memory // 2**20} MB to check. Divide it into smaller pieces, "
            "or do it at the command line: “nordkalott check” and “nordkalott records publish” have no such bounds."
        )

    def _exchanged(self, process: Process, task: bytes) -> bytes:
        fresh = process.mark is None
        try:
            raw = process.exchange(task, self._bounds.seconds)
        except TimeoutError:
            LOGGER.warning(
                "a process that worked apart for more than %g s %s",
                self._bounds.seconds,
                self._buried(process),
            )
            raise _interrupted() from None  # what takes more of a processor than it may is ended for that, and earlier
        except EndedError:
            raise
        except BaseException:
            self._buried(process)
            raise
        if process.mark != program.written():
            self._buried(process)
            LOGGER.warning(
                "another release was installed: restart the service. Until then it does all work itself."
            )
            raise NobodyError
        sort, answer = raw[:1], raw[1:]
        if sort == Reply.DONE and self._lasting:
            self._back(process)
        else:
            said = self._buried(process)
            if sort == Reply.TOO_HEAVY:
                LOGGER.warning("a process that worked apart took too much memory and %s", said)
        if sort == Reply.TOO_HEAVY:
            raise self.too_heavy() if fresh else _LeftoversError
        if sort == Reply.UNDONE:
            raise UndoneError(answer.decode("utf-8", "replace"))
        return answer

    def _taken(self, *, fresh: bool) -> Process:
        until = time.monotonic() + self._patience
        with self._state:
            while True:
                self._demand_open()
                if self._free:
                    process = self._free.pop()
                    if fresh or not process.alive:
                        process.bury()
                        continue
                    self._busy.add(process)
                    return process
                if len(self._busy) + self._starting < self._size:
                    self._starting += 1
                    break
                if not self._state.wait(until - time.monotonic()):
                    raise _crowded()
        return self._started()

    def _started(self) -> Process:
        try:
            process = Process(self._command, self._bounds)
        except OSError as error:
            LOGGER.error("no process could be started to work apart: %s", error)  # noqa: TRY400 - the place says nothing
            with self._state:
                self._starting -= 1
                self._state.notify()
            raise NobodyError from error
        with self._state:
            self._starting -= 1
            self._busy.add(process)
            closed = self._closed
        if closed:
            self._buried(process)
            self._demand_open()
        return process

    def _back(self, process: Process) -> None:
        with self._state:
            self._busy.discard(process)
            if not self._closed:
                self._free.append(process)
                self._state.notify()
                return
        process.bury()

    def _buried(self, process: Process) -> str:
        said = process.bury()
        with self._state:
            self._busy.discard(process)
            self._state.notify()
        return said

    def _demand_open(self) -> None:
        if self._closed:
            raise Interrupted("The service is about to stop. Try again in a moment.")


def _interrupted() -> Interrupted:
    return Interrupted(
        "Whoever was at work on this was ended before it was done. Nothing was kept, and that says nothing of the text. Try again in a moment."
    )


def _crowded() -> TooMany:
    return TooMany(f"Too much is being checked here. Try again in {_SOON} s.", _SOON)
