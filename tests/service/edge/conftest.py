"""One server for each test file: a thread of its own, a free port, small limits."""

from collections.abc import Iterator

import pytest

from service.edge.server import running
from tests.service.edge.wire import SETTINGS, echo


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(echo, SETTINGS) as base:
        yield base
