"""The examination: every rendering of an edition, made and checked. Pure, so that it comes to the same bytes wherever it is done.

It is most of what a publication costs, and the interpreter does one thing at a time: a server hands it to an `Examiner` that works apart
(`service.apart`); everybody else does it `Here`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol

from content import accessibility, fragments, queries, recheck
from content.accessibility.report import Report
from content.fragments.context import Context
from content.model import HEADING_LEVELS, VARIANTS, Edition, digest_bytes
from content.ports import Evidence
from content.ports.recheck import Recheck
from content.recheck import Sitting


class Examiner(Protocol):
    """Who examines. May be used from any thread. Raises what the rendering raises; TooHeavy where there are bounds, TooMany and
    Interrupted where there is nobody to do it now.
    """

    def evidence(self, edition: Edition, around: Context, at: datetime.datetime) -> tuple[Evidence, ...]:
        """Each variant at each heading level, checked at the time `at`; `around` is the context of any of them."""
        ...

    def reports(self, renderings: Sequence[tuple[str, int]]) -> tuple[Report, ...]:
        """The Report of each of some fragments, with the level at which its headings start."""
        ...

    def recheck(self, sat: Sitting, at: datetime.datetime) -> Recheck:
        """What the rule set says now of a live edition."""
        ...


class Here:
    """Does it in the caller's thread, and takes as long as it takes."""

    def evidence(self, edition: Edition, around: Context, at: datetime.datetime) -> tuple[Evidence, ...]:
        """All of it."""
        return tuple(
            _evidence(edition, queries.at_level(around, variant, level), at)
            for variant in VARIANTS
            for level in HEADING_LEVELS
        )

    def reports(self, renderings: Sequence[tuple[str, int]]) -> tuple[Report, ...]:
        """All of them."""
        return tuple(accessibility.check(html, heading_level=level) for html, level in renderings)

    def recheck(self, sat: Sitting, at: datetime.datetime) -> Recheck:
        """All of it."""
        return recheck.examine(sat, at)


def _evidence(edition: Edition, around: Context, at: datetime.datetime) -> Evidence:
    html = fragments.render(edition, around)
    return Evidence(
        variant=around.variant,
        heading_level=around.heading_level,
        digest=digest_bytes(html.encode()),
        report=accessibility.check(html, heading_level=around.heading_level),
        html=html,
        at=at,
    )
