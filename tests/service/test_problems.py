"""What HTTP says of a problem beside its status."""

from __future__ import annotations

import pytest

from content.errors import (
    Interrupted,
    NordkalottError,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreReadOnly,
    TooMany,
)
from service.web import problems


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [
        (StoreBusy("locked"), 503, "5"),
        (StoreReadOnly("read only"), 503, "5"),
        (TooMany("slower", 7), 429, "7"),
        (Interrupted("ended"), 503, "5"),
        (StoreFull("full"), 507, None),
        (StoreError("broken"), 500, None),
    ],
)
def test_whoever_may_come_again_is_told_when(
    error: NordkalottError, status: int, retry_after: str | None
) -> None:
    answer = problems.answer(error)
    assert answer.status == status
    assert dict(answer.headers).get("retry-after") == retry_after
    assert b"locked" not in answer.body
