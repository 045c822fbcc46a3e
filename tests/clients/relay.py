"""A relay between clients and the server: its address is the public one, and it writes down what each side said.

It stands where a reverse proxy stands, so that a test sees which validators a client really sends, and what it is answered.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

TIMEOUT: Final = 30.0
_HOP_BY_HOP: Final = {"connection", "keep-alive", "transfer-encoding"}


class Exchange(Struct, frozen=True):
    """One request of a client and how it was answered. An empty string: the field was not sent."""

    path: str
    none_match: str
    modified_since: str
    status: int


class Relay:
    """Forwards to `upstream` (a base URL). Fields of answers that are named in `drops`, in lower case, are taken away."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.upstream = ""
        self.drops: frozenset[str] = frozenset()
        self.exchanges: list[Exchange] = []

    def url(self, host: str = "127.0.0.1") -> str:
        """Where it is reached: by its number, or by another name of this machine."""
        return f"http://{host}:{self.port}"

    def asked(self, path: str) -> list[Exchange]:
        """What was asked of a path, oldest first."""
        return [each for each in self.exchanges if each.path == path]


@contextmanager
def relaying() -> Iterator[Relay]:
    """A relay that runs, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            target = urlsplit(relay.upstream)
            connection = http.client.HTTPConnection(target.hostname or "", target.port or 80, timeout=TIMEOUT)
            try:
                connection.request(self.command, self.path, headers=dict(self.headers.items()))
                answer = connection.getresponse()
                body = answer.read()
            finally:
                connection.close()
            relay.exchanges.append(
                Exchange(
                    path=self.path,
                    none_match=self.headers.get("If-None-Match", ""),
                    modified_since=self.headers.get("If-Modified-Since", ""),
                    status=answer.status,
                )
            )
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in relay.drops | _HOP_BY_HOP:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_: object) -> None:
            """Nothing: what happened is in `exchanges`."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        relay = Relay(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()
