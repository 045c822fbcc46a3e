"""Which cores serve and which drive: apart where there are two, so that what measures does not slow what is measured."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct


class Cores(Struct, frozen=True):
    """Numbers of cores: what is measured has one to itself, what drives it has the rest. Empty: the system decides."""

    served: frozenset[int]
    driving: frozenset[int]

    @property
    def apart(self) -> bool:
        """Has what is measured a core of its own?"""
        return bool(self.served) and not self.served & self.driving


def cores() -> Cores:
    """The first core that we may use serves, the others drive; with one core, or where none can be chosen, nothing is pinned."""
    if not hasattr(os, "sched_getaffinity"):
        return Cores(frozenset(), frozenset())
    first, *others = sorted(os.sched_getaffinity(0))
    return Cores(frozenset({first}), frozenset(others)) if others else Cores(frozenset(), frozenset())


def pair() -> tuple[Cores, Cores]:
    """For two that are measured at once: a core for each, and others for what drives them; where there are not four, each shares its core with
    what drives the other one.
    """
    usable = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(usable) < 2:  # noqa: PLR2004 - one for each
        return Cores(frozenset(), frozenset()), Cores(frozenset(), frozenset())
    first, second, third, fourth, *_ = usable * 2
    if len(usable) < 4:  # noqa: PLR2004 - one for each, and for what drives it
        third, fourth = second, first
    return Cores(frozenset({first}), frozenset({third})), Cores(frozenset({second}), frozenset({fourth}))


@contextmanager
def kept_to(wanted: frozenset[int]) -> Iterator[None]:
    """Whatever this thread starts inside runs on these cores, with all that it starts in turn. Empty: anywhere."""
    if not wanted:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, wanted)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
