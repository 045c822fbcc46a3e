"""The server as a process of its own, so that what measures it does not slow it down."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from service.edge import server
from service.settings import Settings

_PATIENCE: Final = 60.0


@contextmanager
def serving(folder: str, *, workers: bool = True) -> Iterator[tuple[str, int]]:
    """`nordkalott serve` on a data folder, or the server alone: its base URL and process id, while it is still starting."""
    with_socket = server.bind(Settings(port=0))
    port = with_socket.getsockname()[1]
    with_socket.close()
    whole = ["service", "--data", folder, "serve", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", *(whole if workers else ["service.bench.alone", folder, str(port)])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def first_answer(url: str) -> bytes:
    """The first answer there is at an address. Raises TimeoutError after a minute."""
    began = time.perf_counter()
    while time.perf_counter() - began < _PATIENCE:
        try:
            return fetched(url)
        except OSError:
            time.sleep(0.01)
    raise TimeoutError("The server gave no answer within a minute.")


def fetched(url: str) -> bytes:
    """The body of one answer."""
    with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - an address on this machine
        body: bytes = response.read()
    return body
