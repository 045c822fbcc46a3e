"""The command line: one module a verb, imported only when that verb runs.

Exit codes: 0 done, 1 a negative answer, 2 wrong use or could not run, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from content.errors import CheckFailed, Conflict, NordkalottError, NotFound
from service.cli.parser import build
from service.cli.terminal import complain

NEGATIVE = 1
COULD_NOT = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    parser = build()
    arguments = parser.parse_args(argv)
    try:
        verb = import_module(f"service.cli.{arguments.module}")
        code: int = verb.run(arguments)
        sys.stdout.flush()
    except NordkalottError as error:
        complain(error)
        return NEGATIVE if isinstance(error, NotFound | Conflict | CheckFailed) else COULD_NOT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader left; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


__all__ = ["main"]
