"""Limits: how often a token may ask, how often a network may ask the hub, and how often an address may fail to sign in. Each process
counts for itself.

A token bucket: `burst` at once after a quiet while, `per_minute` in the long run. Memory is bounded: what has been quiet for longest
is forgotten first, which only ever gives somebody a fresh start.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from msgspec import Struct

from content.errors import TooMany
from service.settings import Settings

_ONE: Final = 60 * 10**9
"""One request, in what a bucket is filled with: each nanosecond adds `per_minute` of it. So everything is exact."""
_SECOND: Final = 10**9
_MOST_KEYS: Final = 10_000


class Allowance(Struct, frozen=True, kw_only=True):
    """What is left to somebody. `window` and `reset` are seconds until an empty bucket, and this one, is full; `wait` until the next."""

    burst: int
    window: int
    remaining: int
    reset: int
    wait: int

    def demand(self) -> None:
        """Raise TooMany where nothing was left."""
        if self.wait:
            raise TooMany(
                f"Too many requests in too short a time. The next is welcome in {self.wait} s.", self.wait
            )

    def fields(self, policy: str) -> tuple[tuple[str, str], ...]:
        """As fields of an answer (draft-ietf-httpapi-ratelimit-headers-10)."""
        return (
            ("ratelimit-policy", f'"{policy}";q={self.burst};w={self.window}'),
            ("ratelimit", f'"{policy}";r={self.remaining};t={self.reset}'),
        )


class Buckets:
    """One bucket for each key. May be used from any thread."""

    def __init__(self, per_minute: int, burst: int, most: int = _MOST_KEYS) -> None:
        self._rate = per_minute
        self._full = burst * _ONE
        self._most = most
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def take(self, key: str, at: int) -> Allowance:
        """Take one, if there is one. `at` is in nanoseconds of a clock that nobody sets."""
        with self._lock:
            level, since = self._levels.pop(key, (self._full, at))
            level = min(self._full, level + max(at - since, 0) * self._rate)
            taken = level >= _ONE
            level -= _ONE * taken
            self._levels[key] = (level, at)
            while len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return Allowance(
            burst=self._full // _ONE,
            window=self._seconds(self._full),
            remaining=level // _ONE,
            reset=self._seconds(self._full - level),
            wait=0 if taken else self._seconds(_ONE - level),
        )

    def _seconds(self, missing: int) -> int:
        return -(-missing // (self._rate * _SECOND))

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._levels)


class Limits:
    """The limits of this process. `requests` and `hub` are None where the operator set none."""

    def __init__(self, settings: Settings) -> None:
        self.requests = Buckets(settings.rate_limit, settings.rate_burst) if settings.rate_limit else None
        self.hub = Buckets(settings.hub_limit, settings.hub_limit) if settings.hub_limit else None
        self.failures = Buckets(settings.sign_in_limit, settings.sign_in_limit)
