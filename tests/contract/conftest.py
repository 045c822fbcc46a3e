"""Every store there is: each test of the contract runs against each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.ports import Store
from content.store import open_store

OPENERS: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: open_store(folder / "nordkalott.db")}


@pytest.fixture(params=sorted(OPENERS))
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Opens the same store, again and again."""
    opener = OPENERS[request.param]
    return lambda: opener(tmp_path)


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Iterator[Store]:
    """An empty store, found whole after the test."""
    store = reopen()
    yield store
    assert store.verify() == ()
    store.close()
