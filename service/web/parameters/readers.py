"""What the text of a parameter means, or why it means nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from content.characters import visible
from content.queries import as_uuid
from service.web.parameters.parameter import SenselessError
from service.web.record import PublicRecord

MAX_TEXT: Final = 200
MAX_REFS: Final = 100


def choice(options: Sequence[str]) -> Callable[[str], str]:
    """One of the options."""

    def parse(text: str) -> str:
        if text not in options:
            raise SenselessError(f"en av {', '.join(options)}", f"one of {', '.join(options)}")
        return text

    return parse


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number from `low` to `high`."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise SenselessError(f"et helt tall fra {low} til {high}", f"a whole number from {low} to {high}")
        return int(text)

    return parse


def ordinal(text: str) -> int:
    """A whole number of 12 digits at most."""
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise SenselessError("et helt tall på høyst 12 sifre", "a whole number of 12 digits at most")
    return int(text)


def fields(text: str) -> frozenset[str]:
    """Names of members of a record, with commas between."""
    asked, known = set(text.split(",")), ", ".join(PublicRecord.__struct_fields__)
    # Our own names, not those that were sent: what is kept keeps them.
    names = frozenset(name for name in PublicRecord.__struct_fields__ if name in asked)
    if len(names) < len(asked):
        raise SenselessError(
            f"navn med komma mellom, blant {known}", f"names with commas between, out of {known}"
        )
    return names


def refs(text: str) -> tuple[str, ...]:
    """Ids or slugs with commas between, sorted: in whatever order they are named, the answer is one."""
    found = tuple(sorted(set(text.split(","))))
    if len(found) > MAX_REFS or not all(re.fullmatch(r"[a-z0-9-]{1,200}", each) for each in found):
        raise SenselessError(
            f"høyst {MAX_REFS} id-er eller adressenavn med komma mellom",
            f"{MAX_REFS} ids or slugs at most, with commas between",
        )
    return found


def key(text: str) -> str:
    """A topic's key."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,63}", text):
        raise SenselessError("et emnes nøkkel, som high-north", "a topic's key, like high-north")
    return text


def epoch(text: str) -> str:
    """The name of an epoch."""
    if not re.fullmatch(r"[0-9a-f]{16}", text):
        raise SenselessError("en epoke, seksten tegn av 0–9 og a–f", "an epoch, sixteen of 0–9 and a–f")
    return text


def words(text: str) -> str:
    """Words to look for."""
    if len(text) > MAX_TEXT or not visible(text):
        raise SenselessError(f"noen ord, høyst {MAX_TEXT} tegn", f"some words, {MAX_TEXT} characters at most")
    return text.strip()


def identity(text: str) -> UUID:
    """A record's id."""
    identity = as_uuid(text)
    if identity is None:
        raise SenselessError("en posts id", "a record's id")
    return identity


def day(text: str) -> datetime.date:
    """A day."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)  # noqa: TRY301 - one way out for all that is no date
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise SenselessError("en dato, som 2027-06-30", "a date, like 2027-06-30") from error
