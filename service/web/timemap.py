"""The editions of a record as a Memento TimeMap (RFC 7089 section 5, in the link-format of RFC 6690)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Final

from service.web.record import PublicEdition

MEDIA_TYPE: Final = "application/link-format"


def write(original: str, own: str, editions: Sequence[PublicEdition]) -> bytes:
    """The TimeMap at `own` of the resource at `original`; `editions` oldest first, at least one."""
    first, last = editions[0], editions[-1]
    lines = [
        f'<{original}>;rel="original"',
        f'<{own}>;rel="self";type="{MEDIA_TYPE}";from="{http_date(first.at)}";until="{http_date(last.at)}"',
    ]
    for each in editions:
        place = [name for name, edition in (("first", first), ("last", last)) if edition is each]
        lines.append(f'<{each.url}>;rel="{" ".join([*place, "memento"])}";datetime="{http_date(each.at)}"')
    return ",\n".join(lines).encode() + b"\n"


def http_date(at: datetime.datetime) -> str:
    """An HTTP-date (RFC 9110 section 5.6.7): English whatever the locale of the process."""
    return format_datetime(at.astimezone(datetime.UTC), usegmt=True)
