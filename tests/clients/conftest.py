"""One server process for the tests of a worker, and clients that others wrote."""

from collections.abc import Iterator

import pytest

from tests.clients.department import Department, at_work
from tests.clients.nodejs import Node, node


@pytest.fixture(scope="session")
def department(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    """The department at work. Each test publishes records of its own, and looks at those."""
    with at_work(tmp_path_factory.mktemp("department")) as ours:
        yield ours


@pytest.fixture(scope="session")
def nodejs() -> Iterator[Node]:
    """rss-parser and feedsmith."""
    with node() as found:
        yield found
