"""A receiver of deliveries as a process of its own: on some ports it answers 204 to all, and tells when each came.

It prints its ports on one line, then a line for each request: the time on the machine's monotonic clock, in seconds, and the bytes of its body.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PORTS: Final = 8
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_ANSWER: Final = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


class Receiver:
    """The ports that it listens on, and what it has heard."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.ports = tuple(int(each) for each in self._line())

    def heard(self) -> tuple[float, int]:
        """When the next delivery came, and how long it was. Waits for it."""
        at, length = self._line()
        return float(at), int(length)

    def _line(self) -> list[bytes]:
        if self._process.stdout is None:
            raise EOFError("the receiver has no output")
        line = self._process.stdout.readline()
        if not line:
            raise EOFError("the receiver has ended")
        return line.split()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """As long as the context lasts."""
    process = subprocess.Popen([sys.executable, "-m", "service.bench.receiving"], stdout=subprocess.PIPE)
    try:
        yield Receiver(process)
    finally:
        process.terminate()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        sys.stdout.write(f"{time.monotonic()} {len(body)}\n")
        sys.stdout.flush()
        writer.write(_ANSWER)
        await writer.drain()
    finally:
        writer.close()


async def _listen() -> None:
    servers = [await asyncio.start_server(_answer, "127.0.0.1", 0, limit=2**20) for _ in range(_PORTS)]
    sys.stdout.write(" ".join(str(each.sockets[0].getsockname()[1]) for each in servers) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_listen())
