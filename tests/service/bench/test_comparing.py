"""Two runs beside each other: what is slower, what is faster, and what is noise."""

from __future__ import annotations

import random

import pytest

from service.bench import Measured
from service.bench.comparing import Compared, compared, scale
from tests.service.bench.samples import results


def one(before: Measured, after: Measured, *, pace: float = 1.0) -> Compared:
    (found,) = compared(results(before), results(after, yardstick=10 * pace))
    return found


def rounds(values: list[float], *, unit: str = "×", target: str = "≥ 1") -> Measured:
    return Measured.of("n", values, unit=unit, target=target)


def single(value: float, unit: str = "ms") -> Measured:
    return Measured(name="n", value=value, unit=unit, target="", on="")


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ([1.0, 1.02, 0.98], [0.9, 0.92, 0.88], "slower"),
        ([1.0, 1.02, 0.98], [1.1, 1.12, 1.08], "faster"),
        ([1.0, 1.02, 0.98], [0.99, 0.97, 0.96], "same"),
        # 10 % less, but the rounds overlap.
        ([1.0, 1.2, 0.8], [0.9, 1.1, 0.7], "same"),
        # No overlap, but hardly a difference.
        ([1.0, 1.001, 0.999], [0.98, 0.981, 0.979], "same"),
    ],
)
def test_slower_is_what_no_round_of_before_was_as_bad_as(
    before: list[float], after: list[float], verdict: str
) -> None:
    assert one(rounds(before), rounds(after)).verdict == verdict


@pytest.mark.parametrize(
    ("after", "verdict"), [(12.4, "same"), (12.6, "slower"), (7.9, "faster"), (8.1, "same")]
)
def test_without_rounds_it_takes_a_quarter(after: float, verdict: str) -> None:
    assert one(single(10), single(after)).verdict == verdict


def test_two_rounds_tell_no_spread() -> None:
    assert one(rounds([1.0, 1.0]), rounds([0.9, 0.9])).verdict == "same"
    assert one(rounds([1.0, 1.0]), rounds([0.7, 0.7])).verdict == "slower"


def test_a_rate_gets_worse_by_getting_less() -> None:
    found = one(single(100, "answers/s"), single(50, "answers/s"))
    assert (found.verdict, found.change) == ("slower", 2.0)


def test_a_slower_machine_is_no_slower_code() -> None:
    assert one(single(10), single(20), pace=2.0).verdict == "same"
    assert one(single(100, "answers/s"), single(50, "answers/s"), pace=2.0).verdict == "same"
    assert one(single(10), single(10), pace=2.0).verdict == "faster"
    assert one(rounds([1.0, 1.0, 1.0]), rounds([0.5, 0.5, 0.5]), pace=2.0).verdict == "slower", "a ratio"
    assert one(single(100, "MB"), single(200, "MB"), pace=2.0).verdict == "slower", "memory"


def test_what_only_one_run_has_is_said_and_is_no_change() -> None:
    found = compared(results(single(1)), results(Measured(name="m", value=1, unit="ms", target="", on="")))
    assert [(each.name, each.verdict, each.change) for each in found] == [
        ("m", "new", None),
        ("n", "gone", None),
    ]


def test_what_another_line_judges_better_or_nobody_can_judge_is_left_out() -> None:
    absolute = Measured.of("a", [1.0], unit="answers/s", judged=False)
    aimless = Measured(name="b", value=1, unit="×", target="", on="")
    assert compared(results(absolute, aimless), results(absolute, aimless)) == []


def test_runs_without_a_yardstick_are_not_scaled() -> None:
    bare = results(single(1))
    assert scale(results(single(1), yardstick=20), bare) == 0.5
    assert (
        scale(
            type(bare)(**{name: getattr(bare, name) for name in bare.__struct_fields__} | {"yardstick": ()}),
            bare,
        )
        == 1.0
    )


def test_noise_is_hardly_ever_called_slower() -> None:
    """A thousand pairs of runs of the same code, each number spreading by 10 %: less than one in a hundred is called anything."""
    draw = random.Random(6)
    called = 0
    for _ in range(1000):
        before, after = (rounds([draw.gauss(1, 0.1) for _ in range(5)]) for _ in range(2))
        called += one(before, after).verdict != "same"
    assert called < 10


def test_nothing_at_all_is_as_bad_as_can_be() -> None:
    assert one(single(5, "answers/s"), single(0, "answers/s")).verdict == "slower"
