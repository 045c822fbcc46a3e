"""Files in a folder, under the SHA-256 of their bytes: `ab/abcdef…`, and `incoming/` for what is on its way in.

A file is written under another name, synced, renamed into place, and its folder synced: it is there whole or not at all, and before
its row. A crash in between leaves a stray, which `sweep` removes. The lock (flock, between processes too) keeps a removal from
taking a file that an upload has just found there.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from content.errors import StoreCorrupt, StoreError, StoreFull, StoreReadOnly, TooLarge
from content.media.source import OnDisk, Source

_INCOMING: Final = "incoming"
_LOCK: Final = "lock"
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_NO_RIGHT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_LEAST: Final = 64 * 1024 * 1024
"""Bytes that an upload leaves free: the database must still be able to write."""


class DiskBlobs:
    """`Blobs` in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextlib.contextmanager
    def receive(self, limit: int) -> Iterator[_Incoming]:
        with self._temporary() as (file, _):
            yield _Incoming(file, self._folder, limit)

    def place(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        with self._temporary() as (file, temporary):
            seen, size = hashlib.sha256(), 0
            with self._said():
                for piece in pieces:
                    file.write(piece)
                    seen.update(piece)
                    size += len(piece)
                file.flush()
                os.fsync(file.fileno())
                digest = seen.hexdigest()
                path = self._path(digest)
                path.parent.mkdir(exist_ok=True)
                os.fchmod(file.fileno(), 0o644)
                temporary.replace(path)
                for folder in (path.parent, self._folder):
                    _sync(folder)
        return digest, size

    def open(self, digest: str) -> BinaryIO:
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError as error:
            raise StoreCorrupt(
                f"The file of the medium {digest} is not in {self._folder}. Restore the folder from a backup."
            ) from error
        except OSError as error:
            raise self._error(error) from error

    def remove(self, digests: Iterable[str]) -> None:
        with self._said():
            for digest in digests:
                path = self._path(digest)
                if path.exists():
                    path.unlink()
                    _sync(path.parent)

    @contextlib.contextmanager
    def placing(self) -> Iterator[None]:
        with self._locked(fcntl.LOCK_SH):
            yield

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with self._locked(fcntl.LOCK_EX):
            yield

    def verify(self, expected: dict[str, int], erased: frozenset[str]) -> tuple[str, ...]:
        found: list[str] = []
        there = {path.name: path for path in self._files()}
        for digest, size in sorted(expected.items()):
            path = there.pop(digest, None)
            if path is None:
                found.append(f"the file of the medium {digest} is missing from {self._folder}")
            elif path.stat().st_size != size or _digest(path) != digest:
                found.append(f"the file {path} is damaged: its bytes are not those that were kept")
        for digest, path in sorted(there.items()):
            why = "was erased" if digest in erased else "is known to no medium"
            found.append(f"the file {path} {why}: “nordkalott media sweep” removes it")
        return tuple(found)

    def sweep(
        self, known: Callable[[], tuple[frozenset[str], frozenset[str]]], before: datetime.datetime
    ) -> int:
        if not self._folder.is_dir():
            return 0
        count = 0
        with self.alone(), self._said():
            # Asked under the lock: no upload stands between its file and its row now.
            wanted, erased = known()
            strays = [path for path in self._files() if path.name not in wanted]
            waiting = self._folder / _INCOMING
            strays += list(waiting.iterdir()) if waiting.is_dir() else []
            for path in strays:
                with contextlib.suppress(FileNotFoundError):
                    if path.name in erased or path.stat().st_mtime < before.timestamp():
                        path.unlink()
                        count += 1
        return count

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise StoreError(f"“{digest[:80]}” is no digest.")
        return self._folder / digest[:2] / digest

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            if _DIGEST.fullmatch(path.name):
                yield path

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        folder = self._folder / _INCOMING
        with self._said():
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=folder)
        file = os.fdopen(descriptor, "w+b")
        try:
            yield file, Path(name)
        finally:
            # Closing writes what is left in the buffer, for which there may be no room: it is not wanted any more.
            with contextlib.suppress(OSError):
                file.close()
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()

    @contextlib.contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with self._said():
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, how)
            yield
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """What the system says went wrong, in our words."""
        try:
            yield
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> StoreError:
        return explain(error, self._folder)


class _Incoming:
    def __init__(self, file: BinaryIO, folder: Path, limit: int) -> None:
        self._file = file
        self._limit = limit
        self._folder = folder
        self.size = 0

    def write(self, data: bytes) -> None:
        if self.size + len(data) > self._limit:
            raise TooLarge(self._limit)
        try:
            room = os.fstatvfs(self._file.fileno())
            full = room.f_bavail * room.f_frsize < _LEAST + len(data)
            if not full:
                self._file.write(data)
        except OSError as error:
            raise explain(error, self._folder) from error
        if full:
            raise explain(OSError(errno.ENOSPC, "the rest is for the database"), self._folder)
        self.size += len(data)

    def source(self) -> Source:
        try:
            self._file.flush()
        except OSError as error:
            raise explain(error, self._folder) from error
        return OnDisk(self._file.fileno())


def explain(error: OSError, folder: Path) -> StoreError:
    """The error to raise for one of the system's."""
    why = error.strerror or str(error)
    if error.errno in _NO_ROOM:
        return StoreFull(
            f"There is no room left in {folder} ({why}). Nothing of this file was kept. Free some space, and try again."
        )
    if error.errno in _NO_RIGHT:
        return StoreReadOnly(
            f"{folder} cannot be written ({why}). Give this user the right to write there, or name another folder with --data."
        )
    return StoreError(f"The folder {folder} could not be used: {why}.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
