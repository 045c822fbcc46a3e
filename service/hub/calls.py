"""One GET to a callback: whether it meant what was asked in its name (WebSub, section 5.3), or that there is no subscription (5.2)."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Final, Literal

from content.ports.intents import Intent
from feeds import websub
from service.outbound import Answered, CannotFetchError, NotAllowedError

Ask = Callable[[str], Awaitable[Answered]]
Said = Literal["yes", "no", "nothing"]
"""Whether it confirmed; `nothing` where it may be asked again."""

SECONDS: Final = 10.0
"""The longest that a callback may take, in all."""
MOST: Final = 1024
"""Bytes of an answer: a challenge has 43."""
_LATER: Final = frozenset({408, 429, *range(500, 600)})


async def verified(ask: Ask, intent: Intent) -> Said:
    """Whether the callback echoes a challenge that was never used before: 256 random bits, kept nowhere."""
    challenge = secrets.token_urlsafe(32)
    mode: websub.Mode = "unsubscribe" if intent.act == "unsubscribe" else "subscribe"
    url = websub.verification(intent.callback, mode, intent.topic, challenge, intent.lease)
    answered = await _answered(ask, url)
    if not isinstance(answered, Answered):
        return answered
    if _taken(answered.status):
        return "yes" if websub.echoed(answered.body, challenge) else "no"
    return "nothing" if answered.status in _LATER else "no"


async def denied(ask: Ask, intent: Intent) -> Said:
    """Tell that there is no subscription. Whatever the callback answers, it has heard it."""
    answered = await _answered(ask, websub.denial(intent.callback, intent.topic, intent.reason))
    if not isinstance(answered, Answered):
        return answered
    return "nothing" if answered.status in _LATER else "yes"


async def _answered(ask: Ask, url: str) -> Answered | Said:
    try:
        async with asyncio.timeout(SECONDS):
            return await ask(url)
    except NotAllowedError:
        return "no"
    except (CannotFetchError, TimeoutError):
        return "nothing"


def _taken(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - HTTP's own numbers
