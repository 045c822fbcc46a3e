"""Measurements: printed beside what they are compared with, never a reason to fail.

contests                 ready bytes, against nginx and a bare ASGI function: cases asked of rivals in turns
  cases, rivals, answers, nginx, bare, unlogged      what is asked, who takes part, that all answer alike
  driving, heading, cores, family, programs          wrk and what it cannot do, which core does what, processor time and memory
samples, vocabulary      synthetic records, and words for them, the same every time
population → maker → making      any number of them: what each says, a process that renders and checks them, how they come into a store
growing, asking      what is asked of stores of more and more of them, and what a miss costs in this process
process, alone, receiving      the server, without its workers too, and a receiver of deliveries, as processes of their own
waiting, cold, mixing, sharing      many at once, what nobody asked for before, readers beside a publisher, two workers
results, comparing, page, chart      what a run came to, beside another run, and as a page of the documentation
profiling                what bounds a case
disturbing, importing    readers while others write
checking, advising, converting, publishing, feeding, pushing, writing, editing, loading, starting, searching     one measurement each
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from service.bench.measured import Effort, Measured

__all__ = ["CONTESTS", "Effort", "Measured", "Measurement", "measurements"]

CONTESTS: Final = frozenset({"static", "wait", "cold", "mix", "workers", "disturb"})
"""Those that drive servers with wrk, and nginx among them."""

Measurement = Callable[[], tuple[Measured, ...]]


def measurements(effort: Effort | None = None) -> dict[str, Measurement]:
    """Every measurement by name, in the order of the report."""
    from service.bench import (  # noqa: PLC0415 - only when measuring
        advising,
        checking,
        cold,
        contests,
        converting,
        disturbing,
        editing,
        feeding,
        growing,
        loading,
        mixing,
        publishing,
        pushing,
        searching,
        sharing,
        starting,
        waiting,
        writing,
    )

    tried = effort or Effort()
    return {
        "static": partial(contests.measure, tried),
        "wait": partial(waiting.measure, tried),
        "cold": partial(cold.measure, tried),
        "mix": partial(mixing.measure, tried),
        "workers": partial(sharing.measure, tried),
        "check": checking.measure,
        "advice": advising.measure,
        "convert": converting.measure,
        "publish": publishing.measure,
        "feed": feeding.measure,
        "push": pushing.measure,
        "write": writing.measure,
        "edit": editing.measure,
        "disturb": partial(disturbing.measure, tried),
        "load": loading.measure,
        "start": starting.measure,
        "search": searching.measure,
        "growth": partial(growing.measure, tried),
    }
