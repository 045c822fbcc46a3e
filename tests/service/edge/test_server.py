"""The running process: too many connections, requests that run when it stops, and signals."""

import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from service.edge.server import running
from tests.service.edge.wire import SETTINGS, connect, echo, talk

ROOT = Path(__file__).parents[3]
SERVE = """
from tests.service.edge.wire import SETTINGS, echo
from service.edge.server import serve
serve(echo, SETTINGS, announce=lambda url: print(url, flush=True))
print("ended")
"""


def test_a_request_on_one_connection_too_many_is_503() -> None:
    with running(echo, msgspec.structs.replace(SETTINGS, max_connections=1)) as url, connect(url):
        (answer,) = talk(url, b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert answer.body["type"] == "urn:nordkalott:problem:overloaded"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_serving_in_good_order(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert talk(url, b"GET / HTTP/1.0\r\n\r\n")[0].status == 200
        process.send_signal(number)
        assert process.stdout.read().strip() == "ended"
        assert process.wait(5) == 0
