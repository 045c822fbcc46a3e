"""One server for each data folder: an exclusive lock that the kernel releases, however the process ends."""

from __future__ import annotations

import datetime
import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content.errors import StoreBusy, StoreError, StoreReadOnly

NAME = "serve.lock"


@contextmanager
def claim(data: Path) -> Iterator[None]:
    """Hold the data folder for this process, as long as the context lasts.

    Raises StoreBusy where another process holds it, StoreReadOnly or StoreError where the lock file cannot be written.
    """
    path = data / NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _refused(data, error) from error
    try:
        _lock(descriptor, data)
        yield
        # The file stays: removing it would let two processes lock two different files.
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, data: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid, _, since = os.pread(descriptor, 100, 0).decode(errors="replace").strip().partition(" ")
        holder = (
            f"Process {pid} serves the folder {data} since {since}"
            if since
            else f"Another process serves the folder {data}"
        )
        raise StoreBusy(f"{holder}. Stop it, or name another folder with --data.") from None
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {now}\n".encode(), 0)
    except OSError as error:
        raise _refused(data, error) from error


def _refused(data: Path, error: OSError) -> StoreError:
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StoreReadOnly(
            f"The data folder {data} cannot be written. Give this user the right to write there, or name another with --data."
        )
    return StoreError(f"The data folder {data} cannot be claimed: {error.strerror}.")
