"""The secret of a webhook, and what is signed with it: Standard Webhooks, signature scheme v1 (HMAC with SHA-256).

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, "Signature scheme". Unlike the text
of a token, a secret is kept as it is: whoever signs must have it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

PREFIX: Final = "whsec_"
CHANCE: Final = 32
"""How many random bytes a secret is made of; the specification wants 24 to 64."""


def mint(chance: bytes) -> str:
    """A new secret of CHANCE random bytes. Raises ValueError for any other number of them."""
    if len(chance) != CHANCE:
        message = f"A secret is made of {CHANCE} random bytes, not of {len(chance)}."
        raise ValueError(message)
    return f"{PREFIX}{base64.b64encode(chance).decode('ascii')}"


def signatures(secrets: Sequence[str], message: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: one signature for each secret, in their order, with a space between.

    `message` is the value of `webhook-id`, which has no dot in it, and `timestamp` that of `webhook-timestamp`, in seconds since 1970.
    """
    return " ".join(_signature(each, message, timestamp, body) for each in secrets)


def _signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    signed = b"%s.%d.%s" % (message.encode("ascii"), timestamp, body)
    return f"v1,{base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode('ascii')}"


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(PREFIX) or not key:
        # The text itself may be a secret with a slip in it: no message holds it.
        message = "This is no secret of a webhook."
        raise ValueError(message)
    return key
