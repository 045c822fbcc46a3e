"""The room of the re-check: what the current rule set says of what is live, apart from the evidence of the edition."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct

from content.accessibility.report import Verdict
from content.kinds import Kind
from content.locales import Locale

Source = Literal["edition", "rules", "linked_record"]
"""Why a live edition has failures: it went out with them, a later rule finds them, or what it shows of others has changed (as it would
be if a newer version of the software rendered it otherwise).
"""


class Place(Struct, frozen=True, kw_only=True):
    """A live edition, by its keys alone: it may be one that cannot be read."""

    id: UUID
    locale: Locale
    edition: int


class Recheck(Struct, frozen=True, kw_only=True):
    """What a rule set says of a live edition in all its renderings.

    `failures` counts blocking failures by rule, the most of any rendering; `since` is when there was first one of them, `until` when the
    first answer of a person ends that it was judged with. `outcome` is None
    where the edition could not be read. Nothing in it quotes the content.
    """

    id: UUID
    locale: Locale
    edition: int
    ruleset: str
    at: datetime.datetime
    outcome: Verdict | None
    failures: Mapping[str, int] = {}
    source: Source | None = None
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


class Pass(Struct, frozen=True, kw_only=True):
    """One going over everything that is live. `ended` is None as long as something waits."""

    ruleset: str
    began: datetime.datetime
    ended: datetime.datetime | None = None


class Share(Struct, frozen=True, kw_only=True):
    """How it stands with the live editions of a kind in a locale."""

    locale: Locale
    kind: Kind
    editions: int
    checked: int
    failing: int


class Tally(Struct, frozen=True, kw_only=True):
    """How it stands with everything that is live.

    `checked` are the editions that the rule set `ruleset` has looked at, `failing` those of all that have blocking failures,
    `unreadable` those that could not be read; `attested` and `overridden` those about which somebody has
    answered a question, or let a failure pass; `rules` and `criteria` count failing editions by rule and by WCAG criterion. Never more is said than was checked.
    """

    ruleset: str
    editions: int
    checked: int
    failing: int
    unreadable: int
    attested: int = 0
    overridden: int = 0
    rules: Mapping[str, int] = {}
    criteria: Mapping[str, int] = {}
    shares: tuple[Share, ...] = ()


class Day(Struct, frozen=True, kw_only=True):
    """How it stood on a day, at its last look."""

    day: datetime.date
    at: datetime.datetime
    tally: Tally


class Rechecks(Protocol):
    """What is known of live editions since they were published."""

    def of(self, identity: UUID, locale: Locale) -> Recheck | None:
        """The last re-check of a record in a locale, whichever edition it was of."""
        ...

    def waiting(self, ruleset: str, after: tuple[UUID, Locale] | None, limit: int) -> tuple[Place, ...]:
        """Published editions after a place, in the order of their keys, which that rule set has not looked at: neither here nor, without
        finding a failure, at publication; and those whose surroundings have changed.
        """
        ...

    def count(self, ruleset: str) -> int:
        """How many wait."""
        ...

    def stirred(self, now: datetime.datetime, limit: int) -> tuple[Place, ...]:
        """Published editions whose surroundings have changed, that went out with failures, or about which people have answered something
        or an answer has ended; a quick question.
        """
        ...

    def showing(self, identities: frozenset[UUID]) -> frozenset[UUID]:
        """Records that show something of one of these in a live edition: a link or a card of it, or the label of the topic that it is."""
        ...

    def last(self, ruleset: str) -> Pass | None:
        """The pass of a rule set; None where there was none."""
        ...

    def tally(self, ruleset: str, now: datetime.datetime) -> Tally:
        """How it stands at the time `now`; a quick question, however much is live."""
        ...

    def days(self, limit: int = 400) -> tuple[Day, ...]:
        """How it stood, the newest day first."""
        ...


class RechecksWriting(Rechecks, Protocol):
    """The same, and the changes."""

    def keep(self, recheck: Recheck, seq: int) -> bool:
        """Keep it in the place of the one before; False, and nothing kept, where that edition is not live any more.

        `seq` is the end of the change log when it was rendered: what has changed since waits on.
        """
        ...

    def mark(self, passing: Pass) -> None:
        """Note that a pass began, or ended."""
        ...

    def note(self, day: Day) -> bool:
        """Keep how it stands, in the place of what was kept of that day; False where it is as in the newest row."""
        ...
