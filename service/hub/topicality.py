"""The task that ends subscriptions to feeds that there are no more, and lets their callbacks be told (WebSub, section 5.2); what ended long
ago it forgets.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterator
from typing import Final

from content.delivery import Subscriber
from content.ports import Clock, Head, Store, Writing
from service.hub.intentions import NO_TOPIC
from service.hub.subscriptions import Subscriptions
from service.web.topics import Topics

LOGGER: Final = logging.getLogger("nordkalott.hub")
PERIOD: Final = 60.0
"""Seconds between two looks, and none of them is long where nothing has changed."""
KEPT: Final = datetime.timedelta(days=30)
"""How long one is kept that has ended, so that operators can see why."""
SETTLED: Final = 3600.0
"""Seconds that settings must hold before they end a subscription: one start with the wrong `base_url` must not end them all."""
_PAGE: Final = 500


class Topicality:
    """A `Task` of the courier. A topic may be gone; or our address is another, or its locale is configured no more, for `settled` seconds."""

    name = "the hub's topics"

    def __init__(self, store: Store, clock: Clock, topics: Topics, *, settled: float = SETTLED) -> None:
        self._store = store
        self._clock = clock
        self._topics = topics
        self._subscriptions = Subscriptions(topics)
        self._looked: float | None = None
        self._seen: tuple[Head, bool] | None = None
        self._settled = time.monotonic() + settled

    def due(self) -> float | None:
        """Seconds until the next look."""
        return 0.0 if self._looked is None else max(self._looked + PERIOD - time.monotonic(), 0.0)

    def run(self) -> None:
        """Look, where anything has changed since the last time."""
        self._looked = time.monotonic()
        with self._store.read() as reading:
            head = reading.head()
        settled = self._looked >= self._settled
        if (head, settled) == self._seen:
            return
        ended = [each for page in self._pages() for each in self._homeless(page, settled)]
        if ended:
            now = self._clock()

            def work(writing: Writing) -> None:
                for each in ended:
                    self._subscriptions.deny(writing, each, now, NO_TOPIC)

            self._store.write(work)
            LOGGER.info("%d subscriptions ended: there are no such feeds any more", len(ended))
        self._seen = (head, settled)
        self._store.write(lambda writing: writing.subscribers.forget(self._clock() - KEPT, _PAGE))

    def _homeless(self, page: tuple[Subscriber, ...], settled: bool) -> list[Subscriber]:
        missing = self._topics.missing({each.topic for each in page})
        return [
            each for each in page if each.topic in missing and (settled or self._topics.is_topic(each.topic))
        ]

    def _pages(self) -> Iterator[tuple[Subscriber, ...]]:
        after = None
        while True:
            with self._store.read() as reading:
                page = reading.subscribers.some(sort="websub", active=True, after=after, limit=_PAGE)
            if not page:
                return
            yield page
            after = page[-1].id
