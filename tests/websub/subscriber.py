"""A subscriber that is not ours: flask-websub, in a web server of its own."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask_websub.subscriber import (
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)
from werkzeug.serving import BaseWSGIServer, make_server

PATIENCE = 20.0
"""Seconds that something may take to come: on a crowded machine too."""


@dataclass
class Reader:
    """It asks, and hears: confirmations as (topic, mode), denials as (topic, reason), and bodies as (topic, bytes)."""

    url: str
    app: Flask
    subscriber: Subscriber
    confirmed: queue.Queue[tuple[str, str]] = field(default_factory=queue.Queue)
    denied: queue.Queue[tuple[str, str]] = field(default_factory=queue.Queue)
    received: queue.Queue[tuple[str, bytes]] = field(default_factory=queue.Queue)

    def discover(self, address: str) -> dict[str, str]:
        """The hub and the topic, as the feed names them."""
        found: dict[str, str] = discover(address)
        return found

    def subscribe(self, **asked: object) -> str:
        """Ask the hub; the id that it goes by here."""
        with self.app.test_request_context(base_url=self.url):
            found: str = self.subscriber.subscribe(**asked)
            return found

    def renew(self, callback: str) -> None:
        """Ask again for what is subscribed to."""
        with self.app.test_request_context(base_url=self.url):
            self.subscriber.renew(callback)

    def unsubscribe(self, callback: str) -> None:
        """Ask to end it."""
        with self.app.test_request_context(base_url=self.url):
            self.subscriber.unsubscribe(callback)


@contextlib.contextmanager
def reading(folder: Path) -> Iterator[Reader]:
    """One, as long as the context lasts."""
    path = str(folder / "subscriber.db")
    subscriber = Subscriber(SQLite3SubscriberStorage(path), SQLite3TempSubscriberStorage(path))
    app = Flask("reader")
    app.register_blueprint(subscriber.build_blueprint(url_prefix="/callbacks"))
    server: BaseWSGIServer = make_server("127.0.0.1", 0, app, threaded=True)
    reader = Reader(url=f"http://127.0.0.1:{server.port}", app=app, subscriber=subscriber)
    subscriber.add_success_handler(lambda topic, _, mode: reader.confirmed.put((topic, mode)))
    subscriber.add_error_handler(lambda topic, _, reason: reader.denied.put((topic, reason)))
    subscriber.add_listener(lambda topic, _, body: reader.received.put((topic, body)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield reader
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
