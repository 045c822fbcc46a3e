"""A new file, whole or not at all, never over another, and for its owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from content.errors import Conflict


@contextmanager
def fresh(path: Path) -> Iterator[BinaryIO]:
    """The file to write into; it gets its name when the context ends well. Raises Conflict where there is a file of this name."""
    refuse(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Backups, exports and journals hold drafts and names: for their owner alone.
        with open(unfinished, "xb", opener=_private) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        try:
            # Unlike a rename, a link does not replace what is there.
            path.hardlink_to(unfinished)
        except FileExistsError as error:
            raise _there(path) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def refuse(path: Path) -> None:
    """Raise Conflict where there is a file of this name: before the work, not after it."""
    if path.exists():
        raise _there(path)


def _there(path: Path) -> Conflict:
    return Conflict(f"There is a file {path} already. Name another: nothing was written.")
