"""Dates as the formats write them, in no locale but their own."""

from __future__ import annotations

import datetime
from email.utils import format_datetime


def rfc3339(moment: datetime.datetime) -> str:
    """2026-11-23T09:00:00Z: a UTC time as Atom wants it, with as much of a second as there is (RFC 4287 section 3.3)."""
    return moment.isoformat().removesuffix("+00:00") + "Z"


def rfc822(moment: datetime.datetime) -> str:
    """Mon, 23 Nov 2026 09:00:00 +0000: as RSS wants it, with the year in four digits and English names in every locale."""
    return format_datetime(moment)
