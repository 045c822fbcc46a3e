"""The checker: checks markup of any size. What is small is checked here; what may take seconds, in a process of its own.

The interpreter runs one thread at a time: a page of 1 MB that is made to be slow keeps it from readers for seconds, and takes 350 MB of
memory. A process of its own takes neither from the server, and can be ended. Each large check has a fresh one, so that nothing of one is
left to the next; one is at work at a time, so that a core stays with the readers. It is started as `python -m service.checker`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from content import accessibility, advice
from content.accessibility import Report
from content.accessibility.tree import Mode
from content.advice import Advice, Detector, NoDetector, advise
from content.errors import TooHeavy, TooMany

LOGGER: Final = logging.getLogger("nordkalott.checker")
SMALL: Final = 32 * 1024
"""Characters that are checked here: 0.3 s at the very most, and mostly 10 ms."""
WORK: Final = 10
"""Seconds that a process may work; where others keep the processors from it, it takes longer."""
SECONDS: Final = 20.0
"""How long it may take altogether, its start included."""
MEMORY: Final = 320 * 2**20
"""Bytes that it may take. Where the system lets no process bound itself, what bounds the service bounds it too."""
_PROGRAM: Final = (sys.executable, "-P", "-m", "service.checker")
_HOME: Final = Path(__file__).parents[1]
_SOON: Final = 5
_SHOWN: Final = 2000


class Markup(Struct, frozen=True, kw_only=True):
    """What is to be checked, and as what. `languages` says whether the detector is asked."""

    html: str
    mode: Mode
    heading_level: int = 2
    languages: bool = True


class Checked(Struct, frozen=True, kw_only=True):
    """The Report, and the advice beside it."""

    report: Report
    advice: Advice


class Checker:
    """One for each server. May be used from any thread; `close` ends what is under way."""

    def __init__(
        self,
        detector: Detector,
        *,
        program: tuple[str, ...] = _PROGRAM,
        seconds: float = SECONDS,
        small: int = SMALL,
    ) -> None:
        self._detector = detector
        self._program = program
        self._seconds = seconds
        self._small = small
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._closed = False

    def check(self, markup: Markup) -> Checked:
        """What is to be said of it. Raises TooHeavy where that takes too long or too much, TooMany where no process can be had."""
        if len(markup.html) <= self._small:
            return _checked(markup, self._detector)
        with self._turn:
            return self._apart(markup)

    def close(self) -> None:
        """End what is under way, and begin no more."""
        with self._state:
            self._closed = True
            if self._running:
                self._running.kill()

    def _apart(self, markup: Markup) -> Checked:
        with self._started() as process:
            try:
                answer, said = process.communicate(msgspec.msgpack.encode(markup), self._seconds)
            except subprocess.TimeoutExpired:
                raise _too_heavy() from None
            finally:
                process.kill()
                with self._state:
                    self._running = None
        if process.returncode == 0:
            return msgspec.msgpack.decode(answer, type=Checked)
        if self._closed:
            raise TooMany("The service is about to stop. Try again in a moment.", _SOON)
        LOGGER.warning(
            "a check ended with %d: %s", process.returncode, said.decode("utf-8", "replace")[-_SHOWN:].strip()
        )
        raise _too_heavy()

    def _started(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH", ""))))
        # A detector that counts in threads would take a stack and a buffer for each.
        surroundings = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        with self._state:
            if self._closed:
                raise TooMany("The service is about to stop. Try again in a moment.", _SOON)
            try:
                self._running = subprocess.Popen(  # noqa: S603 - our own program, and nothing of the markup in its arguments
                    self._program,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    env=surroundings,
                    start_new_session=True,
                )
            except OSError as error:
                LOGGER.error("no process could be started for a check: %s", error)  # noqa: TRY400 - the place says nothing
                raise TooMany(f"Too much is being done here. Try again in {_SOON} s.", _SOON) from error
            return self._running


def main() -> None:
    """Check what comes on standard input, and answer on standard output: what the process at the other end does."""
    _confine()
    markup = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Markup)
    detector = advice.detector() if markup.languages else NoDetector(advice.OFF)
    sys.stdout.buffer.write(msgspec.msgpack.encode(_checked(markup, detector)))


def _checked(markup: Markup, detector: Detector) -> Checked:
    report = accessibility.check(markup.html, mode=markup.mode, heading_level=markup.heading_level)
    return Checked(report=report, advice=advise(markup.html, mode=markup.mode, detector=detector))


def _confine() -> None:
    """Bound this process, should nobody be left to end it, and let others go first. A sandbox may forbid any of this."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (WORK, WORK))
    with contextlib.suppress(OSError):
        os.nice(10)
    with contextlib.suppress(OSError):  # where memory runs out, this one goes, and not the server
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _too_heavy() -> TooHeavy:
    return TooHeavy(
        f"This takes more than {WORK} s or {MEMORY // 2**20} MB to check. Divide it into smaller pieces, "
        "or check it with “nordkalott check” at the command line."
    )


if __name__ == "__main__":
    main()
