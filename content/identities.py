"""New ids: UUIDs of version 7 (RFC 9562 section 5.7), whose first 48 bits are the time, so that new records stand together."""

from __future__ import annotations

import datetime
import secrets
from uuid import UUID

_START = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MILLISECOND = datetime.timedelta(milliseconds=1)


def fresh(at: datetime.datetime) -> UUID:
    """A new id, made at this time; the other 74 bits are random."""
    millis = ((at - _START) // _MILLISECOND) & (2**48 - 1)
    noise = secrets.randbits(74)
    return UUID(int=millis << 80 | 0x7 << 76 | (noise >> 62) << 64 | 0b10 << 62 | (noise & (2**62 - 1)))
