"""Files by their digest: where the bytes of media are kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from content.media.source import Source


class Incoming(Protocol):
    """A file that is on its way in. It is gone when its context ends."""

    @property
    def size(self) -> int:
        """How many bytes came so far."""
        ...

    def write(self, data: bytes) -> None:
        """Take in more bytes. Raises TooLarge, StoreFull, StoreError."""
        ...

    def source(self) -> Source:
        """What came so far, to be read."""
        ...


class Blobs(Protocol):
    """Keeps files under the SHA-256 of their bytes, in hexadecimal digits. Blocking, for threads."""

    def receive(self, limit: int) -> AbstractContextManager[Incoming]:
        """A place for a file on its way in, of so many bytes at most; `write` raises TooLarge beyond."""
        ...

    def place(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Keep bytes, durable on return; their digest and size. Within `placing` alone. Raises StoreFull, StoreError."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """The file, to be read. Raises StoreCorrupt where it is not there."""
        ...

    def remove(self, digests: Iterable[str]) -> None:
        """Remove files for good; those that are not there are no matter. Within `alone` only."""
        ...

    def placing(self) -> AbstractContextManager[None]:
        """Held from before a file is placed until its row is kept, by any number at a time."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Held from before a row is taken away until its files are: nobody places a file meanwhile."""
        ...

    def verify(self, expected: dict[str, int], erased: frozenset[str]) -> tuple[str, ...]:
        """Read every file: what is missing, damaged, there though erased, or stray. `expected` is digest and size."""
        ...

    def sweep(
        self, known: Callable[[], tuple[frozenset[str], frozenset[str]]], before: datetime.datetime
    ) -> int:
        """Remove what interrupted uploads and removals left behind before a time, and what was erased; how many files that were.

        `known` gives the digests that are kept, and those that were erased.
        """
        ...
