"""Deliveries: send again what was given up, or anything else."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from content.commands.verbs import Verbs
from content.delivery import Delivery
from content.errors import NotFound
from content.journal import way
from content.lifecycle import Actor, Via
from content.ports import Reading, Writing

MOST = 10_000
"""Deliveries of one subscriber that are looked through."""


class ReplayDeliveries(Struct, frozen=True, kw_only=True, tag="replay-deliveries"):
    """Send again, from the first attempt on: one message, or (`message` None) all that were given up for a subscriber."""

    subscriber: UUID
    message: UUID | None = None
    actor: Actor
    via: Via = ""


class Delivering(Verbs):
    """Verbs about what is pushed."""

    def replay_deliveries(self, command: ReplayDeliveries) -> int:
        """How many wait again. Raises NotFound where there is no such subscriber or message, or where the subscriber has ended."""
        at = self._clock()

        def work(writing: Writing) -> int:
            subscriber = writing.subscribers.one(command.subscriber)
            if subscriber is None or not subscriber.holds(at):
                raise NotFound(f"There is no subscriber {command.subscriber}, or it has ended.")
            found = _meant(writing, command)
            done = writing.deliveries.replay(found, at)
            about: dict[str, str | int] = {"subscriber": str(subscriber.id), "deliveries": done}
            if command.message:
                about["message"] = str(command.message)
            writing.record(command.actor, "replay-deliveries", at, {**about, **way(command.via)})
            return done

        return self._store.write(work)


def _meant(reading: Reading, command: ReplayDeliveries) -> tuple[Delivery, ...]:
    if command.message is None:
        return reading.deliveries.some(subscriber=command.subscriber, states=("failed",), limit=MOST)
    known = reading.deliveries.some(subscriber=command.subscriber, limit=MOST)
    found = tuple(each for each in known if each.message_id == command.message)
    if not found:
        raise NotFound(f"There is no delivery {command.message} of this subscriber.")
    return found
