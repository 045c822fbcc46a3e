"""The room of what is not kept for ever: where the journal begins, after its oldest entries were dropped."""

from __future__ import annotations

import datetime
from typing import Protocol

from msgspec import Struct


class Start(Struct, frozen=True, kw_only=True):
    """The last entry that was dropped: the chain goes on from its hash."""

    number: int
    hash: str


class Retention(Protocol):
    """Where the journal begins."""

    def start(self) -> Start | None:
        """The last entry that was dropped; None where the journal is whole."""
        ...

    def due(self, before: datetime.datetime, most: int) -> Start | None:
        """The last of the oldest entries that are all from before a time, `most` of them at most; None where there is none.

        Never the newest entry: the chain ends with it.
        """
        ...


class RetentionWriting(Retention, Protocol):
    """What drops entries."""

    def drop(self, start: Start) -> int:
        """Drop the entries up to and with this one, and keep its number and hash; how many they were.

        Raises WrongState where there is no such entry, or where it is the newest.
        """
        ...
