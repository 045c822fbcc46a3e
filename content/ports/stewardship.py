"""The room of stewardship: who looks after each record, and what needs to be looked after."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from content.accessibility.report import Verdict
from content.model import Edition
from content.ports.recheck import Source
from content.stewardship import Stewardship


class Repair(Struct, frozen=True, kw_only=True):
    """A live edition with blocking failures: one that went out as a correction or as a restored text all the same, or one in which they
    were found since. `failures` counts them by rule, `since` is when they were found, `ruleset` what found them.
    """

    edition: Edition
    outcome: Verdict
    ruleset: str
    failures: Mapping[str, int]
    source: Source
    since: datetime.datetime


class Stewardships(Protocol):
    """Who looks after what."""

    def of(self, identity: UUID) -> Stewardship | None:
        """That of a record; None where there is no such record."""
        ...

    def due(self, until: datetime.date) -> tuple[Stewardship, ...]:
        """What is to be reviewed by a day, earliest first: records that are drafts, scheduled or published in some locale."""
        ...

    def repairs(self) -> tuple[Repair, ...]:
        """Published editions with blocking failures by the last look at them, oldest first."""
        ...


class StewardshipsWriting(Stewardships, Protocol):
    """The same, and the changes."""

    def keep(self, stewardship: Stewardship) -> None:
        """Keep it in the place of the one before."""
        ...
