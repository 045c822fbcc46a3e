"""The checker: checks markup of any size. What is small is checked here; what may take seconds, in a process of its own.

The interpreter runs one thread at a time: a page of 1 MB that is made to be slow keeps it from readers for seconds, and takes 350 MB of
memory. A process of its own (`service.apart`) takes neither from the server, and can be ended. Each large check has a fresh one, so that
nothing of one is left to the next; one is at work at a time, so that a core stays with the readers.
"""

from __future__ import annotations

from typing import Final

import msgspec

from content.advice import Detector
from content.errors import TooMany
from service.apart.crew import Crew, NobodyError, UndoneError
from service.apart.process import PROGRAM, Bounds
from service.apart.tasks import Advised, Markup, checked

SMALL: Final = 32 * 1024
"""Characters that are checked here: 0.3 s at the very most, and mostly 10 ms."""
BOUNDS: Final = Bounds(seconds=20.0, work=10, memory=320 * 2**20)
_SOON: Final = 5


class Checker:
    """One for each server. May be used from any thread; `close` ends what is under way."""

    def __init__(
        self,
        detector: Detector,
        *,
        program: tuple[str, ...] = PROGRAM,
        seconds: float = BOUNDS.seconds,
        small: int = SMALL,
    ) -> None:
        self._detector = detector
        self._small = small
        bounds = msgspec.structs.replace(BOUNDS, seconds=seconds)
        self._crew = Crew(1, bounds, lasting=False, patience=2 * seconds, command=program)

    def check(self, markup: Markup) -> Advised:
        """What is to be said of it. Raises TooHeavy where that takes too long or too much, TooMany where no process can be had, Interrupted
        where it was ended.
        """
        if len(markup.html) <= self._small:
            return checked(markup, self._detector)
        try:
            return msgspec.msgpack.decode(self._crew.do(msgspec.msgpack.encode(markup)), type=Advised)
        except NobodyError as error:
            raise TooMany(f"Too much is being done here. Try again in {_SOON} s.", _SOON) from error
        except UndoneError as error:
            raise self._crew.too_heavy() from error

    def close(self) -> None:
        """End what is under way, and begin no more."""
        self._crew.close()
