"""The public interface over a real store with the library in it: one for tests that only read, a fresh one for those that write."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.edge.app import Edge
from service.settings import Settings
from service.wiring import opened
from tests.http.house import House, furnished


@pytest.fixture(scope="session")
def published_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the library in it, to be copied: to publish it is a fifth of a second of work, and twenty-eight commits."""
    folder = tmp_path_factory.mktemp("library")
    with opened(Settings(data=str(folder), base_url="https://nordkalott.example.org")) as parts:
        furnished(parts, examples=False)
    return folder


@pytest.fixture(scope="session")
def published_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another one, with the examples too."""
    folder = tmp_path_factory.mktemp("examples")
    with opened(Settings(data=str(folder), base_url="https://nordkalott.example.org")) as parts:
        furnished(parts, examples=True)
    return folder


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, published_examples: Path) -> Iterator[House]:
    """Read only, please: it is shared by all tests of a process."""
    folder = shutil.copytree(published_examples, tmp_path_factory.mktemp("house"), dirs_exist_ok=True)
    with opened(Settings(data=str(folder), base_url="https://nordkalott.example.org")) as parts:
        yield House(parts=parts, app=Edge(parts.application(), parts.settings))


@pytest.fixture
def own_house(tmp_path: Path, published_library: Path) -> Iterator[House]:
    """One of the test's own, with the library in it."""
    shutil.copytree(published_library, tmp_path, dirs_exist_ok=True)
    settings = Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        yield House(parts=parts, app=Edge(parts.application(), parts.settings))
