"""The room of answers: what a POST came to, kept for a day under its Idempotency-Key.

Source: draft-ietf-httpapi-idempotency-key-header. The mark is made in the transaction of the work itself, so that the work is
done once whatever happens between; the answer is written down after.
"""

from __future__ import annotations

import datetime
from typing import Final, Protocol

from msgspec import Struct

FORGOTTEN: Final = bytes(32)
"""The fingerprint of a request that nobody remembers: a short body could be guessed from its digest."""


class KeptAnswer(Struct, frozen=True, kw_only=True):
    """What was asked, as a SHA-256 or FORGOTTEN, and what came of it; `status` is None while the answer is not written down, or lost."""

    at: datetime.datetime
    fingerprint: bytes
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Answers(Protocol):
    """Answers by the token that asked, and the key that it gave."""

    def get(self, token: str, key: str) -> KeptAnswer | None:
        """The answer under a key, however old."""
        ...


class AnswersWriting(Answers, Protocol):
    """The same, within a transaction."""

    def begin(self, token: str, key: str, fingerprint: bytes, at: datetime.datetime) -> None:
        """Mark the key as used."""
        ...

    def finish(
        self, token: str, key: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes
    ) -> None:
        """Write the answer down."""
        ...

    def lose(self) -> None:
        """Lose what all answers say, and what was asked. That something was done under their keys stays known."""
        ...

    def forget(self, before: datetime.datetime) -> int:
        """Forget the answers from before a time, and their keys; how many they were."""
        ...
