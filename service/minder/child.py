"""The birth of a child, and what keeps it from outliving its parent."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final, NoReturn

from content.errors import NordkalottError

LOGGER: Final = logging.getLogger("nordkalott.minder")
FAILED: Final = 2
ENDING: Final = frozenset({signal.SIGTERM, signal.SIGINT})
"""What tells the parent to end."""
_FOR_THE_PARENT: Final = frozenset({signal.SIGINT, signal.SIGHUP})
"""What a terminal sends to all of a group; a child hears of it from its parent, once."""


def fork(work: Callable[[], None], lifeline: tuple[int, int], grace: float) -> int:
    """Start a child that does `work`, and returns its process number. Every signal that its parent waits for must be blocked.

    `lifeline` is a pipe whose writing end nobody but the parent holds: when it closes, there is none any more. Then the child is told to
    end, and `grace` seconds later it ends, however it is with its work.
    """
    if threading.active_count() > 1:
        message = "a process with threads cannot be forked: what they hold would never be let go"
        raise RuntimeError(message)
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if not process:
        _born(work, lifeline, grace)
    return process


def _born(work: Callable[[], None], lifeline: tuple[int, int], grace: float) -> NoReturn:
    code = 1
    try:
        reading, writing = lifeline
        os.close(writing)
        threading.Thread(
            target=_watch, args=(reading, grace), name="nordkalott-lifeline", daemon=True
        ).start()
        for number in (signal.SIGTERM, signal.SIGUSR1, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, _FOR_THE_PARENT)
        work()
        code = 0
    except NordkalottError as error:
        LOGGER.error("it cannot go on: %s", error)  # noqa: TRY400 - the message says what, where and the mend
        code = FAILED
    except BaseException:
        LOGGER.exception("it cannot go on")
    finally:
        # Not as a program ends: what the parent has open is not this one's to close, or to write out a second time.
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _watch(lifeline: int, grace: float) -> None:
    os.read(lifeline, 1)
    LOGGER.error("the process that minds the others is gone: process %d ends too", os.getpid())
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os._exit(FAILED)
