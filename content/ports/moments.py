"""The room of moments: when what an answer depends on was last moved, for Last-Modified."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Protocol


class Moments(Protocol):
    """When tags were moved, by the clock of the store's writer. Times never go back, whatever that clock does."""

    def newest(self, tags: Collection[str], now: datetime.datetime, mark: bytes) -> datetime.datetime | None:
        """When an answer with these tags last became another one: by a change, silent ones too; by the end of what people answered about
        a record among them, up to `now`; by a restore; or by another program. None where another program than that of the mark writes answers, too.
        """
        ...

    def written_by(self, mark: bytes) -> bool:
        """Is this the program that writes answers, as was noted last?"""
        ...


class MomentsWriting(Moments, Protocol):
    """The same, and the one move that is no change."""

    def write_by(self, mark: bytes) -> None:
        """Note which program writes answers from now on, with which settings: all of them may be others."""
        ...
