"""One browser for all tests of one worker."""

from collections.abc import Iterator

import pytest

from tests.browser import chromium
from tests.browser.chromium import Chromium


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium.started(tmp_path_factory.mktemp("chromium")) as running:
        yield running
