"""Courtesy: many pieces of work for which nobody waits let those go first who answer somebody.

A low priority does that only within one group of the scheduler: a server under systemd and an import in somebody's session are in two,
which share a processor evenly whatever each says of itself. So who examines also rests, where it is kept from a processor.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from content.accessibility.report import Report
from content.examination import Examiner
from content.fragments.context import Context
from content.model import Edition
from content.ports import Evidence
from content.ports.recheck import Recheck
from content.recheck import Sitting

T = TypeVar("T")
NICE: Final = 5
"""Of two that both want a whole processor, who is nice by 5 has a quarter: what `SHARE` says, too."""
SHARE: Final = 4
"""One part in so many of the time is worked where others want the processor."""
_NOTICED: Final = 0.25
"""For which part of its work something waits before others are said to want the processor."""


def step_back() -> None:
    """Let all other processes of the same group have a processor first, from now on. For whoever is the whole of a process."""
    with contextlib.suppress(OSError):
        os.nice(NICE)


class Courteous:
    """An `Examiner` that rests after each piece, where others want the processor; alone it takes no more time than the other."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner

    def evidence(self, edition: Edition, around: Context, at: datetime.datetime) -> tuple[Evidence, ...]:
        """Each variant at each heading level."""
        return _rested(lambda: self._examiner.evidence(edition, around, at))

    def reports(self, renderings: Sequence[tuple[str, int]]) -> tuple[Report, ...]:
        """The Report of each."""
        return _rested(lambda: self._examiner.reports(renderings))

    def recheck(self, sat: Sitting, at: datetime.datetime) -> Recheck:
        """What the rule set says now."""
        return _rested(lambda: self._examiner.recheck(sat, at))


def rest(took: float, worked: float) -> float:
    """Seconds to rest after a calculation that `took` so many by the clock and `worked` so many of a processor."""
    waited = took - worked
    return max(worked * (SHARE - 1) - waited, 0.0) if waited > worked * _NOTICED else 0.0


def _rested(work: Callable[[], T]) -> T:
    began, before = time.monotonic(), time.thread_time()
    found = work()
    time.sleep(rest(time.monotonic() - began, time.thread_time() - before))
    return found
