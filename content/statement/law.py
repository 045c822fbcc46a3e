"""The law as data: which success criteria it asks for, from when and until when, and whom to turn to."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from content.accessibility.criteria import Level
from content.errors import Message


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A success criterion that the law asks for. `until` is the first day on which it does no more."""

    number: str
    level: Level
    anchor: str
    since: datetime.date
    until: datetime.date | None = None
    name: Message
    note: Message | None = None
    consequence: Message | None = None

    @property
    def url(self) -> str:
        """Its address in the Recommendation."""
        return f"https://www.w3.org/TR/WCAG21/#{self.anchor}"


class Authority(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom people may turn to; `does` goes on after the name."""

    url: str
    name: Message
    does: Message


class Law(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The regulation. `as_of` is the day that this says it of."""

    as_of: datetime.date
    standard: str
    url: str
    translation: str
    name: Message
    authorities: tuple[Authority, ...]
    criteria: tuple[Criterion, ...]

    def on(self, day: datetime.date) -> tuple[Criterion, ...]:
        """The criteria that it asks for on a day."""
        return tuple(
            each for each in self.criteria if each.since <= day and (each.until is None or day < each.until)
        )


@cache
def law() -> Law:
    """The law as this version knows it."""
    text = resources.files(__package__).joinpath("law.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Law)
