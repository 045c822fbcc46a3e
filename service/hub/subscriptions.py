"""What comes of an intent that was meant: a subscriber, a renewed one, or none any more. Within the transaction that takes it away."""

from __future__ import annotations

import datetime
from typing import Final

from content import identities
from content.delivery import Happened, Secret, Subscriber, Wants
from content.kinds import Kind
from content.ports import Writing
from content.ports.intents import Intent
from service.web.topics import Topics

NEWS: Final[tuple[Happened, ...]] = (
    "record.published",
    "record.withdrawn",
    "record.gone",
    "record.redirected",
)
"""What can move a feed."""
MOST_OF_HOST: Final = 2000
MOST: Final = 50_000
"""Subscriptions that hold, with callbacks of one host and in all: whoever has a host can confirm as many as he likes."""
_LABELS: Final[Kind] = "topic"
TOO_MANY: Final = "This hub has as many subscriptions as it takes. End some, or try again later."


class Subscriptions:
    """Keeps and ends the subscriptions of our hub."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def begin(self, writing: Writing, intent: Intent, asked_at: datetime.datetime) -> None:
        """Keep the subscription, in the place of the one for the same callback and topic (section 5.1): lease and secret are the new ones.

        The lease runs from `asked_at`, when the callback was asked (section 5.3). Where there are too many, it is denied.
        """
        old = writing.subscribers.find(intent.callback, intent.topic)
        held = old if old is not None and old.holds(asked_at) else None
        new = Subscriber(
            id=old.id if old is not None else identities.fresh(asked_at),
            sort="websub",
            name=intent.host,
            url=intent.callback,
            topic=intent.topic,
            wants=self._wants(intent.topic),
            secrets=(Secret(value=intent.secret),) if intent.secret else (),
            created_at=held.created_at if held is not None else asked_at,
            created_by="websub",
            lease_until=asked_at + datetime.timedelta(seconds=intent.lease),
            failures=held.failures if held is not None else 0,
        )
        if held is None and (
            writing.subscribers.hosted(intent.host) >= MOST_OF_HOST
            or writing.subscribers.counts()["websub"] >= MOST
        ):
            _tell(writing, new, TOO_MANY, asked_at)
            return
        writing.subscribers.keep(new)
        if held is None:
            writing.subscribers.note_taken(new.id, None)

    def end(self, writing: Writing, intent: Intent, at: datetime.datetime) -> None:
        """End the subscription, if there is one."""
        old = writing.subscribers.find(intent.callback, intent.topic)
        if old is not None:
            writing.subscribers.end(old.id, at, "unsubscribed")

    def known(self, writing: Writing, intent: Intent, at: datetime.datetime) -> bool:
        """Is there a subscription that holds?"""
        old = writing.subscribers.find(intent.callback, intent.topic)
        return old is not None and old.holds(at)

    def deny(self, writing: Writing, subscriber: Subscriber, at: datetime.datetime, reason: str) -> None:
        """End a subscription that was accepted before, and let its callback be told (section 5.2)."""
        if writing.subscribers.end(subscriber.id, at, reason):
            _tell(writing, subscriber, reason, at)

    def _wants(self, topic: str) -> Wants:
        """Of which changes to look whether they move the feed: those of its kind, and of topics, whose labels stand in it.

        In every locale, for a feed names the other languages of each entry; and whatever their topics, for these may differ between
        locales. Where its bytes stay as they are, nothing is sent.
        """
        kind = self._topics.kind(topic)
        return Wants(events=NEWS, kinds=tuple(dict.fromkeys((kind, _LABELS))) if kind else ())


def _tell(writing: Writing, subscriber: Subscriber, reason: str, at: datetime.datetime) -> None:
    """Let the callback be told that there is no subscription."""
    denial = Intent(
        id=identities.fresh(at),
        act="deny",
        callback=subscriber.url,
        topic=subscriber.topic,
        host=subscriber.name,
        reason=reason,
        address="",
        made_at=at,
        due_at=at,
    )
    writing.intents.keep(denial)
