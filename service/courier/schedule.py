"""What becomes of a delivery after an attempt, without I/O, clock or chance.

Sources: Standard Webhooks (the schedule that its specification recommends, and 410 that ends a subscription), WebSub section 7 (2xx, and
nothing else, is success), RFC 9110 section 10.2.3 (Retry-After).
"""

from __future__ import annotations

import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from msgspec import Struct, structs

from content.delivery import Delivery

AGAIN: Final = tuple(
    datetime.timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
"""How long after each failure the next attempt is made: ten attempts in some 75 hours. After the last, no more."""
LONGEST: Final = datetime.timedelta(days=1)
"""The longest that Retry-After is heeded."""
_LEAST: Final = 0.9
_SPREAD: Final = 0.15
_SUCCESS: Final = 2
_GONE: Final = 410
_ASKED_TO_WAIT: Final = frozenset({429, 503})


class Outcome(Struct, frozen=True, kw_only=True):
    """What an attempt came to: an HTTP status, or why there is none; `retry_after` is that header, or ""."""

    status: int | None = None
    error: str = ""
    retry_after: str = ""


def settled(delivery: Delivery, outcome: Outcome, now: datetime.datetime, chance: float) -> Delivery:
    """The delivery after an attempt that its `attempts` counts already. `chance` in [0, 1) spreads what failed at once (from 0.9 to 1.05)."""
    tried = structs.replace(delivery, tried_at=now, status=outcome.status, error="")
    if outcome.status is not None and outcome.status // 100 == _SUCCESS:
        return structs.replace(tried, state="delivered")
    why = outcome.error or f"the answer is {outcome.status}"
    if ends(outcome) or delivery.attempts > len(AGAIN):
        return structs.replace(tried, state="failed", error=why)
    wait = AGAIN[max(delivery.attempts - 1, 0)] * (_LEAST + _SPREAD * chance)
    return structs.replace(tried, due_at=now + max(wait, asked(outcome, now)), error=why)


def asked(outcome: Outcome, now: datetime.datetime) -> datetime.timedelta:
    """For how long nothing is to be sent, as the answer asks: to the subscriber, not of this delivery alone. At most LONGEST."""
    if outcome.status not in _ASKED_TO_WAIT:
        return datetime.timedelta()
    return min(_asked(outcome.retry_after, now), LONGEST)


def ends(outcome: Outcome) -> bool:
    """Does the subscriber say that it wants nothing any more?"""
    return outcome.status == _GONE


def _asked(header: str, now: datetime.datetime) -> datetime.timedelta:
    """How long Retry-After asks to wait; nothing where it says nothing that can be read."""
    text = header.strip()
    nothing = datetime.timedelta()
    if text.isascii() and text.isdigit():
        return datetime.timedelta(seconds=min(int(text[:9]), 10**9))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return nothing
    until = until if until.tzinfo else until.replace(tzinfo=datetime.UTC)
    return max(until - now, nothing)
