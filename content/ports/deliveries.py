"""The room of deliveries: what is to be pushed, what was, and how far the logs have been read for it (the outbox)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.delivery import Delivery, Event, Happening, Source, State

LONGEST = datetime.timedelta(hours=26)
"""The longest that a delivery is put off: one that is due later was put off by a clock that has been set back since."""


class Summary(Struct, frozen=True, kw_only=True):
    """How it stands with all deliveries. `oldest` is when the first that still waits was made."""

    states: dict[State, int]
    oldest: datetime.datetime | None = None


class Deliveries(Protocol):
    """What there is."""

    def position(self, source: Source) -> int:
        """Up to where a log has been read: the last number that deliveries were made of."""
        ...

    def next(self, now: datetime.datetime) -> datetime.datetime | None:
        """When the first is due; `now` where it is put off for longer than LONGEST, because the clock was set back."""
        ...

    def due(
        self, now: datetime.datetime, limit: int, *, troubled: bool | None = None
    ) -> tuple[Delivery, ...]:
        """What is due, only the first of each subscriber. With `troubled`, of those alone that failed last, or did not.

        The earliest first, and before them whoever failed less often in a row: one that is dead for days, with thousands that wait, must not
        take the place of one that failed once.
        """
        ...

    def one(self, subscriber: UUID, source: Source, number: int) -> Delivery | None:
        """One delivery."""
        ...

    def some(
        self,
        *,
        subscriber: UUID | None = None,
        states: Sequence[State] = (),
        limit: int = 100,
    ) -> tuple[Delivery, ...]:
        """The last that were made, newest first: those of a subscriber, in one of some states."""
        ...

    def summary(self) -> Summary:
        """How it stands."""
        ...

    def late(self, before: datetime.datetime) -> int:
        """How many wait that were due before a time, for subscribers that did not fail last: what waits behind a failure has its reason."""
        ...

    def forgettable(self, before: datetime.datetime) -> bool:
        """Is there anything for `forget` to drop?"""
        ...


class DeliveriesWriting(Deliveries, Protocol):
    """The same, and the changes."""

    def follow(self, source: Source, upto: int, happened: Sequence[Happening], at: datetime.datetime) -> int:
        """Make a delivery for each active subscriber that wants to hear of one of these, and move the position to `upto`.

        One that is there already stays as it is: nothing is told twice because a log was read twice. What waits of the same WebSub
        subscriber is superseded: each message carries the whole feed. How many were made.
        """
        ...

    def test(self, subscriber: UUID, event: Event, at: datetime.datetime) -> Delivery:
        """Make a delivery that nothing caused. Raises NotFound where there is no such subscriber, or where it has ended."""
        ...

    def claim(
        self, deliveries: Sequence[Delivery], now: datetime.datetime, until: datetime.datetime
    ) -> tuple[Delivery, ...]:
        """Count an attempt of each, and put it off until then, when it may be taken for lost; those that nobody else was quicker with."""
        ...

    def put_off(self, subscriber: UUID, until: datetime.datetime) -> int:
        """Let nothing that waits for a subscriber be due before then; how many that were."""
        ...

    def hasten(self, now: datetime.datetime) -> int:
        """Let be due what a clock put off that stood later than now: what was made or tried in the future. How many."""
        ...

    def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Keep what became of some. One that is not there any more, or that does not wait any more, is left as it is.

        What was superseded while it was under way, and arrived all the same, is delivered.
        """
        ...

    def replay(self, deliveries: Sequence[Delivery], at: datetime.datetime) -> int:
        """Let some wait again from the start, those of subscribers that have ended left out; how many."""
        ...

    def forget(self, before: datetime.datetime, limit: int) -> int:
        """Drop those that no longer wait and were made before a time; how many, at most `limit`."""
        ...
