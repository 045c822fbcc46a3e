"""The process that works apart: takes tasks from the socket that is its standard input, until that ends. Nothing is kept of them."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import queue
import resource
import socket
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Final

import msgspec

from service import program
from service.apart import frames
from service.apart.tasks import DECODER, Reply, done

IDLE: Final = 300.0
"""Seconds after which one that has nothing to do ends."""
_MOST: Final = 128 * 2**20
"""Bytes of memory with which it still stays; one that has more after its work ends, and another begins small."""


def main(nice: str, work: str, memory: str) -> None:
    """Say which program this is, and do what comes."""
    _confine(int(memory))
    channel = socket.socket(fileno=os.dup(0))
    frames.send(channel, program.written())
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(channel, tasks), daemon=True).start()
    gc.freeze()
    # Not before: where others take all of the processors, to begin would take ten times as long, and somebody waits.
    with contextlib.suppress(OSError):
        os.nice(int(nice))
    while True:
        try:
            task = tasks.get(timeout=IDLE)
        except queue.Empty:
            return
        _bound(int(work))
        answer = _answered(task)
        frames.send(channel, answer)
        if answer[:1] != Reply.DONE or _held() > _MOST:
            return
        del task, answer


def _listen(channel: socket.socket, tasks: queue.SimpleQueue[bytes]) -> None:
    """Take what comes. When there is nobody any more who wants an answer, this process ends, whatever it is at."""
    try:
        while True:
            tasks.put(frames.receive(channel))
    except (frames.EndedError, MemoryError):
        os._exit(0)


def _answered(task: bytes) -> bytes:
    try:
        return Reply.DONE + msgspec.msgpack.encode(done(DECODER.decode(task)))
    except MemoryError:
        traceback.print_exc()
        return Reply.TOO_HEAVY
    except Exception as error:  # noqa: BLE001 - it belongs to the caller, who makes it anew
        return Reply.UNDONE + repr(error).encode("utf-8", "replace")


def _confine(memory: int) -> None:
    """Bound this process. A sandbox may forbid any of this."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with contextlib.suppress(OSError):  # where memory runs out, this one goes, and not the server
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _bound(work: int) -> None:
    """Bound what the next piece of work may take of a processor, should nobody be left to end it."""
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + work, hard))


def _held() -> int:
    """Bytes that it has in memory; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main(*sys.argv[1:4])
