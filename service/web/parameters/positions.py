"""Places in lists and in the change feed, as opaque text."""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from typing import Final
from uuid import UUID

from content.locales import Locale
from content.ports.search import Place
from service.web.parameters.parameter import SenselessError

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


_PLACE: Final = 17
"""Bytes of a place in what a search found; one in a list has 24."""


def encode_cursor(at: datetime.datetime, identity: UUID) -> str:
    """A place in a list, opaque to the public: microseconds since 1970 and the id."""
    micros = (at - _EPOCH) // datetime.timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8, "big") + identity.bytes).decode()


def encode_hit(place: Place) -> str:
    """A place in what a search found, opaque to the public: the tier and two changes. Its length tells it from a place in a list."""
    raw = bytes([place.tier]) + b"".join(each.to_bytes(8, "big") for each in (place.seq, place.head))
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def cursor(text: str) -> tuple[datetime.datetime, UUID] | Place:
    """What a list gave as “next”."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if len(raw) == _PLACE:
            seq, head = (int.from_bytes(raw[at : at + 8], "big", signed=True) for at in (1, 9))
            return Place(tier=raw[0], seq=seq, head=head)
        micros = int.from_bytes(raw[:8], "big")
        return _EPOCH + datetime.timedelta(microseconds=micros), UUID(bytes=raw[8:])
    except (binascii.Error, ValueError, OverflowError) as error:
        raise SenselessError("det en liste ga som «next»", "what a list gave as “next”") from error


def encode_place(at: datetime.datetime, identity: UUID, locale: Locale) -> str:
    """A place in a list of drafts, opaque: microseconds since 1970, the id, and the locale."""
    micros = (at - _EPOCH) // datetime.timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8, "big") + identity.bytes + locale.encode()).decode()


def place(text: str) -> tuple[datetime.datetime, UUID, Locale]:
    """What a list of drafts gave as “next”."""
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
        micros = int.from_bytes(raw[:8], "big")
        at = _EPOCH + datetime.timedelta(microseconds=micros)
        return at, UUID(bytes=raw[8:24]), raw[24:].decode("ascii")
    except (binascii.Error, ValueError, OverflowError) as error:
        raise SenselessError("det en liste ga som «next»", "what a list gave as “next”") from error


def encode_position(epoch: str, seq: int) -> str:
    """A place in the change feed, opaque to the public: epoch and seq."""
    return base64.urlsafe_b64encode(f"{epoch}.{seq}".encode()).decode().rstrip("=")


def position(text: str) -> tuple[str, int]:
    """What the change feed gave as “next”."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise SenselessError(
            "det endringsloggen ga som «next»", "what the change feed gave as “next”"
        ) from error
    match = re.fullmatch(r"([a-z0-9]{1,64})\.([0-9]{1,18})", raw)
    if not match:
        raise SenselessError("det endringsloggen ga som «next»", "what the change feed gave as “next”")
    return match[1], int(match[2])
