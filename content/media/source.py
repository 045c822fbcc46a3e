"""The bytes of a file, read where they are needed: a video is never held in memory whole."""

from __future__ import annotations

import os
from typing import Final, Protocol

from content.media.refusal import truncated

PIECE: Final = 256 * 1024


class Source(Protocol):
    """Bytes that can be read anywhere."""

    @property
    def size(self) -> int:
        """How many bytes there are."""
        ...

    def read(self, at: int, length: int) -> bytes:
        """Exactly so many bytes from a place. Raises Invalid where the file ends before them."""
        ...


class OnDisk:
    """A Source over an open file, which nobody writes to meanwhile. Keeps one piece, for formats that are read in small steps."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size
        self._at = 0
        self._piece = b""

    @property
    def size(self) -> int:
        return self._size

    def read(self, at: int, length: int) -> bytes:
        if at < 0 or length < 0 or at + length > self._size:
            raise truncated()
        if not self._at <= at <= at + length <= self._at + len(self._piece):
            self._at, self._piece = at, self._take(at, max(length, PIECE))
        begin = at - self._at
        found = self._piece[begin : begin + length]
        if len(found) < length:
            raise truncated()
        return found

    def _take(self, at: int, length: int) -> bytes:
        parts = []
        while length and (part := os.pread(self._descriptor, length, at)):
            parts.append(part)
            at += len(part)
            length -= len(part)
        return b"".join(parts)
