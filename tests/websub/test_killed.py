"""A worker of its own that is killed while a callback is asked: the intent comes back, and the next worker carries it out."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from content.ports.intents import Intent
from service.settings import Settings
from service.wiring import now, opened
from tests.service.outbound import site
from tests.websub.subscriber import PATIENCE

BASE = "https://nordkalott.example.org"


@contextlib.contextmanager
def worker(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`nordkalott worker`, alone."""
    environment = {
        **os.environ,
        "NORDKALOTT_DATA": str(data),
        "NORDKALOTT_BASE_URL": BASE,
        "NORDKALOTT_OUTBOUND_ALLOWED": "127.0.0.1",
        "NORDKALOTT_LANGUAGE_ADVICE": "off",
    }
    process = subprocess.Popen([sys.executable, "-m", "service", "worker"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def test_an_intent_outlives_the_worker_that_was_killed_with_it(tmp_path: Path) -> None:
    asked, over = threading.Semaphore(0), threading.Event()
    challenges: list[str] = []

    def answer(connection: socket.socket, target: str) -> None:
        challenge = parse_qs(urlsplit(target).query)["hub.challenge"][0]
        challenges.append(challenge)
        asked.release()
        if len(challenges) == 1:
            over.wait(PATIENCE)  # it hangs until nobody is there any more
        connection.sendall(
            f"HTTP/1.1 200 OK\r\nContent-Length: {len(challenge)}\r\nConnection: close\r\n\r\n{challenge}".encode()
        )

    settings = Settings(data=str(tmp_path), base_url=BASE, outbound_allowed=("127.0.0.1",))
    with opened(settings) as parts, site.running(answer) as (port, _):
        intent = Intent(
            id=UUID(int=1),
            act="subscribe",
            callback=f"http://127.0.0.1:{port}/cb",
            topic=f"{BASE}/feeds/nb.atom",
            host="127.0.0.1",
            lease=86400,
            address="192.0.2.7",
            made_at=now(),
            due_at=now(),
        )
        parts.store.write(lambda writing: writing.intents.keep(intent))
        with worker(tmp_path) as first:
            assert asked.acquire(timeout=PATIENCE)
            first.send_signal(signal.SIGKILL)
            first.wait(PATIENCE)
        over.set()
        with parts.store.read() as reading:
            assert reading.subscribers.some() == ()
            (claimed,) = reading.intents.due(now().replace(year=9000), 10)
        assert claimed.attempts == 1
        assert claimed.due_at > now()
        parts.store.write(
            lambda writing: writing.intents.put_off(claimed, now(), attempts=claimed.attempts)
        )  # its time has come
        with worker(tmp_path):
            assert asked.acquire(timeout=PATIENCE)
            end = time.monotonic() + PATIENCE
            while True:
                with parts.store.read() as reading:
                    found = reading.subscribers.some(active=True)
                    waiting = reading.intents.count()
                if found and not waiting:
                    break
                assert time.monotonic() < end
                time.sleep(0.02)
        assert [each.url for each in found] == [intent.callback]
        assert len(set(challenges)) == 2
