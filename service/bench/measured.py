"""One measurement, and how hard it was tried."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

_TARGET = re.compile(r"([≥≤]) ([0-9][0-9,.]*)")
_LESS = frozenset({"s", "ms", "µs", "MB", "MiB"})

_WHOLE = 1000


class Effort(Struct, frozen=True, kw_only=True):
    """How many rounds, how many seconds each, and which cases of the contests; none named: all. And up to how many records growth is
    measured, and the data folder in which they are, or are to be; "" for one that goes afterwards.
    """

    rounds: int = 5
    seconds: float = 1.0
    cases: tuple[str, ...] = ()
    records: int = 100_000
    at: str = ""


class Measured(Struct, frozen=True, kw_only=True):
    """One measurement: a number with its unit, what was wished for, and what it was measured on.

    `rounds` are the single values that `value` is the median of, where there are several. `judged` is False for what
    another line judges better: an absolute number beside its ratio to somebody measured in the same rounds. `chart` names the
    row of the chart that the number belongs to.
    """

    name: str
    value: float
    unit: str
    target: str
    on: str
    rounds: tuple[float, ...] = ()
    judged: bool = True
    chart: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        rounds: Sequence[float],
        *,
        unit: str,
        target: str = "",
        on: str = "",
        judged: bool = True,
        chart: str = "",
    ) -> Measured:
        """The median of several rounds."""
        value = statistics.median(rounds)
        return cls(
            name=name, value=value, unit=unit, target=target, on=on, rounds=tuple(rounds), judged=judged, chart=chart
        )  # fmt: skip

    @property
    def low(self) -> float:
        """The least of its rounds."""
        return min(self.rounds, default=self.value)

    @property
    def high(self) -> float:
        """The greatest of its rounds."""
        return max(self.rounds, default=self.value)

    @property
    def bound(self) -> tuple[Literal["≥", "≤"], float] | None:
        """Its target as a sign and a number; None where there is none."""
        found = _TARGET.match(self.target)
        if found is None:
            return None
        return ("≥" if found[1] == "≥" else "≤"), float(found[2].replace(",", ""))

    @property
    def met(self) -> bool | None:
        """Is the target met? None where there is none."""
        if self.bound is None:
            return None
        sign, least = self.bound
        return self.value >= least if sign == "≥" else self.value <= least

    @property
    def better(self) -> Literal["more", "less"] | None:
        """Which way it gets better: as its target says, else its unit; None where neither does."""
        if self.bound is not None:
            return "more" if self.bound[0] == "≥" else "less"
        return "more" if self.unit.endswith("/s") else "less" if self.unit in _LESS else None


def shown(value: float) -> str:
    """A number as tables have it: whole from 1,000 up, with two decimals below."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.2f}"


def fifths(values: Sequence[float]) -> list[float]:
    """The medians of five consecutive parts: rounds of what was measured many times in a row. There are at least five values."""
    size = len(values) / 5
    return [statistics.median(values[round(part * size) : round((part + 1) * size)]) for part in range(5)]
