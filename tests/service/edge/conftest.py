"""One server for each test file: a thread of its own, a free port, small limits."""

from collections.abc import Iterator

import pytest
from msgspec import structs

from service.edge.server import running
from tests.service.edge.wire import SETTINGS, echo


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(echo, SETTINGS) as base:
        yield base


@pytest.fixture(scope="module")
def patient() -> Iterator[str]:
    """Another one that waits long enough for whoever has to wait for a processor."""
    settings = structs.replace(SETTINGS, header_timeout=30.0, body_timeout=30.0, keep_alive=30.0)
    with running(echo, settings) as base:
        yield base
