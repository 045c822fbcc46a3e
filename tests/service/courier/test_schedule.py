"""What becomes of a delivery after an attempt."""

from __future__ import annotations

import datetime
from uuid import UUID

import pytest
from msgspec import structs

from content.delivery import Delivery
from service.courier.schedule import AGAIN, LONGEST, Outcome, ends, settled

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


def delivery(attempts: int = 1) -> Delivery:
    return Delivery(
        subscriber=UUID(int=1),
        source="change",
        number=1,
        event="record.published",
        attempts=attempts,
        made_at=NOW,
        due_at=NOW,
    )


def after(outcome: Outcome, attempts: int = 1, chance: float = 0.0) -> Delivery:
    return settled(delivery(attempts), outcome, NOW, chance)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_success_is_2xx(status: int) -> None:
    done = after(Outcome(status=status))
    assert (done.state, done.status, done.tried_at, done.error) == ("delivered", status, NOW, "")


@pytest.mark.parametrize("status", [100, 301, 302, 307, 308, 400, 401, 404, 500, 503, 600])
def test_all_else_is_tried_again_redirects_too(status: int) -> None:
    again = after(Outcome(status=status))
    assert (again.state, again.status, again.error) == ("waiting", status, f"the answer is {status}")
    assert NOW < again.due_at < NOW + 6 * SECOND
    assert not ends(Outcome(status=status))


def test_410_ends_it_at_once() -> None:
    assert after(Outcome(status=410)).state == "failed"
    assert ends(Outcome(status=410))


def test_ten_attempts_over_three_days_and_then_it_is_given_up() -> None:
    now, attempts, one = NOW, 0, delivery(0)
    while one.state == "waiting":
        attempts += 1
        one = settled(structs.replace(one, attempts=attempts), Outcome(error="closed"), now, 0.5)
        now = max(now, one.due_at)
    assert attempts == len(AGAIN) + 1 == 10
    assert datetime.timedelta(days=2.8) < now - NOW < datetime.timedelta(days=3.5)
    assert (one.state, one.error) == ("failed", "closed")


def test_chance_spreads_what_failed_at_once_within_bounds() -> None:
    waits = [after(Outcome(status=500), 9, chance).due_at - NOW for chance in (0.0, 0.5, 0.999)]
    assert waits[0] < waits[1] < waits[2]
    assert 0.9 * AGAIN[8] == waits[0]
    assert waits[2] < 1.05 * AGAIN[8] < datetime.timedelta(hours=26)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Wed, 25 Nov 2026 12:10:00 GMT", 600),
        ("999999999999", LONGEST.total_seconds()),
        ("Wed, 25 Nov 2099 12:10:00 GMT", LONGEST.total_seconds()),
        ("Wed, 25 Nov 1999 12:10:00 GMT", 4.5),
        ("-5", 4.5),
        ("1e9", 4.5),
        ("٣٠٠", 4.5),
        ("soon", 4.5),
        ("", 4.5),
    ],
)
def test_retry_after_is_heeded_within_bounds(header: str, seconds: float) -> None:
    for status in (429, 503):
        assert (after(Outcome(status=status, retry_after=header)).due_at - NOW).total_seconds() == seconds
    assert after(Outcome(status=500, retry_after="3600")).due_at < NOW + 6 * SECOND
