"""How a delivery becomes what is sent: one Messenger for each sort of subscriber, given to the courier by the composition root."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from content.delivery import Delivery, Subscriber
from content.model import Digest


class Message(Struct, frozen=True, kw_only=True):
    """What is sent by POST: headers, Content-Type among them, and the body.

    `digest` is noted as what the subscriber took last, once it has taken it; None where nobody will ask.
    """

    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: Digest | None = None


class Messenger(Protocol):
    """Makes messages of one sort. Called from the courier's thread only, one delivery after the other, before each attempt anew."""

    def message(self, delivery: Delivery, subscriber: Subscriber) -> Message | None:
        """What to say, of what is public now; None where there is nothing to say any more. It must be quick: others wait."""
        ...
