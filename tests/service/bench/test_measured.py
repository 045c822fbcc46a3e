"""A measurement: its spread, its target, and which way it gets better."""

from __future__ import annotations

import pytest

from service.bench import Measured
from service.bench.measured import fifths, shown


def measured(value: float, target: str = "", unit: str = "×") -> Measured:
    return Measured(name="n", value=value, unit=unit, target=target, on="")


@pytest.mark.parametrize(
    ("value", "target", "met"),
    [
        (1.0, "≥ 1", True),
        (0.99, "≥ 1", False),
        (1.5, "≤ 1.5", True),
        (1.6, "≤ 1.5", False),
        (3200, "≥ 3,000", True),
        (2.0, "", None),
    ],
)
def test_a_target_is_met_or_not(value: float, target: str, met: bool | None) -> None:
    assert measured(value, target).met is met


def test_which_way_is_better_is_told_by_the_target_and_else_by_the_unit() -> None:
    assert measured(1, "≤ 2").better == "less"
    assert measured(1, "≥ 2").better == "more"
    assert measured(1, unit="answers/s").better == "more"
    assert measured(1, unit="MB").better == "less"
    assert measured(1).better is None


def test_several_rounds_are_their_median_and_spread() -> None:
    one = Measured.of("n", [3.0, 1.0, 2.0], unit="s")
    assert (one.low, one.value, one.high) == (1.0, 2.0, 3.0)
    alone = measured(4)
    assert (alone.low, alone.high) == (4, 4)


def test_many_values_in_a_row_are_five_rounds() -> None:
    assert fifths([float(each) for each in range(15)]) == [1, 4, 7, 10, 13]
    assert fifths([5.0, 4.0, 3.0, 2.0, 1.0]) == [5, 4, 3, 2, 1]
    assert len(fifths([1.0] * 61)) == 5


def test_large_numbers_are_shown_whole() -> None:
    assert [shown(each) for each in (0.061, 1.006, 999.4, 12_345.6)] == ["0.06", "1.01", "999.40", "12,346"]
