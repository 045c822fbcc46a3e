"""The room of subscribers: to whom we push."""

from __future__ import annotations

import datetime
from typing import Protocol
from uuid import UUID

from content.delivery import Sort, Subscriber
from content.model import Digest


class Subscribers(Protocol):
    """Who there is. Rows are checked against their seal; StoreCorrupt names what does not match."""

    def one(self, identity: UUID) -> Subscriber | None:
        """One, whether it has ended or not."""
        ...

    def find(self, url: str, topic: str) -> Subscriber | None:
        """The WebSub subscription of a callback to a topic, whether it has ended or not."""
        ...

    def some(
        self, *, sort: Sort | None = None, active: bool = False, after: UUID | None = None, limit: int = 1000
    ) -> tuple[Subscriber, ...]:
        """Those of a sort, or all; with `active` only those that have not ended. By id, which is the order in which they came."""
        ...

    def hosted(self, host: str) -> int:
        """How many WebSub subscriptions with callbacks of a host are active. The host is the name of each."""
        ...

    def taken(self, identity: UUID) -> Digest | None:
        """The digest of the message that it took last; None where it took none since it began."""
        ...

    def lapsed(self, now: datetime.datetime) -> bool:
        """Is there anybody whose lease is over and who has not ended?"""
        ...

    def troubled(self, least: int, limit: int = 100) -> tuple[Subscriber, ...]:
        """The active ones whose last attempts failed, at least so many; those with the most first."""
        ...

    def counts(self) -> dict[Sort, int]:
        """How many are active, by sort; 0 where there are none."""
        ...


class SubscribersWriting(Subscribers, Protocol):
    """The same, and the changes."""

    def keep(self, subscriber: Subscriber) -> None:
        """Keep a new one, or what has changed of one. Whoever is new, or had ended, hears of what happens from now on, and of nothing before.

        There is one subscription for each callback and topic: to keep another, take the id of the one that `find` gives.
        """
        ...

    def end(self, identity: UUID, at: datetime.datetime, why: str) -> bool:
        """End it, and give up what waits for it. False where it is not there or has ended."""
        ...

    def lapse(self, now: datetime.datetime) -> int:
        """End those whose lease is over; how many."""
        ...

    def note_taken(self, identity: UUID, digest: Digest | None) -> None:
        """Note what it took, in the place of what it took before."""
        ...

    def forget(self, before: datetime.datetime, limit: int) -> int:
        """Take away WebSub subscriptions that ended before a time, with all their deliveries; how many, at most `limit`."""
        ...

    def remove(self, identity: UUID) -> bool:
        """Take it away, with all its deliveries. False where it is not there."""
        ...
