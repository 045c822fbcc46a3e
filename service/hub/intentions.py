"""The task that carries intents out: asks callbacks what they meant, and keeps or ends the subscription in one transaction.

A callback that hangs holds up no other and no delivery: calls are made in threads of their own, a bounded number at a time. An intent
is claimed before its call, by putting it off, and taken away in the transaction that does what was meant. So a process that is killed
loses none: what it had claimed comes back, with a new challenge.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
import threading
import time
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from content.ports import Clock, Store, Writing
from content.ports.intents import LONGEST, Act, Intent
from service import outbound
from service.hub import calls
from service.hub.pace import Pace
from service.hub.subscriptions import Subscriptions
from service.outbound import Guard
from service.web.topics import Topics

LOGGER: Final = logging.getLogger("nordkalott.hub")
AGENT: Final = "nordkalott-hub"
BATCH: Final = 20
BATCHES: Final = 8
"""Threads at a time; each makes up to BATCH calls at once."""
LOOKED_AT: Final = 256
CLAIM: Final = datetime.timedelta(seconds=30)
"""For longer than any call takes."""
AGAIN: Final = tuple(datetime.timedelta(seconds=seconds) for seconds in (10, 60, 180))
"""How long after a call that came to nothing the next is made; after the last of them, no more."""
NO_TOPIC: Final = "There is no such feed here."
NOT_CONFIRMED: Final = "The callback did not confirm in time. Subscribe again."


class Intentions:
    """A `Task` of the courier."""

    name = "the hub"

    def __init__(
        self,
        store: Store,
        clock: Clock,
        topics: Topics,
        guard: Guard,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._topics = topics
        self._guard = guard
        self._pace = pace or Pace()
        self._subscriptions = Subscriptions(topics)
        self._running: set[threading.Thread] = set()

    def due(self) -> float | None:
        """Seconds until the next intent; None where there is none, or where all threads are at work."""
        self._running = {each for each in self._running if each.is_alive()}
        if len(self._running) >= BATCHES:
            return None
        now = self._clock()
        with self._store.read() as reading:
            following = reading.intents.next(now)
        return None if following is None else max((following - now).total_seconds(), 0.0)

    def run(self) -> None:
        """Claim what is due, and begin to call."""
        now = self._clock()
        with self._store.read() as reading:
            waiting = reading.intents.due(now, LOOKED_AT)
        missing = self._topics.missing({each.topic for each in waiting if each.act == "subscribe"})
        called, later = self._divided([_judged(each, missing) for each in waiting])

        def claim(writing: Writing) -> list[Intent]:
            for each, wait in later:
                until = now + min(datetime.timedelta(seconds=wait), LONGEST)
                writing.intents.put_off(each, until, attempts=each.attempts)
            until = now + CLAIM
            return [
                structs.replace(each, due_at=until, attempts=each.attempts + 1)
                for each in called
                if writing.intents.put_off(each, until, attempts=each.attempts + 1)
            ]

        claimed = self._store.write(claim)
        if claimed:
            thread = threading.Thread(
                target=lambda: asyncio.run(self._tell(claimed)), name="nordkalott-hub", daemon=True
            )
            self._running.add(thread)
            thread.start()

    def join(self) -> None:
        """Wait until the calls under way have ended, for as long as they may take."""
        until = time.monotonic() + 2 * calls.SECONDS
        for each in self._running:
            each.join(max(until - time.monotonic(), 0.0))

    def _divided(self, waiting: Sequence[Intent]) -> tuple[list[Intent], list[tuple[Intent, float]]]:
        """Which are called now, and which only later, and how much: the pace says it."""
        self._pace.begin()
        called: list[Intent] = []
        later: list[tuple[Intent, float]] = []
        for each in waiting:
            if len(called) == BATCH:
                break
            wait = self._pace.wait(each.host)
            if wait:
                later.append((each, wait))
            else:
                called.append(each)
        return called, later

    async def _tell(self, claimed: Sequence[Intent]) -> None:
        async with outbound.asking(self._guard, AGENT, calls.MOST) as ask:
            done = await asyncio.gather(*(self._one(ask, each) for each in claimed), return_exceptions=True)
        for each in done:
            if isinstance(each, BaseException):
                LOGGER.error("an intent could not be carried out; it is tried again", exc_info=each)

    async def _one(self, ask: calls.Ask, intent: Intent) -> None:
        """One intent to its end, or to its next time."""
        asked_at = self._clock()
        call = calls.denied if intent.act == "deny" else calls.verified
        said = await call(ask, intent)
        if said == "nothing" and intent.attempts <= len(AGAIN):
            await asyncio.to_thread(self._put_off, intent)
        elif said == "yes" and intent.act != "deny":
            await asyncio.to_thread(self._meant, intent, asked_at)
        elif await asyncio.to_thread(self._drop, intent):
            # It may have confirmed to a call whose answer never came here, and would wait in vain.
            await calls.denied(ask, structs.replace(intent, reason=NOT_CONFIRMED))

    def _put_off(self, intent: Intent) -> None:
        until = self._clock() + AGAIN[intent.attempts - 1]
        self._store.write(lambda writing: writing.intents.put_off(intent, until, attempts=intent.attempts))

    def _meant(self, intent: Intent, asked_at: datetime.datetime) -> None:
        """Do what was meant, unless the callback asked for something newer in the meantime."""

        def work(writing: Writing) -> bool:
            taken = writing.intents.take(intent)
            if taken and intent.act == "subscribe":
                self._subscriptions.begin(writing, intent, asked_at)
            elif taken:
                self._subscriptions.end(writing, intent, asked_at)
            return taken

        if self._store.write(work):
            LOGGER.info("%s meant to %s to %s", intent.host, intent.act, intent.topic)

    def _drop(self, intent: Intent) -> bool:
        """Take it away; whether the callback is to be told, for it was asked more than once and has no subscription."""

        now = self._clock()

        def work(writing: Writing) -> bool:
            taken = writing.intents.take(intent)
            return taken and intent.attempts > 1 and not self._subscriptions.known(writing, intent, now)

        LOGGER.info("%s did not confirm to %s to %s", intent.host, intent.act, intent.topic)
        return self._store.write(work) and intent.act == "subscribe"


def _judged(intent: Intent, missing: frozenset[str]) -> Intent:
    """The intent, denied where there is no such topic (section 5.2): it is not asked whether it meant it."""
    if intent.act == "subscribe" and intent.topic in missing:
        act: Act = "deny"
        return structs.replace(intent, act=act, reason=NO_TOPIC)
    return intent
