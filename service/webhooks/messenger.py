"""How a delivery to a webhook becomes a request: what is said now, signed with every secret that is good now."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from content import recheck, webhooks
from content.delivery import Delivery, Subscriber
from content.ports import Change, Clock, Head, Reading, Store
from service.courier.messenger import Message
from service.links import PublicLinks
from service.web.record import PublicRecord, written
from service.webhooks import payload
from service.webhooks.payload import Payload

MEDIA_TYPE: Final = "application/json"


class _Said(Struct, frozen=True, kw_only=True):
    """A body, of what it was made, and when, in seconds since 1970."""

    source: str
    number: int
    event: str
    head: Head
    second: int
    body: bytes | None


class WebhookMessenger:
    """The `Messenger` of webhooks."""

    def __init__(self, store: Store, links: PublicLinks, clock: Clock) -> None:
        self._store = store
        self._links = links
        self._clock = clock
        self._last: _Said | None = None

    def message(self, delivery: Delivery, subscriber: Subscriber) -> Message | None:
        """What to send; None where there is nothing to say any more: what it told of is not in the store, or nothing is left to sign with.

        Raises StoreError.
        """
        body = self._body(delivery)
        now = self._clock()
        secrets = subscriber.valid(now)
        if body is None or not secrets:
            return None
        timestamp = int(now.timestamp())
        named = str(delivery.message_id)
        return Message(
            headers=(
                ("content-type", MEDIA_TYPE),
                ("webhook-id", named),
                ("webhook-timestamp", str(timestamp)),
                ("webhook-signature", webhooks.signatures(secrets, named, timestamp, body)),
            ),
            body=body,
        )

    def _body(self, delivery: Delivery) -> bytes | None:
        """One body serves all who are told of the same thing within a second, as long as nothing changes."""
        if delivery.source == "test":
            return payload.encode(payload.of_test(delivery))
        with self._store.read() as reading:
            head, second = reading.head(), int(self._clock().timestamp())
            last = self._last
            asked = (delivery.source, delivery.number, delivery.event, head, second)
            if last is None or asked != (last.source, last.number, last.event, last.head, last.second):
                said = self._said(reading, delivery)
                body = None if said is None else payload.encode(said)
                last = _Said(
                    source=delivery.source,
                    number=delivery.number,
                    event=delivery.event,
                    head=head,
                    second=second,
                    body=body,
                )
                self._last = last
        return last.body

    def _said(self, reading: Reading, delivery: Delivery) -> Payload | None:
        if delivery.source == "journal":
            return self._of_check(reading, delivery.number)
        change = next(iter(reading.changes(delivery.number - 1, limit=1)), None)
        if change is None or change.seq != delivery.number:
            return None
        entry = reading.entry(change.id, change.locale)
        if entry is None:
            return None
        return payload.of_change(delivery.event, change, entry, self._public(reading, change), self._links)

    def _of_check(self, reading: Reading, number: int) -> Payload | None:
        entry = next(iter(reading.journal(number - 1, limit=1)), None)
        if entry is None or entry.number != number or entry.verb != recheck.FAILED:
            return None
        if entry.id is None or entry.locale is None:
            return None
        standing = reading.standing(entry.id, entry.locale)
        return None if standing is None else payload.of_check(entry, standing, self._links)

    def _public(self, reading: Reading, change: Change) -> PublicRecord | None:
        """The record as the public gets it now; None where it does not."""
        live = reading.public.entries([change.id], change.locale)
        return written(live[0], self._links, now=self._clock()) if live else None
