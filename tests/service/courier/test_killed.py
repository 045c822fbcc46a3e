"""A worker of its own that is killed in the middle of sending, again and again: nothing is lost, and only what was under way is repeated."""

from __future__ import annotations

import datetime
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from content.delivery import Secret, Subscriber
from content.webhooks import mint
from service.courier.lanes import HOST
from service.courier.sending import CLAIM, Sending
from service.settings import Settings
from service.webhooks.messenger import WebhookMessenger
from service.wiring import Parts, now, opened
from tests.contract import build
from tests.service.courier.post import ids, soon
from tests.service.outbound.site import running

SUBSCRIBERS = 30
CHANGES = 4
KILLS = 2


def subscribe(parts: Parts, port: int) -> None:
    for number in range(SUBSCRIBERS):
        subscriber = Subscriber(
            id=build.identity(1000 + number),
            sort="webhook",
            name=f"mottaker {number}",
            url=f"http://127.0.0.1:{port}/in",
            secrets=(Secret(value=mint(bytes(32))),),
            created_at=now(),
        )
        parts.store.write(lambda writing, one=subscriber: writing.subscribers.keep(one))  # type: ignore[misc]


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    def answer(connection: socket.socket, path: str) -> None:
        del path
        time.sleep(0.03)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    settings = Settings(data=str(tmp_path), outbound_allowed=("127.0.0.1",))
    with opened(settings) as parts, running(answer) as (port, sent):
        subscribe(parts, port)
        for number in range(CHANGES):
            build.publish(parts.store, number + 1, build.news(f"nyhet-{number}"))
        environment = {
            **os.environ,
            "NORDKALOTT_DATA": str(tmp_path),
            "NORDKALOTT_OUTBOUND_ALLOWED": "127.0.0.1",
        }
        for kill in range(KILLS):
            enough = len(sent) + 5 + kill
            process = subprocess.Popen([sys.executable, "-m", "service", "worker"], env=environment)
            try:
                assert soon(lambda least=enough: len(sent) >= least, 60)  # type: ignore[misc]
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait(30)

        def later() -> datetime.datetime:
            return now() + CLAIM + datetime.timedelta(seconds=5)

        messenger = WebhookMessenger(parts.store, parts.links, later)
        sending = Sending(parts.store, later, parts.guard, {"webhook": messenger})
        until = time.monotonic() + 60
        while sending.due() == 0:
            sending.run()
            assert time.monotonic() < until
        sending.close()
        with parts.store.read() as reading:
            states = reading.deliveries.summary().states
            made = {str(each.message_id).encode() for each in reading.deliveries.some(limit=1000)}
    times = Counter(ids(sent))
    assert states["delivered"] == SUBSCRIBERS * CHANGES == len(made)
    assert times.keys() == made
    assert sum(times.values()) - len(made) <= KILLS * HOST
