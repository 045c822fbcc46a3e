"""Webhooks: make, change, test and delete them, and give them new secrets. Each is written into the journal.

The journal holds no secret, and of the address only the host: a path may be a secret too, of whoever receives.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from msgspec import Struct

from content import identities, queries, webhooks
from content.commands.verbs import Verbs
from content.delivery import Delivery, Subscriber
from content.errors import Fault, Invalid, NotFound
from content.journal import way
from content.ports import Writing
from content.webhooks import (
    ChangeWebhook,
    CreateWebhook,
    DeleteWebhook,
    Refusals,
    ReplayDelivery,
    RotateSecret,
    TestWebhook,
    Written,
    address,
)


class Told(Struct, frozen=True, kw_only=True):
    """A webhook, and its new secret: this is the only time that anybody sees it."""

    webhook: Subscriber
    secret: str


class Webhooks(Verbs):
    """Verbs about who is told of what happens."""

    def create_webhook(self, command: CreateWebhook, refusals: Refusals) -> Told:
        """Tell an address from now on. Raises Invalid with every fault, NameTaken, WrongState where there are too many."""
        self._admit(command, refusals)
        at = self._clock()
        secret = webhooks.mint(secrets.token_bytes(webhooks.CHANCE))

        def work(writing: Writing) -> Told:
            made = webhooks.create(command, _active(writing), identities.fresh(at), secret, at)
            writing.subscribers.keep(made)
            writing.record(command.actor, "create-webhook", at, {**_about(made), **way(command.via)})
            return Told(webhook=made, secret=secret)

        return self._store.write(work)

    def change_webhook(self, command: ChangeWebhook, refusals: Refusals) -> Subscriber:
        """Give it another name, address or filters. Raises Invalid with every fault, NotFound, NameTaken, Overtaken, WrongState."""
        with self._store.read() as reading:
            there = webhooks.demand(reading.subscribers.one(command.id))
        # What is there already is not looked at again: names that cannot be looked up now, and topics that were taken back since.
        self._admit(command, _none if command.url == there.url else refusals, there.wants.topics)
        at = self._clock()

        def work(writing: Writing) -> Subscriber:
            there = webhooks.demand(writing.subscribers.one(command.id))
            changed = webhooks.change(command, there, _active(writing))
            writing.subscribers.keep(changed)
            writing.record(command.actor, "change-webhook", at, {**_about(changed), **way(command.via)})
            return changed

        return self._store.write(work)

    def rotate_secret(self, command: RotateSecret) -> Told:
        """Sign with a new secret. Raises Invalid with every fault, NotFound, WrongState."""
        webhooks.admit(command)
        at = self._clock()
        secret = webhooks.mint(secrets.token_bytes(webhooks.CHANCE))

        def work(writing: Writing) -> Told:
            there = webhooks.demand(writing.subscribers.one(command.id))
            changed = webhooks.rotate(command, there, secret, at)
            writing.subscribers.keep(changed)
            until = max((each.until for each in changed.secrets if each.until), default=at)
            detail = {**_named(changed), "until": until.isoformat(), **way(command.via)}
            writing.record(command.actor, "rotate-webhook-secret", at, detail)
            return Told(webhook=changed, secret=secret)

        return self._store.write(work)

    def test_webhook(self, command: TestWebhook) -> Delivery:
        """Make a delivery that tells of nothing, whatever the filters. Raises Invalid, NotFound, WrongState."""
        webhooks.admit(command)
        at = self._clock()

        def work(writing: Writing) -> Delivery:
            there = webhooks.demand(writing.subscribers.one(command.id))
            webhooks.demand_active(there)
            made = writing.deliveries.test(there.id, "test", at)
            writing.record(
                command.actor,
                "test-webhook",
                at,
                {**_named(there), "number": made.number, **way(command.via)},
            )
            return made

        return self._store.write(work)

    def replay_delivery(self, command: ReplayDelivery) -> Delivery:
        """Send one again from its first try on, whatever came of it. Raises Invalid, NotFound, WrongState."""
        webhooks.admit(command)
        at = self._clock()

        def work(writing: Writing) -> Delivery:
            there = webhooks.demand(writing.subscribers.one(command.id))
            webhooks.demand_active(there)
            made = writing.deliveries.one(there.id, command.source, command.number)
            if made is None:
                raise NotFound(f"This webhook has no delivery of {command.source} {command.number}.")
            writing.deliveries.replay([made], at)
            about: dict[str, str | int] = {"source": command.source, "number": command.number}
            writing.record(
                command.actor, "replay-delivery", at, {**_named(there), **about, **way(command.via)}
            )
            return writing.deliveries.one(there.id, command.source, command.number) or made

        return self._store.write(work)

    def delete_webhook(self, command: DeleteWebhook) -> Subscriber:
        """Send nothing more there, what waits included. Raises Invalid, NotFound."""
        webhooks.admit(command)
        at = self._clock()

        def work(writing: Writing) -> Subscriber:
            there = webhooks.demand(writing.subscribers.one(command.id))
            writing.subscribers.remove(there.id)
            reason = {"reason": command.reason} if command.reason else {}
            writing.record(
                command.actor, "delete-webhook", at, {**_named(there), **reason, **way(command.via)}
            )
            return there

        return self._store.write(work)

    def _admit(self, command: Written, refusals: Refusals, topics: tuple[str, ...] = ()) -> None:
        """Raise Invalid with every fault of a command in itself."""
        with self._store.read() as reading:
            known = frozenset([*queries.labels(reading), *topics])
        own = self._links.absolute("/")
        found = webhooks.faults(
            command, own=own, configured=self._configured, topics=known, refusals=refusals
        )
        if found:
            raise Invalid(found)


def _active(writing: Writing) -> tuple[Subscriber, ...]:
    return writing.subscribers.some(sort="webhook", active=True)


def _none(url: str) -> Sequence[Fault]:
    del url
    return ()


def _named(webhook: Subscriber) -> dict[str, str | int]:
    return {"webhook": str(webhook.id), "name": webhook.name}


def _about(webhook: Subscriber) -> dict[str, str | int]:
    wants = webhook.wants
    chosen = {
        "events": wants.events,
        "kinds": wants.kinds,
        "locales": wants.locales,
        "topics": wants.topics,
    }
    filters = {name: " ".join(each) for name, each in chosen.items() if each}
    return {**_named(webhook), "host": address.host(webhook.url), **filters}
