"""The server as a process of its own, so that what measures it does not slow it down."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from service.edge import server
from service.settings import Settings

_PATIENCE: Final = 60.0


@contextmanager
def serving(
    folder: str, *, workers: bool = True, options: Sequence[str] = (), log: Path | None = None, logged: bool = True
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """`nordkalott serve` on a data folder, or the server alone: its base URL and process id, while it is still starting.

    `options` are more of `serve`. What it says goes to `log`; without `logged` it is the same server that writes no access log.
    """
    port = free_port()
    whole = [
        "service" if logged else "service.bench.unlogged",
        "--data",
        folder,
        "serve",
        "--port",
        str(port),
    ]
    command = [*whole, *options] if workers else ["service.bench.alone", folder, str(port)]
    with started([sys.executable, "-m", *command], log) as process:
        yield f"http://127.0.0.1:{port}", process.pid


@contextmanager
def started(command: Sequence[str], log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process as long as the context lasts; what it says is added to `log`, which may be emptied meanwhile."""
    with (log or Path("/dev/null")).open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)  # noqa: S603 - our own command
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with server.bind(Settings(port=0)) as listener:
        port: int = listener.getsockname()[1]
    return port


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
