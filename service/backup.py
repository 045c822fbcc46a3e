"""A backup: one tar file with the store as of one moment and the media, made while the service runs.

The key of the redactions is not in it: whoever has a backup alone cannot try out what was removed. It has to be kept apart.
"""

from __future__ import annotations

import os
import re
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from service.newfile import fresh, refuse
from service.wiring import DATABASE, MEDIA, Parts

_PACE: Final = 0.2
"""Seconds of writing between two looks."""
_DIGEST: Final = re.compile("[0-9a-f]{64}")
Progress = Callable[[int, int], None]


class Saved(Struct, frozen=True, kw_only=True):
    """What a backup holds: the size of the file in bytes, how many media files, and where the change log stands in it."""

    file: str
    bytes: int
    media: int
    epoch: str
    seq: int


def save(parts: Parts, path: Path, progress: Progress | None = None) -> Saved:
    """Make a backup. Raises Conflict where there is a file of this name, StoreError, OSError; then there is no file."""
    refuse(path)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        copy = Path(folder) / DATABASE
        with parts.store.read() as reading:
            head = reading.head()
        with _steadily(copy):
            parts.store.copy(copy)
        # Media are immutable, and named by what they hold: what the copy refers to is there, unless it was redacted since.
        media = tuple(_files(parts.settings.folder / MEDIA))
        with (
            fresh(path) as stream,
            _steadily(Path(stream.name)),
            tarfile.open(fileobj=stream, mode="w") as tar,
        ):
            for number, each in enumerate((copy, *media)):
                name = (
                    DATABASE if each is copy else f"{MEDIA}/{each.relative_to(parts.settings.folder / MEDIA)}"
                )
                try:
                    tar.add(each, arcname=name, recursive=False, filter=_bare)
                except FileNotFoundError:
                    continue
                if progress:
                    progress(number + 1, len(media) + 1)
    return Saved(file=str(path), bytes=path.stat().st_size, media=len(media), epoch=head.epoch, seq=head.seq)


@contextmanager
def _steadily(path: Path) -> Iterator[None]:
    """Bring a file to the disk while it is written. What piles up in memory the kernel writes all at once, and then everybody waits who
    writes: a server that is at its access log too.
    """
    done = threading.Event()

    def sync() -> None:
        while not path.exists():
            if done.wait(_PACE):
                return
        # Closed only when SQLite is through with the file: that takes away the locks which this process has on it.
        # A disk that is full or broken is told to whoever writes.
        with suppress(OSError), path.open("rb") as file:
            while not done.wait(_PACE):
                os.fdatasync(file.fileno())

    thread = threading.Thread(target=sync)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in sorted(folder.glob("*/*")) if _DIGEST.fullmatch(each.name))


def _bare(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of this machine's users."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
