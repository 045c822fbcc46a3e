"""Posts: who is to be there, and when one that has ended is started again. Decides only; `minder` does it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, structs

FIRST: Final = 0.1
"""Seconds from the end of a child to the start of the next one; doubled each time, as long as none stays."""
LONGEST: Final = 30.0
STEADY: Final = 60.0
"""Seconds after which one has stayed."""


class Post(Struct, frozen=True, kw_only=True):
    """One child: its slot, what it is called in the log, its process (0 for none), when that began or is to begin, by a clock that nobody
    sets, and how many before it have not stayed.
    """

    slot: int
    name: str
    process: int = 0
    since: float = 0.0
    failed: int = 0


def begun(post: Post, process: int, now: float) -> Post:
    """With the process that was started."""
    return structs.replace(post, process=process, since=now)


def ended(post: Post, now: float) -> Post:
    """Without it: `since` is when the next one is to begin."""
    failed = 0 if now - post.since >= STEADY else post.failed
    return structs.replace(
        post, process=0, since=now + min(FIRST * 2**failed, LONGEST), failed=min(failed + 1, 16)
    )


def due(post: Post, now: float) -> bool:
    """Whether one is to be started."""
    return not post.process and post.since <= now


def wait(posts: tuple[Post, ...], now: float) -> float | None:
    """Seconds until one is due; None where all are there."""
    times = [post.since - now for post in posts if not post.process]
    return max(min(times), 0.0) if times else None
