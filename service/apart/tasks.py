"""Tasks: what a process that works apart can be asked to do. Pure, each of them, but for the language detector."""

from __future__ import annotations

import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from content import accessibility, advice
from content.accessibility import Report
from content.accessibility.answers import Answers
from content.accessibility.tree import Mode
from content.advice import Advice, Detector, NoDetector, advise
from content.examination import Here
from content.model import Edition
from content.ports import Evidence
from content.recheck import Sitting
from service.apart import parcels
from service.apart.parcels import Around


class Examine(Struct, frozen=True, kw_only=True, tag="examine"):
    """Every rendering of an edition; answered with a Bundle."""

    edition: Edition
    around: Around
    at: datetime.datetime


class Look(Struct, frozen=True, kw_only=True, tag="look"):
    """Fragments that there are already, each with its heading level; answered with their Reports."""

    renderings: tuple[tuple[str, int], ...]


class LookAgain(Struct, frozen=True, kw_only=True, tag="look_again"):
    """A live edition; answered with a Recheck."""

    edition: Edition
    kept: tuple[Evidence, ...]
    arounds: tuple[Around, ...]
    answers: Answers
    at: datetime.datetime


class Markup(Struct, frozen=True, kw_only=True, tag="markup"):
    """Any markup, and as what it is to be checked. `languages` says whether the detector is asked. Answered with an Advised."""

    html: str
    mode: Mode
    heading_level: int = 2
    languages: bool = True


Task = Examine | Look | LookAgain | Markup


class Advised(Struct, frozen=True, kw_only=True):
    """The Report, and the advice beside it."""

    report: Report
    advice: Advice


class Reply:
    """The first byte of an answer: what follows it is the answer, nothing, or what was raised, in words."""

    DONE: Final = b"d"
    TOO_HEAVY: Final = b"h"
    UNDONE: Final = b"u"


def done(task: Task) -> Any:
    """What a task comes to."""
    match task:
        case Examine():
            return parcels.bundle(Here().evidence(task.edition, parcels.context(task.around), task.at))
        case Look():
            return Here().reports(task.renderings)
        case LookAgain():
            sat = Sitting(
                edition=task.edition,
                kept=task.kept,
                arounds=tuple(parcels.context(each) for each in task.arounds),
                answers=task.answers,
            )
            return Here().recheck(sat, task.at)
        case Markup():
            return checked(task, advice.detector() if task.languages else NoDetector(advice.OFF))


def checked(markup: Markup, detector: Detector) -> Advised:
    """What is to be said of any markup."""
    report = accessibility.check(markup.html, mode=markup.mode, heading_level=markup.heading_level)
    return Advised(report=report, advice=advise(markup.html, mode=markup.mode, detector=detector))


DECODER: Final = msgspec.msgpack.Decoder(Task)
