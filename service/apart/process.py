"""One process that works apart. It is handed messages over a socket, one at a time, and ends when the socket does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from service.apart import frames

PROGRAM: Final = (sys.executable, "-P", "-m", "service.apart")
_HOME: Final = Path(__file__).parents[2]
_SHOWN: Final = 2000
_FAULTS: Final = frozenset({signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE})
"""Signals that a program brings upon itself."""
End = Literal["spent", "killed", "unborn", "broken"]
"""It had worked for too long; somebody ended it, or the system for want of memory; it could not begin; it ended itself."""


class Bounds(Struct, frozen=True, kw_only=True):
    """What a piece of work may take: `seconds` altogether, the start of the process included; `work` of a processor, which is less where
    others keep it from one; `memory` in bytes. `nice` says how far it lets others go first.
    """

    seconds: float = 120.0
    work: int = 60
    memory: int = 320 * 2**20
    nice: int = 5


class Process:
    """Starts it. Raises OSError where no process can be had."""

    def __init__(self, program: tuple[str, ...], bounds: Bounds) -> None:
        path = os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH", ""))))
        # A detector that counts in threads would take a stack and a buffer for each.
        surroundings = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._channel, theirs = socket.socketpair()
        self.mark: bytes | None = None
        """Which program it runs; None before it has said so."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, and nothing that was sent to us in its arguments
                (*program, str(bounds.nice), str(bounds.work), str(bounds.memory)),
                stdin=theirs.fileno(),
                stdout=self._said,
                stderr=self._said,
                env=surroundings,
                process_group=0,  # no Ctrl-C is for it; a session of its own would be a group of the scheduler too, where "nice" says nothing
            )
        except OSError:
            self._channel.close()
            self._said.close()
            raise
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        """Its number."""
        number: int = self._process.pid
        return number

    @property
    def alive(self) -> bool:
        """Has it not ended, as far as can be seen?"""
        return self._process.poll() is None

    @property
    def end(self) -> End:
        """How it ended, once it is buried."""
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return "spent"
        if code < 0 and -code not in _FAULTS:
            return "killed"
        return "unborn" if self.mark is None else "broken"

    def exchange(self, message: bytes, seconds: float) -> bytes:
        """Its answer to a message. Raises TimeoutError, and EndedError where it ended before it had answered."""
        until = time.monotonic() + seconds
        frames.send(self._channel, message, until)
        if self.mark is None:
            self.mark = frames.receive(self._channel, until)
        return frames.receive(self._channel, until)

    def kill(self) -> None:
        """End it, whatever it does. May be called while another thread waits for its answer."""
        self._process.kill()

    def bury(self) -> str:
        """End it, and give back what it held; what it said last."""
        self._process.kill()
        self._process.wait()
        self._channel.close()
        with self._said:
            self._said.seek(max(self._said.seek(0, os.SEEK_END) - _SHOWN, 0))
            said = self._said.read().decode("utf-8", "replace").strip()
        return (
            f"ended with {self._process.returncode}: {said}"
            if said
            else f"ended with {self._process.returncode}"
        )
