"""Standard output and standard error, written whole.

With PYTHONUNBUFFERED, which the image and the unit set so that no line of a log waits, they are bare files. A bare file takes as much as
goes in before a signal comes, SIGSTOP and SIGCONT among them (write(2)), and Python takes that for all: the rest of an export would be lost.
"""

from __future__ import annotations

import io
import sys
from typing import TextIO


def make_whole() -> None:
    """Put a buffer before those that have none: it writes until all is written. A line still goes out at its end."""
    sys.stdout = _whole(sys.stdout)
    sys.stderr = _whole(sys.stderr)


def _whole(stream: TextIO) -> TextIO:
    # One of them may be closed at the start, and then Python has None in its place.
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(stream.buffer, io.RawIOBase):
        return stream
    return open(  # as long as the process lives
        stream.fileno(), "w", buffering=1, encoding=stream.encoding, errors=stream.errors, closefd=False
    )
