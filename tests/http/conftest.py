"""The public interface over a real store with the library in it: one for tests that only read, a fresh one for those that write."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.settings import Settings
from service.wiring import opened
from tests.http.house import House, furnished


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Read only, please: it is shared by all tests of a process."""
    settings = Settings(data=str(tmp_path_factory.mktemp("house")), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        yield furnished(parts, examples=True)


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """One of the test's own, with the library in it."""
    settings = Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        yield furnished(parts, examples=False)
