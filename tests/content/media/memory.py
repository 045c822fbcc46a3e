"""A file of a test, held in memory."""

from __future__ import annotations

from content.media.refusal import truncated


class InMemory:
    """A Source over bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        return len(self._data)

    def read(self, at: int, length: int) -> bytes:
        if at < 0 or length < 0 or at + length > len(self._data):
            raise truncated()
        return self._data[at : at + length]
