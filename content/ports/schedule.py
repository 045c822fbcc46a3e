"""The room of the schedule: what is to be published and withdrawn, and when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from content.locales import Locale
from content.model import Standing
from content.schedule import Planned


class Schedule(Protocol):
    """What is planned. Rows are checked against their seal; StoreCorrupt names what does not match."""

    def of(self, identity: UUID, locale: Locale) -> tuple[Planned, ...]:
        """What is planned for a record in a locale, and what failed and was not planned anew; earliest first."""
        ...

    def together(self, planned: Planned) -> tuple[Planned, ...]:
        """The publications that are still to go out together with this one, itself among them; () where it is not as it was."""
        ...

    def due(self, now: datetime.datetime, limit: int = 100) -> tuple[Planned, ...]:
        """What has to be done by now, earliest first. What failed is not."""
        ...

    def next(self, after: datetime.datetime) -> datetime.datetime | None:
        """The earliest time after a moment at which something is planned."""
        ...

    def listing(self, until: datetime.datetime | None = None) -> tuple[Planned, ...]:
        """What is planned until a moment, and all that failed; earliest first."""
        ...


class ScheduleWriting(Schedule, Protocol):
    """The same, and the changes; who asked for them is told to the journal by `Writing.record`."""

    def keep(self, planned: Sequence[Planned]) -> tuple[Planned, ...]:
        """Keep plans, each in the place of the one before, and number them. Several publications go out together or not at all."""
        ...

    def take(self, planned: Sequence[Planned]) -> bool:
        """Take plans away if all of them are still there as they were; False, and none taken, otherwise.

        Done in the transaction that does what was planned, this is what makes it happen once.
        """
        ...

    def fail(self, planned: Sequence[Planned], why: str, at: datetime.datetime) -> bool:
        """Mark plans as failed if all of them are still there as they were; False, and none marked, otherwise."""
        ...

    def mark(self, standing: Standing) -> None:
        """Keep a standing that only went between `draft` and `scheduled`. Raises WrongState where anything else moved."""
        ...
