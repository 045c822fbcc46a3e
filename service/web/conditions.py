"""What a conditional request comes to: RFC 9110 section 13.2.2. Pure.

Proxies that code an answer by themselves change its ETag, and send the changed one on to us. What is seen in the wild: `W/` (nginx,
Varnish, CloudFront), `-gzip` within the quotes (Apache 2.4) or after them (Apache 2.2), `-br` (mod_brotli), `--gzip` (Jetty), `;gzip`
(older Jetty and Tomcat), `-df` (Traffic Server). An ETag of ours ends with 128 bits of a digest, so that ours with a suffix is nobody else's.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Iterable
from email.utils import formatdate
from typing import Final, Literal

from msgspec import Struct

Outcome = Literal[200, 304, 412]
_TAG: Final = re.compile(r'(W/)?"([^"]*)"([^\s,"]*)|([^\s,]+)')
_SUFFIX: Final = re.compile(r"[-;:+._]{1,2}[A-Za-z]{1,12}")
_NAMES: Final = {
    b"if-match": "if_match",
    b"if-unmodified-since": "if_unmodified_since",
    b"if-none-match": "if_none_match",
    b"if-modified-since": "if_modified_since",
}
CONDITIONAL: Final = frozenset(_NAMES)
"""The names of the fields, in lower case."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK: Final = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})"
_SHORT: Final = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_FORMS: Final = (
    re.compile(rf"{_SHORT}, (?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_CLOCK} GMT"),
    re.compile(
        rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<day>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_CLOCK} GMT"
    ),
    re.compile(rf"{_SHORT} {_MONTH} (?P<day>[0-9]{{2}}| [0-9]) {_CLOCK} (?P<year>[0-9]{{4}})"),
)
_LONGEST: Final = 40
_HOUR: Final = 23
_MINUTE: Final = 59
_LEAP: Final = 60
_CENTURY: Final = 100
_FUTURE: Final = 50
_COMMIT: Final = 1.0
"""Seconds from when a change is given its time, at the end of its transaction, until everybody can see it: a commit on a disk that is slow."""


class Conditions(Struct, frozen=True):
    """The fields of a request that ask for an answer on a condition; None where there is none of them."""

    if_match: str | None = None
    if_unmodified_since: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None


NONE: Final = Conditions()


def conditions(headers: Iterable[tuple[bytes, bytes]]) -> Conditions:
    """Those of a request head. A field that is there twice is one list (RFC 9110 section 5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
        if (known := _NAMES.get(name)) is not None:
            text = value.decode("latin-1")
            found[known] = f"{found[known]}, {text}" if known in found else text
    return Conditions(**found) if found else NONE


def outcome(given: Conditions, etag: str, modified: int | None, now: float) -> Outcome:
    """What to answer to GET and HEAD where without conditions it were 200.

    `etag` is that of the chosen representation, strong. `modified` is its Last-Modified in seconds since 1970, None where it has none:
    dates are then ignored, and so are those that are no HTTP date.
    """
    if given.if_match is not None:
        if not _matched_strongly(given.if_match, etag):
            return 412
    elif given.if_unmodified_since is not None and modified is not None:
        at = date(given.if_unmodified_since, now)
        if at is not None and modified > at:
            return 412
    if given.if_none_match is not None:
        return 304 if matches(given.if_none_match, etag) else 200
    if given.if_modified_since is not None and modified is not None:
        if given.if_modified_since == http_date(modified):
            return 304  # as it was told: no need to read it
        at = date(given.if_modified_since, now)
        if at is not None and modified <= at:
            return 304
    return 200


def matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison of an If-None-Match list with a strong ETag of ours; "*" alone matches whatever there is."""
    if if_none_match == etag:
        return True
    if if_none_match.strip() == "*":
        return True
    own = etag.strip('"')
    for _, quoted, after, bare in _TAG.findall(if_none_match):
        said = (quoted or bare) + after
        if said.startswith(own) and (said == own or _SUFFIX.fullmatch(said, len(own))):
            return True
    return False


def date(text: str, now: float) -> int | None:
    """An HTTP date in any of its three forms (RFC 9110 section 5.6.7), in seconds since 1970; None for what is none.

    Which day of the week it says does not count. A year of two digits is never more than fifty years ahead.
    """
    text = text.strip(" \t")
    found = (
        next((each for form in _FORMS if (each := form.fullmatch(text))), None)
        if len(text) <= _LONGEST
        else None
    )
    if found is None:
        return None
    year, day = int(found["year"]), int(found["day"])
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    month = _MONTHS.index(found["month"]) + 1
    this = datetime.datetime.fromtimestamp(now, datetime.UTC).year
    if len(found["year"]) == 2:  # noqa: PLR2004 - digits
        year += this - this % _CENTURY
        year -= _CENTURY if year > this + _FUTURE else 0
    try:
        datetime.date(year, month, day)
    except ValueError:
        return None
    if hour > _HOUR or minute > _MINUTE or second > _LEAP:
        return None
    return calendar.timegm((year, month, day, hour, minute, second))


@functools.lru_cache(maxsize=512)
def http_date(seconds: int) -> str:
    """The form that is sent (IMF-fixdate)."""
    return formatdate(seconds, usegmt=True)


def last_modified(moved: float) -> int:
    """The Last-Modified for what was moved at a time: the first second in which nobody could see what was before. Not to be told before that
    second: until then, a second change could get the same, and it would be later than the answer's Date.

    So who compares with the Date of what it has, as caches do where there was no Last-Modified, is never told that nothing has changed.
    """
    return int((moved + _COMMIT) // 1) + 1


def _matched_strongly(if_match: str, etag: str) -> bool:
    if if_match.strip() == "*":
        return True
    return any(
        not weak and not after and f'"{quoted}"' == etag for weak, quoted, after, _ in _TAG.findall(if_match)
    )
