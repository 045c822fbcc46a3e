"""Limits: how often a token may ask, how often a network may ask the hub, and how often an address may fail to sign in. The processes of
one server count together.

A token bucket: `burst` at once after a quiet while, `per_minute` in the long run. Memory is bounded: what has been quiet for longest
is forgotten first, which only ever gives somebody a fresh start. It is a table in memory that processes which are forked from this one
share; whoever changes it holds a lock that the kernel takes back from a process that is killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import mmap
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from msgspec import Struct

from content.errors import TooMany
from service.settings import Settings

_ONE: Final = 60 * 10**9
"""One request, in what a bucket is filled with: each nanosecond adds `per_minute` of it. So everything is exact."""
_SECOND: Final = 10**9
_MOST_KEYS: Final = 16_384
_WAYS: Final = 8
"""Keys that are forgotten for each other."""
_NUMBERS: Final = 3
"""Of each key: its mark (0 where there is none), what is in its bucket, and since when."""
_BYTES: Final = 8


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
    """One bucket for each key. May be used from any thread, and where it was made to be used `together`, from forked processes."""

    def __init__(
        self, per_minute: int, burst: int, most: int = _MOST_KEYS, *, together: bool = False
    ) -> None:
        self._rate = per_minute
        self._full = burst * _ONE
        self._ways = min(_WAYS, most)
        self._sets = most // self._ways
        self._table = memoryview(mmap.mmap(-1, self._sets * self._ways * _NUMBERS * _BYTES)).cast("q")
        # Whoever knows where a key lies could have another one forgotten.
        self._secret = secrets.token_bytes(16)
        self._lock = _Lock(together=together)

    def take(self, key: str, at: int) -> Allowance:
        """Take one, if there is one. `at` is in nanoseconds of a clock that nobody sets."""
        mark = self._mark(key)
        with self._lock.held():
            place, known = self._place(mark)
            _, level, since = self._table[place : place + _NUMBERS] if known else (0, self._full, at)
            level = min(self._full, level + max(at - since, 0) * self._rate)
            taken = level >= _ONE
            level -= _ONE * taken
            for number, value in enumerate((mark, level, at)):
                self._table[place + number] = value
        return Allowance(
            burst=self._full // _ONE,
            window=self._seconds(self._full),
            remaining=level // _ONE,
            reset=self._seconds(self._full - level),
            wait=0 if taken else self._seconds(_ONE - level),
        )

    def _mark(self, key: str) -> int:
        digest = hashlib.blake2b(key.encode(), key=self._secret, digest_size=_BYTES).digest()
        return int.from_bytes(digest, "little", signed=True) or 1

    def _place(self, mark: int) -> tuple[int, bool]:
        """Where a key is, and True; or where it may be put: a free place, or that of the one which was quiet for longest."""
        first = mark % self._sets * self._ways * _NUMBERS
        places = range(first, first + self._ways * _NUMBERS, _NUMBERS)
        for place in places:
            if self._table[place] == mark:
                return place, True
        return min(places, key=lambda place: self._table[place + 2] if self._table[place] else -1), False

    def _seconds(self, missing: int) -> int:
        return -(-missing // (self._rate * _SECOND))

    def __len__(self) -> int:
        """How many keys are remembered."""
        return sum(self._table[place] != 0 for place in range(0, len(self._table), _NUMBERS))


class _Lock:
    """Held by one thread of one process: the kernel keeps it by process, and lets go of it where one ends."""

    def __init__(self, *, together: bool) -> None:
        self._thread = threading.Lock()
        self._file = os.memfd_create("nordkalott-limits") if together else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have it, as long as the context lasts."""
        with self._thread:
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if self._file is not None:
                    fcntl.lockf(self._file, fcntl.LOCK_UN)

    def __del__(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)


class Limits:
    """The limits of this process, or of those that are forked from it `together`. `requests` and `hub` are None where the operator set none."""

    def __init__(self, settings: Settings, *, together: bool = False) -> None:
        def buckets(per_minute: int, burst: int) -> Buckets:
            return Buckets(per_minute, burst, together=together)

        self.requests = buckets(settings.rate_limit, settings.rate_burst) if settings.rate_limit else None
        self.hub = buckets(settings.hub_limit, settings.hub_limit) if settings.hub_limit else None
        self.failures = buckets(settings.sign_in_limit, settings.sign_in_limit)
