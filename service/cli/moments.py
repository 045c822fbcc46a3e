"""Times at the command line: RFC 3339, or as the clocks of Norway show them."""

from __future__ import annotations

import datetime
import re
from typing import Final
from zoneinfo import ZoneInfo

from content.errors import Invalid

ZONE: Final = ZoneInfo("Europe/Oslo")
_FORM: Final = "2026-12-01T08:00:00+01:00, or “2026-12-01 08:00” by the clocks of Norway (Europe/Oslo)"
_LOCAL: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)
_OFFSET: Final = re.compile(r".*(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE)


def moment(text: str | None, option: str) -> datetime.datetime | None:
    """The time that an option names, None where it names none.

    Raises Invalid for what is no time, and for local times that there are none or two of when the clocks are changed.
    """
    return None if text is None else demanded(text, option)


def demanded(text: str, option: str) -> datetime.datetime:
    """The time that an option names which must be given. Raises what `moment` does."""
    try:
        read = datetime.datetime.fromisoformat(text)
    except ValueError:
        read = None
    if read is not None and _OFFSET.fullmatch(text):
        return read
    if read is None or not _LOCAL.fullmatch(text):
        raise _wrong(
            option,
            nb=f"«{text[:40]}» er ikke et tidspunkt. Skriv {_FORM}.",
            en=f"“{text[:40]}” is no time. Write {_FORM}.",
        )
    local = read.replace(tzinfo=ZONE)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise _wrong(
            option,
            nb=f"Klokka stilles den natta: {text} finnes to ganger eller ikke. Skriv tida med forskjellen fra UTC.",
            en=f"The clocks are changed that night: there are two of {text}, or none. Write the time with its offset.",
        )
    return local


def day(text: str | None, option: str) -> datetime.date | None:
    """The date that an option names, None where it names none. Raises Invalid."""
    try:
        return None if text is None else datetime.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise _wrong(
            option,
            nb=f"«{text}» er ingen dato. Skriv den slik: 2027-06-30.",
            en=f"“{text}” is no date. Write it like this: 2027-06-30.",
        ) from None


def end_of(asked: datetime.date) -> datetime.datetime:
    """The last moment of a day in Norway."""
    return datetime.datetime.combine(asked, datetime.time.max, ZONE)


def shown(at: datetime.datetime) -> str:
    """A time as people in Norway read it, with its offset."""
    return at.astimezone(ZONE).isoformat(sep=" ", timespec="seconds")


def _wrong(option: str, *, nb: str, en: str) -> Invalid:
    return Invalid.one(option, "wrong_form", nb=nb, en=en)
