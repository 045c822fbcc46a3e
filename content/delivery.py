"""Deliveries: what is pushed to those who asked to be told. Who wants what is decided here, without I/O and without a clock.

A subscriber is a WebSub subscription or a webhook. A delivery says that something happened, and holds nothing of what was said: the
message is made when it is sent, from what is public then, so that what was redacted meanwhile is in none.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Final, Literal, get_args
from uuid import UUID, uuid5

from msgspec import Meta, Struct

from content.kinds import Kind, TopicKey
from content.locales import Tag

Sort = Literal["websub", "webhook"]
Source = Literal["change", "journal", "test"]
"""Where it is numbered: by the `seq` of the change log, by the journal, or by the subscriber's own count of tests."""
Happened = Literal["record.published", "record.withdrawn", "record.gone", "record.redirected", "check.failed"]
"""What one may ask to be told of."""
Event = Literal[Happened, "test"]
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
Standing = Literal["active", "ended"]
State = Literal["waiting", "delivered", "superseded", "failed"]
"""`superseded`: a newer one carried what this one would have. `failed`: given up after the last attempt."""
STATES: Final[tuple[State, ...]] = get_args(State)


class Happening(Struct, frozen=True, kw_only=True):
    """Something that subscribers may want to hear of. `topics` are those before and after it.

    Where it is `silent` nothing was published, and a feed may be another one all the same: that is for WebSub subscriptions alone.
    """

    source: Source
    number: int
    event: Event
    locale: str
    kind: Kind
    topics: frozenset[str] = frozenset()
    silent: bool = False


class Wants(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a subscriber wants to hear of. An empty list is no limit; each of the others must fit."""

    locales: Annotated[tuple[Tag, ...], Meta(max_length=50)] = ()
    kinds: Annotated[tuple[Kind, ...], Meta(max_length=50)] = ()
    topics: Annotated[tuple[TopicKey, ...], Meta(max_length=50)] = ()
    events: Annotated[tuple[Happened, ...], Meta(max_length=50)] = ()


class Secret(Struct, frozen=True, kw_only=True):
    """What messages are signed with; until when, where a newer one has taken its place."""

    value: str
    until: datetime.datetime | None = None


class Subscriber(Struct, frozen=True, kw_only=True):
    """Somebody to push to.

    `url` is called with what happens. `topic` is the feed's address exactly as it was subscribed to, "" for a webhook. The newest secret is
    the first. `lease_until` is when a subscription ends by itself. `failures` counts the attempts that failed since the last that did not.
    """

    id: UUID
    sort: Sort
    name: str = ""
    url: str
    topic: str = ""
    wants: Wants = Wants()
    secrets: tuple[Secret, ...] = ()
    state: Standing = "active"
    created_at: datetime.datetime
    created_by: str = ""
    lease_until: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    ended_why: str = ""
    failures: int = 0

    def holds(self, now: datetime.datetime) -> bool:
        """Is it to be told of what happens now?"""
        return self.state == "active" and (self.lease_until is None or now < self.lease_until)

    def valid(self, now: datetime.datetime) -> tuple[str, ...]:
        """The secrets to sign with, the newest first."""
        return tuple(each.value for each in self.secrets if each.until is None or now < each.until)


class Delivery(Struct, frozen=True, kw_only=True):
    """One thing to tell one subscriber, unique by subscriber, source and number.

    `due_at` is when to try next, where it waits. `tried_at`, `status` (of HTTP, None where nobody answered) and `error` are those of the last of
    `attempts`.
    """

    subscriber: UUID
    source: Source
    number: int
    event: Event
    state: State = "waiting"
    attempts: int = 0
    made_at: datetime.datetime
    due_at: datetime.datetime
    tried_at: datetime.datetime | None = None
    status: int | None = None
    error: str = ""

    @property
    def message_id(self) -> UUID:
        """The same for every repetition, so that whoever hears it twice can tell.

        Of the time that it was made, too: after a restore the logs count on from where the backup ended, and what has a number then is not
        what had it before.
        """
        return uuid5(self.subscriber, f"{self.source}:{self.number}:{self.made_at.isoformat()}")


def wanted(wants: Wants, happening: Happening, sort: Sort) -> bool:
    """Does a subscriber of a sort who wants this want to hear of that? A test is for whom it was made, and for nobody else."""
    return (
        happening.event != "test"
        and (sort == "websub" or not happening.silent)
        and (not wants.events or happening.event in wants.events)
        and (not wants.locales or happening.locale in wants.locales)
        and (not wants.kinds or happening.kind in wants.kinds)
        and (not wants.topics or not happening.topics.isdisjoint(wants.topics))
    )
