"""The watch: who was refused, and which tokens are in use. Counted in memory, written once a minute.

Whoever fails to sign in a million times must not make a million writes, nor a million lines in a log. So attempts are counted by
minute, cause, route, address and token; only so many are told apart, the others are counted together; and only the first of each
is a line of the logger `nordkalott.security`. When a token was last used is noted every few minutes.
"""

from __future__ import annotations

import datetime
import ipaddress
import logging
import threading
from collections import Counter
from typing import Final

from msgspec import Struct

from content.errors import NordkalottError
from content.ports import Clock, Store, Writing
from content.ports.security import Attempt, Refused

LOGGER: Final = logging.getLogger("nordkalott.security")
MOST_APART: Final = 100
"""How many sorts of attempts are told apart until they are written."""
MOST_KEPT: Final = 100_000
"""How many lines the security log has at most."""
PERIOD: Final = 60.0
"""Seconds from the first that is noted until all are written."""
_COARSE: Final = datetime.timedelta(minutes=5)
_OURS: Final = 64


class _Sort(Struct, frozen=True):
    minute: datetime.datetime
    cause: Refused
    route: str = ""
    address: str = ""
    token: str = ""


class Watch:
    """What this process has seen. May be used from any thread; `close` writes what is left."""

    def __init__(self, store: Store, clock: Clock, *, days: int, period: float = PERIOD) -> None:
        self._store = store
        self._clock = clock
        self._kept = datetime.timedelta(days=days)
        self._period = period
        self._lock = threading.Lock()
        self._attempts: Counter[_Sort] = Counter()
        self._used: dict[str, datetime.datetime] = {}
        self._noted: dict[str, datetime.datetime] = {}
        self._timer: threading.Timer | None = None
        self._closed = False

    def refused(self, cause: Refused, *, route: str, address: str, token: str = "") -> None:
        """Count an attempt. `route` is its method and its path in the table of routes, `address` as `network` gives it."""
        minute = self._clock().replace(second=0, microsecond=0)
        sort = _Sort(minute, cause, route, address, token)
        with self._lock:
            if sort not in self._attempts and len(self._attempts) >= MOST_APART:
                sort = _Sort(minute, cause)
            first = sort not in self._attempts
            self._attempts[sort] += 1
            self._soon()
        if first:
            LOGGER.warning(
                "refused (%s): %s from %s, token %s",
                sort.cause,
                sort.route or "several routes",
                sort.address or "others",
                sort.token or "-",
                extra={"data": sort},
            )

    def used(self, token: str) -> None:
        """Note that a token was good for something."""
        now = self._clock()
        with self._lock:
            if now - self._noted.get(token, now - _COARSE) >= _COARSE:
                self._used[token] = self._noted[token] = now
                self._soon()

    def flush(self) -> None:
        """Write what was seen. Where the store cannot take it, it is lost: it must not pile up."""
        with self._lock:
            attempts, self._attempts = self._attempts, Counter()
            used, self._used = self._used, {}
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        if not attempts and not used:
            return
        now = self._clock()

        def work(writing: Writing) -> None:
            writing.tokens.used(used)
            writing.security.note([_attempt(sort, count) for sort, count in attempts.items()])
            if attempts:
                writing.security.forget(now - self._kept, MOST_KEPT)

        try:
            self._store.write(work)
        except NordkalottError:
            LOGGER.exception("%d lines of the security log could not be written", len(attempts))

    def close(self) -> None:
        """Write what is left, and take nothing more in."""
        with self._lock:
            self._closed = True
        self.flush()

    def _soon(self) -> None:
        if self._timer is None and not self._closed:
            self._timer = threading.Timer(self._period, self.flush)
            self._timer.daemon = True
            self._timer.start()


def network(host: str | None) -> str:
    """Whom an address stands for: itself, or its network of 64 bits, all of which one person has in IPv6."""
    try:
        address = ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return "-"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, _OURS), strict=False))
    return str(address)


def _attempt(sort: _Sort, count: int) -> Attempt:
    return Attempt(
        minute=sort.minute,
        cause=sort.cause,
        route=sort.route,
        address=sort.address,
        token=sort.token,
        count=count,
    )
