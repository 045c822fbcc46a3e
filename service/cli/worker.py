"""`nordkalott worker`: the background part alone."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from service import worker
from service.cli import setting
from service.edge import telemetry

_LAST: Final = frozenset({signal.SIGTERM, signal.SIGINT})


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; what has begun is finished first; 0 after both."""
    # Before any thread begins: each would be a place where the signal could end the process in the middle of a piece of work.
    with _blocked(), setting.parts(arguments) as parts:
        telemetry.configure(parts.settings.log_format, sys.stderr)
        with worker.running(*parts.workers()):
            print(f"Nordkalott works on {parts.settings.folder}. Stop with Ctrl-C.", flush=True)
            signal.sigwait(_LAST)
    return 0


@contextmanager
def _blocked() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _LAST)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
