"""The command line: one module a verb, imported only when that verb runs.

Exit codes: 0 done, 1 a negative answer, 2 wrong use or could not run, 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from content.errors import CheckFailed, Conflict, Invalid, NordkalottError, NotFound
from service import streams
from service.cli.parser import build
from service.cli.terminal import complain, say

NEGATIVE = 1
COULD_NOT = 2
INTERRUPTED = 130
LAST = frozenset({"audit", "demo", "worker"})
"""Verbs with much to do for which nobody waits."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    streams.make_whole()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a letter, or an argument that is no UTF-8, is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(argv)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse leaves so: 0 after --help, 2 after wrong use
        code = leaving.code if isinstance(leaving.code, int) else COULD_NOT
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader left; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001  # Python itself would leave with 1, which means a negative answer here
        code = _failed(error)
    return code


def _failed(error: Exception) -> int:
    match error:
        case NordkalottError():
            complain(error)
            return NEGATIVE if isinstance(error, NotFound | Conflict | CheckFailed) else COULD_NOT
        case OSError():
            say(f"{error.filename or 'Reading or writing'}: {error.strerror or error}.")
        case _:
            traceback.print_exception(error)
            say("This is a fault in Nordkalott, not in your request. Please report it with the lines above.")
    return COULD_NOT


def _readable(arguments: argparse.Namespace) -> None:
    """Raise Invalid for text that is not UTF-8. Names of files may be anything: they are Paths, or in a list."""
    for value in vars(arguments).values():
        if isinstance(value, str) and not value.isascii():
            shown = value.encode("utf-8", "backslashreplace").decode()
            if shown != value:
                raise Invalid.one(
                    "",
                    "not_utf8",
                    nb=f"Argumentet «{shown[:80]}» er ikke UTF-8. Skriv det på nytt i en terminal som bruker UTF-8.",
                    en=f"The argument “{shown[:80]}” is not UTF-8. Type it again in a terminal that uses UTF-8.",
                )


def _run(argv: Sequence[str] | None) -> int:
    arguments = build().parse_args(argv)
    _readable(arguments)
    if argv is None and arguments.verb in LAST:  # we are the whole of this process
        import_module("service.courtesy").step_back()
    code: int = import_module(f"service.cli.{arguments.module}").run(arguments)
    return code


__all__ = ["main"]
