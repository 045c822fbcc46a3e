"""Golden files: every byte of a feed that uses the whole model.

When a format is changed on purpose: `NORDKALOTT_GOLDEN=write .venv/bin/pytest tests/feeds/test_golden.py`, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import feeds
from tests.feeds import samples

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
FEEDS = {
    "full": samples.full,
    "empty": samples.feed,
    "remembering": samples.remembering,
    "page": samples.page,
}


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
@pytest.mark.parametrize("name", FEEDS)
def test_bytes_are_those_of_the_golden_file(name: str, suffix: feeds.Suffix) -> None:
    written = feeds.FORMATS[suffix].write(FEEDS[name]())
    path = GOLDEN / f"{name}.{suffix}"
    if os.environ.get("NORDKALOTT_GOLDEN") == "write":
        path.write_bytes(written)
    assert written == path.read_bytes()
