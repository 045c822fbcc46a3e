"""Whose turn it is: a bounded number of calls at once, few of them to one host, and those that failed or were slow lately in a lane of
their own, so that they hold up nobody else.
"""

from __future__ import annotations

from collections import Counter
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from content.delivery import Subscriber

QUICK: Final = 48
TROUBLED: Final = 16
HOST: Final = 8
SLOW: Final = 2.0
"""Seconds after which a call counts as slow."""
_MOST_SLOW: Final = 10_000


class Lanes:
    """Who is being called. A subscriber is called once at a time, so that what it hears comes in order."""

    def __init__(self, *, quick: int = QUICK, troubled: int = TROUBLED, host: int = HOST) -> None:
        self._bounds = {False: quick, True: troubled}
        self._host = host
        self._taken: dict[UUID, tuple[str, bool]] = {}
        self._hosts: Counter[str] = Counter()
        self._lanes: Counter[bool] = Counter()
        self._slow: set[str] = set()

    @property
    def width(self) -> int:
        """How many calls there may be at once."""
        return sum(self._bounds.values())

    @property
    def busy(self) -> int:
        """How many there are."""
        return len(self._taken)

    def room(self, *, troubled: bool) -> bool:
        """Is there a place in a lane?"""
        return self._lanes[troubled] < self._bounds[troubled]

    def enter(self, subscriber: Subscriber) -> bool:
        """Take a place; False where there is none now."""
        host = host_of(subscriber.url)
        lane = subscriber.failures > 0 or host in self._slow
        if subscriber.id in self._taken or self._hosts[host] >= self._host or not self.room(troubled=lane):
            return False
        self._taken[subscriber.id] = (host, lane)
        self._hosts[host] += 1
        self._lanes[lane] += 1
        return True

    def leave(self, subscriber: UUID, seconds: float = 0.0) -> None:
        """Give the place back, after a call that took so long."""
        host, lane = self._taken.pop(subscriber)
        self._lanes[lane] -= 1
        self._hosts[host] -= 1
        if not self._hosts[host]:
            del self._hosts[host]
        if seconds < SLOW:
            self._slow.discard(host)
        elif len(self._slow) < _MOST_SLOW:
            self._slow.add(host)


def host_of(url: str) -> str:
    """The host of an address, and its port: on one machine these may be many subscribers."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return url
