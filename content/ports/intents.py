"""The room of intents: what subscribers have asked the hub for, until their callbacks have said that they meant it.

Anybody may ask, so what waits is bounded: it fills no store, and calls nobody more often than the bounds let it.
"""

from __future__ import annotations

import datetime
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct

Act = Literal["subscribe", "unsubscribe", "deny"]
"""What the callback is to be told: the first two are questions, the last is an answer."""


class Intent(Struct, frozen=True, kw_only=True):
    """One thing to tell a callback. A newer one for the same callback and topic takes the place of the one before.

    `topic` as it was given. `lease` is in seconds; `secret` is "" where there is none; `reason` is why it is denied. `host` is that of the
    callback, `address` the network that asked. `attempts` counts the calls, the one under way among them; `due_at` is when to call.
    """

    id: UUID
    act: Act
    callback: str
    topic: str
    host: str
    lease: int = 0
    secret: str = ""
    reason: str = ""
    address: str
    made_at: datetime.datetime
    due_at: datetime.datetime
    attempts: int = 0


class Bounds(Struct, frozen=True, kw_only=True):
    """How many intents may wait: with one host of callbacks, from one network, and in all."""

    host: int
    address: int
    all: int


class Intents(Protocol):
    """What waits. Rows are checked against their seal; StoreCorrupt names what does not match."""

    def next(self, now: datetime.datetime) -> datetime.datetime | None:
        """When the first is due; `now` where its time is further away than any is put off, because the clock was set back."""
        ...

    def due(self, now: datetime.datetime, limit: int) -> tuple[Intent, ...]:
        """What is due, the earliest first."""
        ...

    def count(self) -> int:
        """How many wait."""
        ...


class IntentsWriting(Intents, Protocol):
    """The same, and the changes."""

    def keep(self, intent: Intent, bounds: Bounds | None = None) -> None:
        """Keep it, in the place of the one for the same callback and topic. Raises TooMany where a bound is reached."""
        ...

    def put_off(self, intent: Intent, until: datetime.datetime, *, attempts: int) -> bool:
        """Let it wait until then, at most LONGEST from now, with that many attempts, and perhaps as a denial from now on; False where it is
        not there any more with its time and attempts.

        That is how one is claimed: put off for longer than the call takes, it is nobody else's meanwhile, and comes back after a crash.
        """
        ...

    def take(self, intent: Intent) -> bool:
        """Take it away; False where it is not there any more: a newer one has taken its place.

        Done in the transaction that does what was meant, this is what makes it happen once.
        """
        ...


LONGEST = datetime.timedelta(minutes=10)
"""The longest that an intent is put off."""
