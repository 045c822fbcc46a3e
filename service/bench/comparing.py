"""Two runs beside each other: what got slower, what got faster, and what is only noise.

A number with rounds has changed where no round of the one run lies within those of the other, and the medians differ by more than 5 %.
Of a number without rounds nobody knows how it spreads: there it takes a quarter. Times and rates are scaled by the yardstick of
both runs, so that a slower machine, or a busier hour, does not look like slower code; ratios of one run need no scaling.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from service.bench.measured import Measured
from service.bench.results import Results

LEAST: Final = 1.05
UNKNOWN: Final = 1.25
FEWEST: Final = 3
"""Rounds that tell how a number spreads."""

Verdict = Literal["slower", "faster", "same", "new", "gone"]
_TIMES: Final = frozenset({"s", "ms", "µs"})


class Compared(Struct, frozen=True, kw_only=True):
    """One measurement of both runs. `change` is how many times worse it got: above 1 worse, below 1 better; None where one run lacks it."""

    name: str
    unit: str
    before: float | None
    after: float | None
    change: float | None
    verdict: Verdict


def compared(before: Results, after: Results) -> list[Compared]:
    """Every measurement that says which way it gets better, in the order of the later run, then what it lacks."""
    old = {each.name: each for each in before.measured if _judged(each)}
    new = {each.name: each for each in after.measured if _judged(each)}
    pace = scale(before, after)
    return [_pair(old.get(name), new.get(name), pace) for name in {**new, **old}]


def scale(before: Results, after: Results) -> float:
    """How many times as long the later run's machine takes for the same work."""
    if not before.yardstick or not after.yardstick:
        return 1.0
    return statistics.median(after.yardstick) / statistics.median(before.yardstick)


def _judged(each: Measured) -> bool:
    return each.judged and each.better is not None


def _pair(old: Measured | None, new: Measured | None, pace: float) -> Compared:
    there = new or old
    assert there is not None  # noqa: S101  # a name comes from one of the two
    if old is None or new is None:
        return Compared(
            name=there.name,
            unit=there.unit,
            before=None if old is None else old.value,
            after=None if new is None else new.value,
            change=None,
            verdict="new" if old is None else "gone",
        )
    was, now = _costs(old, 1.0), _costs(new, pace)
    change = statistics.median(now) / statistics.median(was) if statistics.median(was) else 1.0
    return Compared(
        name=new.name,
        unit=new.unit,
        before=old.value,
        after=new.value,
        change=change,
        verdict=_verdict(was, now, change),
    )


def _costs(each: Measured, pace: float) -> Sequence[float]:
    """Its rounds as costs, where less is better, on the earlier run's machine."""
    values = each.rounds or (each.value,)
    if each.unit in _TIMES:
        values = tuple(value / pace for value in values)
    elif each.unit.endswith("/s"):
        values = tuple(value * pace for value in values)
    # A rate of nothing is as bad as can be.
    return (
        values if each.better == "less" else tuple(1 / value if value else float("inf") for value in values)
    )


def _verdict(was: Sequence[float], now: Sequence[float], change: float) -> Verdict:
    known = min(len(was), len(now)) >= FEWEST
    least = LEAST if known else UNKNOWN
    if change > least and (not known or min(now) > max(was)):
        return "slower"
    if change < 1 / least and (not known or max(now) < min(was)):
        return "faster"
    return "same"
