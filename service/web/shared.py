"""What handlers share, and how they tell operators of what is wrong inside."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Final

from content.advice import Detector
from content.commands import Commands
from content.commands.media import Curation
from content.errors import NordkalottError, StoreError
from content.ports import Clock, Store
from content.statement import Known
from service.checker import Checker
from service.limits import Limits
from service.links import PublicLinks
from service.outbound import Guard
from service.settings import Settings
from service.threads import Threads
from service.watch import Watch
from service.web.process import Process
from service.web.turns import Turns

LOGGER: Final = logging.getLogger("nordkalott.web")


@dataclass(frozen=True)
class Resources:
    """What all handlers share; made by `wiring`."""

    store: Store
    commands: Commands
    media: Curation
    now: Clock
    links: PublicLinks
    settings: Settings
    process: Process
    watch: Watch
    limits: Limits
    detector: Detector
    checker: Checker
    guard: Guard
    breaches: tuple[Known, ...] = ()
    mark: bytes = b""
    threads: Threads = field(default_factory=Threads)
    turns: Turns = field(default_factory=Turns)


def logged(error: NordkalottError) -> None:
    """Tell the operators of what is wrong inside."""
    if isinstance(error, StoreError):
        LOGGER.error("%s: %s", type(error).__name__, error)
