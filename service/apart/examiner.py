"""An `Examiner` that has the work done apart, and does it itself only where no process can be had."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import msgspec

from content.accessibility.report import Report
from content.examination import Here
from content.fragments.context import Context
from content.model import Edition
from content.ports import Evidence
from content.ports.recheck import Recheck
from content.recheck import Sitting
from service.apart import parcels
from service.apart.crew import Crew, NobodyError, UndoneError
from service.apart.process import PROGRAM, Bounds
from service.apart.tasks import Examine, Look, LookAgain, Task
from service.links import PublicLinks

T = TypeVar("T")
LARGE: Final = 64 * 1024
"""Bytes of a task that may take seconds: it waits for others like it, and the small ones pass it by."""
MOST: Final = 4
"""Large tasks that are worked on and wait together; more are told to come again, so that those who wait leave room for the small ones."""
_BUNDLE: Final = msgspec.msgpack.Decoder(parcels.Bundle)
_REPORTS: Final = msgspec.msgpack.Decoder(tuple[Report, ...])
_RECHECK: Final = msgspec.msgpack.Decoder(Recheck)


class ApartExaminer:
    """One for each sort of work in a process; `close` ends it. Nothing is started before there is work.

    `size` is how many small pieces are worked on at a time, all but one of the processors where it is not given; large ones go one at a time.
    """

    def __init__(
        self,
        links: PublicLinks,
        *,
        size: int = 0,
        bounds: Bounds | None = None,
        command: tuple[str, ...] = PROGRAM,
    ) -> None:
        self._links = links
        self._here = Here()
        self._small = Crew(size or max((os.cpu_count() or 1) - 1, 1), bounds, command=command)
        self._large = Crew(1, bounds, most=MOST, command=command)

    def close(self) -> None:
        """End what is under way, and begin no more."""
        self._small.close()
        self._large.close()

    def evidence(self, edition: Edition, around: Context, at: datetime.datetime) -> tuple[Evidence, ...]:
        """Each variant at each heading level."""
        task = Examine(edition=edition, around=parcels.around(around, self._links), at=at)
        return self._done(
            task,
            lambda answer: parcels.evidence(_BUNDLE.decode(answer)),
            lambda: self._here.evidence(edition, around, at),
        )

    def reports(self, renderings: Sequence[tuple[str, int]]) -> tuple[Report, ...]:
        """The Report of each."""
        task = Look(renderings=tuple(renderings))
        return self._done(task, _REPORTS.decode, lambda: self._here.reports(renderings))

    def recheck(self, sat: Sitting, at: datetime.datetime) -> Recheck:
        """What the rule set says now."""
        task = LookAgain(
            edition=sat.edition,
            kept=sat.kept,
            arounds=tuple(parcels.around(each, self._links) for each in sat.arounds),
            answers=sat.answers,
            at=at,
        )
        return self._done(task, _RECHECK.decode, lambda: self._here.recheck(sat, at))

    def _done(self, task: Task, read: Callable[[bytes], T], here: Callable[[], T]) -> T:
        sent = msgspec.msgpack.encode(task)
        crew = self._large if len(sent) > LARGE else self._small
        try:
            return read(crew.do(sent))
        except (NobodyError, UndoneError):
            return here()
