"""A service as the public reaches it: at https, with its server and its background work, over a store with the library in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service import worker
from service.edge.server import bind, running
from service.settings import Settings
from service.wiring import opened
from tests.http.house import House, furnished
from tests.service.outbound.tls import authority
from tests.websub.front import front
from tests.websub.subscriber import Reader, reading


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a certificate authority of the tests has its own."""
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, certificates: Path) -> Iterator[House]:
    """One for the tests of a file."""
    _, secured = authority(certificates, "localhost")
    with front(secured) as ahead, bind(Settings(port=0)) as listener:
        ahead.target = listener.getsockname()[1]
        settings = Settings(
            data=str(tmp_path_factory.mktemp("websub")), base_url=ahead.url, outbound_allowed=("127.0.0.1",)
        )
        with opened(settings) as parts:
            house = furnished(parts, examples=False)
            with worker.running(*parts.workers()), running(parts.application(), settings, listener=listener):
                yield house


@pytest.fixture
def reader(tmp_path: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A subscriber that is not ours, which believes that authority."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates / "ca.pem"))
    with reading(tmp_path) as found:
        yield found
