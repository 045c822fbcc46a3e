"""Driving with HEAD, which wrk cannot: as many requests as are answered, over connections that are kept."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from service.bench.cores import kept_to
from service.bench.driving import Driven, Unmeasured

_END: Final = b"\r\n\r\n"
_READ: Final = 65536
_PATIENCE: Final = 5.0


def drive(
    url: str, *, seconds: float, connections: int, cores: frozenset[int], headers: Mapping[str, str] | None = None
) -> Driven:  # fmt: skip
    """Drive one address for so long. Raises Unmeasured where an answer is lost, or is not a 200 or 304 of a head alone."""
    parts = urlsplit(url)
    fields = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    request = f"HEAD {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n{fields}\r\n".encode()
    with kept_to(cores), selectors.DefaultSelector() as selector:
        for _ in range(connections):
            one = socket.create_connection((parts.hostname, parts.port or 80), timeout=_PATIENCE)
            one.setblocking(False)
            selector.register(one, selectors.EVENT_READ)
        try:
            return _round(selector, request, seconds)
        finally:
            for key in list(selector.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]  # only sockets were registered


def _round(selector: selectors.BaseSelector, request: bytes, seconds: float) -> Driven:
    for key in selector.get_map().values():
        key.fileobj.send(request)  # type: ignore[union-attr]  # the same
    count, began = 0, time.perf_counter()
    while (now := time.perf_counter()) - began < seconds:
        ready = selector.select(_PATIENCE)
        if not ready:
            raise Unmeasured(f"No answer to HEAD within {_PATIENCE:g} seconds.")
        for key, _ in ready:
            one: socket.socket = key.fileobj  # type: ignore[assignment]  # the same
            answer = one.recv(_READ)
            if not answer.endswith(_END) or not answer.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 304 ")):
                raise Unmeasured(f"The answer to HEAD is not a head alone: {answer[:80]!r}")
            one.send(request)
        count += len(ready)
    return Driven(requests=count, seconds=now - began)
