"""A service started as `make run` starts it, for the examples of the documentation."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.deploy.process import free_port, started
from tests.deploy.tool import need


class Made(NamedTuple):
    """What `make run` gives: an address, a data folder, and a PATH whose curl fails for an error status."""

    url: str
    data: Path
    path: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("run")
    port = free_port()
    url, data = f"http://127.0.0.1:{port}", folder / "data"
    tools = folder / "tools"
    tools.mkdir()
    curl = tools / "curl"
    curl.write_text(f'#!/bin/sh\nexec "{need("curl")}" --fail --max-time 20 --noproxy "*" "$@"\n')
    curl.chmod(0o755)
    command = [str(Path(sys.executable).with_name("nordkalott")), "serve"]
    environment = {"NORDKALOTT_DATA": str(data), "NORDKALOTT_PORT": str(port)}
    with started(command, folder=folder, environment=environment, ready=f"{url}/healthz"):
        bash = shutil.which("bash")
        assert bash is not None
        yield Made(url, data, f"{tools}:{Path(sys.executable).parent}:/usr/bin:/bin")
