"""The service as the unit starts it, in a temporary folder, for all tests of one worker."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.deploy import unit
from tests.deploy.process import free_port, started

PUBLIC = "https://innhold.example"


class Service(NamedTuple):
    """A running service: where it listens, and the folder with its log."""

    url: str
    log: Path


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    port = free_port()
    environment = unit.environment() | {
        "NORDKALOTT_DATA": str(folder / "data"),
        "NORDKALOTT_PORT": str(port),
        "NORDKALOTT_BASE_URL": PUBLIC,
    }
    command = unit.command(str(Path(sys.executable).with_name("nordkalott")))
    url = f"http://127.0.0.1:{port}"
    with started(command, folder=folder, environment=environment, ready=f"{url}/healthz"):
        yield Service(url, folder / "nordkalott.log")
