"""Somebody who receives: an HTTP server on this machine that verifies with the library of Standard Webhooks, which is not ours."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from standardwebhooks.webhooks import Webhook

PATIENCE: Final = 15.0


class Received:
    """One request: the path, the head with names in lower case, and the body as it came."""

    def __init__(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.path = path
        self.headers = headers
        self.body = body

    def verified(self, secret: str) -> dict[str, Any]:
        """What it says. Raises WebhookVerificationError."""
        payload: dict[str, Any] = Webhook(secret).verify(self.body, self.headers)
        return payload


class Receiver:
    """Answers each request with the status that the end of its path names, or 204."""

    def __init__(self) -> None:
        self._received: dict[str, queue.Queue[Received]] = {}
        self._lock = threading.Lock()
        put = self._put

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                put(Received(self.path, headers, body))
                last = self.path.rpartition("/")[2]
                self.send_response(int(last) if last.isdigit() else 204)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *what: object) -> None:
                del what

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def next(self, url: str) -> Received:
        """The next request to an address, waited for."""
        return self._of(url.removeprefix(self.url)).get(timeout=PATIENCE)

    def none(self, url: str) -> bool:
        """Is there nothing to this address that was not asked for yet?"""
        return self._of(url.removeprefix(self.url)).empty()

    def _put(self, received: Received) -> None:
        self._of(received.path).put(received)

    def _of(self, path: str) -> queue.Queue[Received]:
        with self._lock:
            return self._received.setdefault(path, queue.Queue())

    @contextmanager
    def listening(self) -> Iterator[Receiver]:
        """Listen, in threads."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
