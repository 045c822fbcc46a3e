"""The text of a token: `nk_`, 256 random bits in base 62, and a checksum in base 62.

The fixed prefix lets scanners of source code find a token that leaked; the checksum (CRC-32, as in GitHub's tokens) lets them, and
us, tell a token from what only looks like one without asking a store. CRC-32 finds every burst of up to 32 bits, so one wrong
letter never passes; it is no protection against anybody, and needs none.

What the store keeps is the SHA-256 of the text. A slow hash (Argon2, bcrypt) is for passwords, which can be guessed: nobody
guesses 256 random bits, and a slow hash at every request would be a way to exhaust the service.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import zlib
from typing import Final

from msgspec import Struct

from content.errors import Unauthenticated

PREFIX: Final = "nk_"
CHANCE: Final = 32
"""How many random bytes a token is made of."""
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY: Final = 43
_SUM: Final = 6
_FORM: Final = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{_BODY}}})([0-9A-Za-z]{{{_SUM}}})")


class Secret(Struct, frozen=True, kw_only=True):
    """A token's text, its id, which may be known to all, and its hash (32 bytes), which the store knows.

    The id is made of the text, so that whoever finds a token that leaked can tell which one it is.
    """

    text: str
    id: str
    hash: bytes

    def __repr__(self) -> str:
        """Never the text: what is printed ends in a log."""
        return f"Secret(id={self.id!r})"


def mint(chance: bytes) -> Secret:
    """A new token of CHANCE random bytes. Raises ValueError for any other number of them."""
    if len(chance) != CHANCE:
        message = f"A token is made of {CHANCE} random bytes, not of {len(chance)}."
        raise ValueError(message)
    body = _in_base_62(int.from_bytes(chance), _BODY)
    return _secret(f"{PREFIX}{body}{_checksum(body)}")


def parse(text: str) -> Secret:
    """What a client sent as a token. Raises Unauthenticated ("malformed") before anything is looked up."""
    form = _FORM.fullmatch(text)
    if form is None or not hmac.compare_digest(_checksum(form[1]), form[2]):
        raise Unauthenticated("malformed")
    return _secret(text)


def as_ref(ref: str) -> str:
    """How to look up what somebody names: the id where it is the text of a token (one that leaked, say), else as it is."""
    try:
        return parse(ref).id
    except Unauthenticated:
        return ref


def _secret(text: str) -> Secret:
    named = hashlib.sha256(b"the id of " + text.encode("ascii")).hexdigest()[:16]
    return Secret(text=text, id=named, hash=hashlib.sha256(text.encode("ascii")).digest())


def _checksum(body: str) -> str:
    return _in_base_62(zlib.crc32(body.encode("ascii")), _SUM)


def _in_base_62(number: int, width: int) -> str:
    digits: list[str] = []
    for _ in range(width):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
