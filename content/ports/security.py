"""The room of the security log: attempts that were refused. It holds addresses, so it is not kept for long."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct

from content.errors import Cause

Refused = Cause | Literal["scope", "rate"]
"""Why: what was wrong with the token, or that it is not for this, or that it asked too often."""


class Attempt(Struct, frozen=True, kw_only=True):
    """Attempts that were refused for one reason within one minute.

    `minute` is its beginning. `route` is a method and a path as it stands in the table of routes. `address` is a network, of 64
    bits for IPv6; "" stands for more than are told apart. `token` is a token's id, "" where there is none.
    """

    number: int = 0
    minute: datetime.datetime
    cause: Refused
    route: str
    address: str
    token: str
    count: int


class Security(Protocol):
    """Attempts, by the minute."""

    def attempts(self, since: int = 0, limit: int = 100) -> tuple[Attempt, ...]:
        """Attempts after number `since`, oldest first."""
        ...


class SecurityWriting(Security, Protocol):
    """What adds and drops attempts."""

    def note(self, attempts: Sequence[Attempt]) -> None:
        """Add attempts; those of the same minute and kind are counted together."""
        ...

    def forget(self, before: datetime.datetime, most: int) -> int:
        """Drop what is from before a time, and the oldest beyond `most`; how many they were."""
        ...
