"""How often whom: whoever knocks at the hub's door in the name of others must not make us a tool against them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from service.limits import Buckets

PER_HOST: Final = 60
"""Calls to the callbacks of one host in a minute, and at once after a quiet while."""
IN_ALL: Final = 1200


class Pace:
    """Counts calls. One process calls at a time, so that it counts for all."""

    def __init__(
        self, per_host: int = PER_HOST, in_all: int = IN_ALL, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._hosts = Buckets(per_host, per_host)
        self._all = Buckets(in_all, in_all)
        self._step = 60 / per_host
        self._clock = clock
        self._behind: Counter[str] = Counter()

    def begin(self) -> None:
        """Forget how many wait behind each other: what was put off has its time."""
        self._behind.clear()

    def wait(self, host: str) -> float:
        """Seconds until a callback of this host may be called; 0 for now, and then the call is counted."""
        at = self._clock()
        wait = self._all.take("", at).wait or self._hosts.take(host, at).wait
        if not wait:
            return 0.0
        self._behind[host] += 1
        return wait + (self._behind[host] - 1) * self._step
