"""Limits: so many at once, so many in the long run, and memory that is bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import TooMany
from service.limits import Allowance, Buckets, Limits
from service.settings import Settings


def ns(seconds: float) -> int:
    return round(seconds * 10**9)


def test_a_burst_then_one_at_a_time() -> None:
    buckets = Buckets(per_minute=60, burst=3)
    assert [buckets.take("a", ns(100.0)).remaining for _ in range(3)] == [2, 1, 0]
    refused = buckets.take("a", ns(100.0))
    assert (refused.wait, refused.remaining, refused.reset) == (1, 0, 3)
    with pytest.raises(TooMany) as caught:
        refused.demand()
    assert caught.value.retry_after == 1
    assert buckets.take("a", ns(101.0)).wait == 0
    assert buckets.take("a", ns(101.5)).wait == 1
    assert buckets.take("b", ns(101.5)).wait == 0


def test_a_slow_limit_says_how_long_to_wait() -> None:
    buckets = Buckets(per_minute=2, burst=1)
    buckets.take("a", ns(0.0)).demand()
    assert buckets.take("a", ns(0.0)).wait == 30
    assert buckets.take("a", ns(20.0)).wait == 10
    assert buckets.take("a", ns(30.0)).wait == 0


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60))
def test_never_more_than_the_burst_and_the_rate_allow(pauses: list[float]) -> None:
    buckets = Buckets(per_minute=60, burst=5)
    now, taken = 0.0, 0
    for pause in pauses:
        now += pause
        taken += buckets.take("a", ns(now)).wait == 0
    assert taken <= 5 + now + 1e-3


@given(st.lists(st.floats(min_value=0, max_value=5), min_size=1, max_size=60))
def test_whoever_waits_as_told_is_let_in(pauses: list[float]) -> None:
    buckets = Buckets(per_minute=90, burst=2)
    now = 0.0
    for pause in pauses:
        now += pause
        allowance = buckets.take("a", ns(now))
        if allowance.wait:
            now += allowance.wait
            assert buckets.take("a", ns(now)).wait == 0


def test_a_clock_that_goes_back_gives_nothing() -> None:
    buckets = Buckets(per_minute=60, burst=1)
    buckets.take("a", ns(100.0)).demand()
    assert buckets.take("a", ns(50.0)).wait == 1


def test_memory_is_bounded_and_the_quiet_are_forgotten_first() -> None:
    buckets = Buckets(per_minute=60, burst=1, most=3)
    for key in ("a", "b", "c"):
        buckets.take(key, ns(0.0))
    assert buckets.take("a", ns(0.1)).wait == 1
    buckets.take("d", ns(0.2))
    assert len(buckets) == 3
    assert buckets.take("a", ns(0.3)).wait == 1
    assert buckets.take("b", ns(0.3)).wait == 0


def test_the_fields_are_those_of_the_draft() -> None:
    allowance = Allowance(burst=1000, window=20, remaining=998, reset=1, wait=0)
    assert dict(allowance.fields("token")) == {
        "ratelimit-policy": '"token";q=1000;w=20',
        "ratelimit": '"token";r=998;t=1',
    }


def test_what_is_usual_is_far_from_the_limit() -> None:
    """A hundred editors of one desk, who all save every five seconds, and open it all at the same moment."""
    limits = Limits(Settings())
    assert limits.requests is not None
    assert all(limits.requests.take("desk", ns(0.0)).wait == 0 for _ in range(8 * 100))
    assert all(
        limits.requests.take("desk", ns(10.0 + second)).wait == 0 for second in range(600) for _ in range(20)
    )
    # A loop that makes a hundred a second meets it within half a minute.
    assert any(limits.requests.take("desk", ns(700.0 + n / 100)).wait for n in range(3_000))


def test_none_where_none_is_set() -> None:
    assert Limits(Settings(rate_limit=0)).requests is None
