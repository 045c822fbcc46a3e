"""Measurements: printed beside what they are compared with, never a reason to fail.

samples, vocabulary      synthetic records, and words for them, the same every time
process, alone, receiving      the server, without its workers too, and a receiver of deliveries, as processes of their own
checking, advising, converting, publishing, feeding, pushing, writing, editing, loading, starting, searching     one measurement each
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Measured(Struct, frozen=True, kw_only=True):
    """One measurement: a number with its unit, what was wished for, and what it was measured on."""

    name: str
    value: float
    unit: str
    target: str
    on: str


Measurement = Callable[[], tuple[Measured, ...]]


def measurements() -> dict[str, Measurement]:
    """Every measurement by name, in the order of the report."""
    from service.bench import (  # noqa: PLC0415 - only when measuring
        advising,
        checking,
        converting,
        editing,
        feeding,
        loading,
        publishing,
        pushing,
        searching,
        starting,
        writing,
    )

    return {
        "check": checking.measure,
        "advice": advising.measure,
        "convert": converting.measure,
        "publish": publishing.measure,
        "feed": feeding.measure,
        "push": pushing.measure,
        "write": writing.measure,
        "edit": editing.measure,
        "load": loading.measure,
        "start": starting.measure,
        "search": searching.measure,
    }
