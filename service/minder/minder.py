"""The minder: starts the children, starts another where one has ended, and lets all end when it is told to."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from content.errors import NordkalottError
from service.minder import posts
from service.minder.board import Board
from service.minder.child import ENDING, fork
from service.minder.place import READY, Place
from service.minder.posts import Post

LOGGER: Final = logging.getLogger("nordkalott.minder")
LEAVE: Final = 5.0
"""Seconds beyond the grace of the requests that are under way, in which a child closes the store and ends."""
_WATCHED: Final = frozenset({*ENDING, READY, signal.SIGCHLD})
_NAME: Final = "the background work"

Work = Callable[[Place], None]


class NotStartedError(NordkalottError):
    """A child ended before all were ready for the first time; it has said why in the log."""


class Minder:
    """Minds one child for the background work, and so many that answer. For a process that has one thread, and keeps it.

    `grace` is for how many seconds what is under way may go on when they are told to end.
    """

    def __init__(self, answer: Work, background: Work, *, answering: int, grace: float) -> None:
        self._work: Final[Mapping[bool, Work]] = {True: background, False: answer}
        self._board = Board(answering + 1)
        self._grace = grace
        self._posts = tuple(
            Post(slot=slot, name=f"process {slot} of {answering} that answer" if slot else _NAME)
            for slot in range(answering + 1)
        )
        self._lifeline = (-1, -1)
        self._parent = os.getpid()

    def run(self, announce: Callable[[], None]) -> None:
        """Mind them until SIGTERM or SIGINT, and let them end. `announce` is called once, when all are ready for the first time.

        Raises NotStartedError.
        """
        announced = False
        with _blocked(), self._held():
            try:
                while True:
                    self._start()
                    heard = self._wait(posts.wait(self._posts, time.monotonic()))
                    died = self._bury()
                    if heard in ENDING:
                        return
                    if died and not announced:
                        raise NotStartedError(
                            f"The service could not start: {died[0].name} ended. The log says why."
                        )
                    if not announced and all(self._board.serves(post.slot) for post in self._posts):
                        announced = True
                        announce()
            finally:
                self._end()

    def _start(self) -> None:
        now = time.monotonic()
        self._posts = tuple(self._begun(post) if posts.due(post, now) else post for post in self._posts)

    def _begun(self, post: Post) -> Post:
        self._board.begun(post.slot)
        work = self._work[post.slot == Place.BACKGROUND]
        parent = self._parent

        def do() -> None:
            work(Place(self._board, post.slot, parent))

        try:
            process = fork(do, self._lifeline, self._grace + LEAVE)
        except OSError as error:
            LOGGER.error("%s cannot be started: %s", post.name, error)  # noqa: TRY400 - the place says nothing
            return posts.ended(posts.begun(post, 0, time.monotonic()), time.monotonic())
        return posts.begun(post, process, time.monotonic())

    def _wait(self, seconds: float | None) -> int:
        """The signal that came; 0 where none did in so many seconds."""
        if seconds is None:
            return signal.sigwait(_WATCHED)
        heard = signal.sigtimedwait(_WATCHED, seconds)
        return heard.si_signo if heard else 0

    def _bury(self) -> list[Post]:
        """Let go of those that have ended; say how, and when they are started again. Returns them."""
        dead: list[Post] = []
        found: list[Post] = []
        for post in self._posts:
            how = _ended(post.process) if post.process else None
            if how is None:
                found.append(post)
                continue
            self._board.ended(post.slot)
            now = time.monotonic()
            after = posts.ended(post, now)
            LOGGER.error(
                "%s (process %d) %s after %.1f s; another is started in %.1f s",
                post.name,
                post.process,
                how,
                now - post.since,
                after.since - now,
            )
            dead.append(post)
            found.append(after)
        self._posts = tuple(found)
        return dead

    def _end(self) -> None:
        """Let all end, then end those that do not; a second signal ends them at once."""
        left = {post.process: post.name for post in self._posts if post.process}
        for process in left:
            os.kill(process, signal.SIGTERM)
        until = time.monotonic() + self._grace + LEAVE
        while left:
            heard = signal.sigtimedwait(_WATCHED, max(until - time.monotonic(), 0.0))
            left = {process: name for process, name in left.items() if _ended(process) is None}
            if left and (heard is None or heard.si_signo in ENDING):
                for process, name in left.items():
                    LOGGER.error("%s (process %d) does not end: it is killed", name, process)
                    os.kill(process, signal.SIGKILL)
                    os.waitpid(process, 0)
                return

    @contextmanager
    def _held(self) -> Iterator[None]:
        self._lifeline = os.pipe()
        try:
            yield
        finally:
            for end in self._lifeline:
                os.close(end)


def _ended(process: int) -> str | None:
    """How a child of ours ended; None where it has not."""
    with contextlib.suppress(InterruptedError):
        found, status = os.waitpid(process, os.WNOHANG)
        if not found:
            return None
        code = os.waitstatus_to_exitcode(status)
        return f"ended with {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"
    return None


@contextmanager
def _blocked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
