"""What SQLite says went wrong, in our words: what, where, and the mend.

Result codes: the SQLite documentation, "Result and Error Codes". A file-size limit (RLIMIT_FSIZE) is an I/O error to SQLite
and only the system's own error number tells that it means "no room".
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import apsw

from content.errors import (
    NordkalottError,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreReadOnly,
    WrongState,
)

_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_NO_RIGHT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_DAMAGED_IO = frozenset(
    {
        apsw.SQLITE_IOERR_SHORT_READ,
        apsw.SQLITE_IOERR_CORRUPTFS,
        apsw.SQLITE_IOERR_DATA,
        apsw.SQLITE_IOERR_READ,
    }
)


def explain(error: apsw.Error, path: Path, number: int = 0) -> NordkalottError:
    """The error to raise for one of SQLite's; `number` is the system's errno behind it, 0 where there is none."""
    no_right = isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError) or (
        isinstance(error, apsw.CantOpenError | apsw.IOError) and number in _NO_RIGHT
    )
    if isinstance(error, apsw.FullError) or (isinstance(error, apsw.IOError) and number in _NO_ROOM):
        explained: NordkalottError = _full(path, error)
    elif no_right:
        explained = _read_only(path, error)
    elif isinstance(error, apsw.CantOpenError):
        explained = _cannot_open(path, error)
    elif isinstance(error, apsw.BusyError | apsw.LockedError):
        explained = _busy(path)
    elif (
        isinstance(error, apsw.CorruptError | apsw.NotADBError)
        or getattr(error, "extendedresult", 0) in _DAMAGED_IO
    ):
        explained = _corrupt(path, error)
    elif isinstance(error, apsw.ConstraintError):
        explained = WrongState(f"The store refuses what does not follow from what it holds: {error}.")
    else:
        explained = StoreError(f"The store {path} could not do its work: {error}.")
    return explained


def _full(path: Path, error: apsw.Error) -> StoreFull:
    return StoreFull(
        f"There is no room left for {path} ({error}). Nothing of this write was kept. "
        "Free some space, or raise the limit on its size, and try again."
    )


def _busy(path: Path) -> StoreBusy:
    return StoreBusy(
        f"Another process held the write lock of {path} for too long. Nothing of this write was kept. "
        "Wait for it to finish, then try again."
    )


def _read_only(path: Path, error: apsw.Error) -> StoreReadOnly:
    return StoreReadOnly(
        f"{path} or its folder cannot be written ({error}). "
        "Give this user the right to write there, or name another folder with --data."
    )


def _corrupt(path: Path, error: apsw.Error) -> StoreCorrupt:
    return StoreCorrupt(
        f"The file {path} is damaged ({error}). Stop writing to it, run “nordkalott doctor” to learn what is hit, "
        "and restore the newest backup."
    )


def _cannot_open(path: Path, error: apsw.Error) -> StoreError:
    if path.parent.is_dir() and not os.access(path.parent, os.W_OK | os.X_OK):
        return _read_only(path, error)
    if not path.exists():
        return StoreError(f"There is no store at {path}. Name the right folder with --data.")
    return StoreError(f"The store {path} cannot be opened: {error}.")
