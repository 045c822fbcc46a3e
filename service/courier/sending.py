"""The task that sends: claims what is due, makes its messages, calls, and keeps what came of it, many in one transaction.

A delivery is claimed before it is sent, by counting the attempt and putting it off for longer than a call can take. So two workers do not
send the same one, and after a kill in the middle it comes back with the same id: only what was under way is repeated.
"""

from __future__ import annotations

import datetime
import logging
import random
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct, structs

from content.delivery import Delivery, Sort, Subscriber
from content.model import Digest
from content.ports import Clock, Store, Writing
from service.courier.calls import Calls, Done
from service.courier.lanes import Lanes
from service.courier.messenger import Messenger
from service.courier.schedule import Outcome, asked, ends, settled
from service.outbound import Guard
from service.outbound.posting import DEADLINE

LOGGER: Final = logging.getLogger("nordkalott.courier")
CLAIM: Final = datetime.timedelta(seconds=20)
"""For longer than a call and its writing down may take."""
GONE: Final = "its address answers 410 Gone"
_LOOK: Final = 0.02
"""Seconds that one piece of work waits for calls to end: other tasks of this worker wait as long."""
_WINDOW: Final = 500
"""Deliveries that are looked at to find some whose turn it is."""
_REST: Final = 1.0
_JITTER: Final = datetime.timedelta(seconds=1)


class _Result(Struct, frozen=True):
    delivery: Delivery
    ends: bool = False
    until: datetime.datetime | None = None
    digest: Digest | None = None


class Sending:
    """A `Task`."""

    name = "the courier"

    def __init__(
        self,
        store: Store,
        clock: Clock,
        guard: Guard,
        messengers: Mapping[Sort, Messenger],
        *,
        chance: Callable[[], float] = random.random,
        lanes: Lanes | None = None,
        verify: ssl.SSLContext | bool = True,
        deadline: float = DEADLINE,
    ) -> None:
        self._store = store
        self._clock = clock
        self._messengers = messengers
        self._chance = chance
        self._lanes = lanes or Lanes()
        self._calls = Calls(guard, connections=self._lanes.width, verify=verify, deadline=deadline)
        self._results: list[_Result] = []
        self._resting = 0.0
        self._over = False
        self._latest: datetime.datetime | None = None

    def due(self) -> float | None:
        """Seconds until the first is due; 0 while any is under way."""
        now = self._clock()
        if self._lanes.busy or self._results or self._is_set_back(now):
            return 0.0
        self._latest = now
        resting = self._resting - time.monotonic()
        if resting > 0:
            return resting
        with self._store.read() as reading:
            following = reading.deliveries.next(now)
        return None if following is None else max((following - now).total_seconds(), 0.0)

    def run(self) -> None:
        """Keep what has ended, begin what is due, and wait a moment for what is under way."""
        now = self._clock()
        if self._is_set_back(now):
            self._store.write(lambda writing: writing.deliveries.hasten(now))
        self._latest = now
        idle = not self._lanes.busy and not self._results
        chosen = self._chosen(now)
        claimed = self._write(chosen, now)
        for delivery, subscriber in claimed:
            self._begin(delivery, subscriber)
        if self._lanes.busy:
            self._take(self._calls.ended(_LOOK))
        elif idle and not chosen:
            # Something is due, and nothing can be sent: whatever the reason, it must not be asked for without end.
            self._resting = time.monotonic() + _REST

    def close(self) -> None:
        """Let what is under way end, and keep what came of it."""
        self._calls.close()
        self._take(self._calls.ended(0))
        if self._results:
            self._write((), self._clock())

    def _is_set_back(self, now: datetime.datetime) -> bool:
        """Was the clock set back since the last look, or perhaps before the first?"""
        return self._latest is None or now < self._latest - _JITTER

    def _chosen(self, now: datetime.datetime) -> list[tuple[Delivery, Subscriber]]:
        """What is due and has a place in its lane."""
        found: list[tuple[Delivery, Subscriber]] = []
        with self._store.read() as reading:
            for troubled in (False, True):
                if not self._lanes.room(troubled=troubled):
                    continue
                for delivery in reading.deliveries.due(now, _WINDOW, troubled=troubled):
                    subscriber = reading.subscribers.one(delivery.subscriber)
                    if subscriber is None or not subscriber.holds(now):
                        self._over = True
                    elif self._lanes.enter(subscriber):
                        found.append((delivery, subscriber))
                        if not self._lanes.room(troubled=False) and not self._lanes.room(troubled=True):
                            return found
        return found

    def _write(
        self, chosen: Sequence[tuple[Delivery, Subscriber]], now: datetime.datetime
    ) -> list[tuple[Delivery, Subscriber]]:
        """Keep the results, and claim; those that are ours, as they are now. One transaction, and none where there is nothing."""
        results, subscribers = tuple(self._results), {each.id: each for _, each in chosen}
        if not results and not chosen and not self._over:
            return []

        def work(writing: Writing) -> tuple[Delivery, ...]:
            writing.deliveries.keep([each.delivery for each in results])
            for each in results:
                if each.digest is not None:
                    writing.subscribers.note_taken(each.delivery.subscriber, each.digest)
                if each.until is not None:
                    writing.deliveries.put_off(each.delivery.subscriber, each.until)
                if each.ends:
                    writing.subscribers.end(each.delivery.subscriber, now, GONE)
            if self._over:
                writing.subscribers.lapse(now)
            return writing.deliveries.claim([each for each, _ in chosen], now, now + CLAIM)

        try:
            claimed = self._store.write(work)
        except BaseException:
            for identity in subscribers:
                self._lanes.leave(identity)
            raise
        self._over = False
        del self._results[: len(results)]
        for identity in subscribers.keys() - {each.subscriber for each in claimed}:
            self._lanes.leave(identity)
        return [(each, subscribers[each.subscriber]) for each in claimed]

    def _begin(self, delivery: Delivery, subscriber: Subscriber) -> None:
        try:
            message = self._messengers[subscriber.sort].message(delivery, subscriber)
        except Exception:
            LOGGER.exception("the message of %s for %s cannot be made", delivery.message_id, subscriber.id)
            self._fail(delivery, subscriber.id, "the message cannot be made: the log of the service says why")
            return
        if message is None:
            self._lanes.leave(subscriber.id)
            self._results.append(
                _Result(structs.replace(delivery, state="superseded", tried_at=self._clock()))
            )
            return
        self._calls.begin(delivery, subscriber.url, message)

    def _fail(self, delivery: Delivery, subscriber: UUID, why: str) -> None:
        self._lanes.leave(subscriber)
        later = settled(delivery, Outcome(error=why), self._clock(), self._chance())
        self._results.append(_Result(later))

    def _take(self, ended: Sequence[Done]) -> None:
        now = self._clock()
        for each in ended:
            self._lanes.leave(each.delivery.subscriber, each.seconds)
            later = settled(each.delivery, each.outcome, now, self._chance())
            if later.state != "delivered":
                LOGGER.warning(
                    "%s for %s was not delivered (%s): attempt %d, %s",
                    later.message_id,
                    later.subscriber,
                    later.error,
                    later.attempts,
                    "given up" if later.state == "failed" else f"next {later.due_at:%Y-%m-%dT%H:%M:%SZ}",
                )
            digest = each.message.digest if later.state == "delivered" else None
            wait = asked(each.outcome, now)
            self._results.append(_Result(later, ends(each.outcome), now + wait if wait else None, digest))
