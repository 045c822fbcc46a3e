"""The room of moments: when what an answer depends on was last moved, for Last-Modified."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Protocol


class Moments(Protocol):
    """When tags were moved, by the clock of the store's writer. Times never go back, whatever that clock does."""

    def newest(self, tags: Collection[str], now: datetime.datetime) -> datetime.datetime | None:
        """When an answer with these tags last became another one: by a change, silent ones too; by the end of what people answered about
        a record among them, up to `now`; by a restore; or by another program. None where nothing of that is known.
        """
        ...


class MomentsWriting(Moments, Protocol):
    """The same, and the one move that is no change."""

    def run_by(self, mark: bytes) -> bool:
        """Note which program writes answers, with which settings; where it is another one, all of them may be others. True if it is."""
        ...
