"""`nordkalott serve --workers 2`: nobody notices that there are several, whatever happens to one of them."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from content.tokens import CreateToken
from service.settings import Settings
from service.wiring import opened
from tests.cli.test_serve import LIMIT, nordkalott, served

NEWS: dict[str, Any] = {"kind": "news", "locale": "nb", "title": "Møte", "body_html": "<p>Hei.</p>"}
TURNS = 250
BURST = 40


class Server:
    """One that runs, and connections to each of its processes."""

    def __init__(self, process: int, base: str, data: Path) -> None:
        self.process = process
        self.base = base
        self.port = int(base.rpartition(":")[2])
        with opened(Settings(data=str(data))) as parts:
            made = parts.commands.create_token(CreateToken(name="kari", scopes=("publish",), actor="test"))
            slow = parts.commands.create_token(CreateToken(name="ola", scopes=("publish",), actor="test"))
        self.token, self.other = made.secret.text, slow.secret.text
        self._connections: list[http.client.HTTPConnection] = []

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._connections:
            each.close()

    def children(self) -> list[int]:
        """The processes that it minds."""
        return [
            int(each)
            for each in Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        ]

    def connection(self) -> http.client.HTTPConnection:
        """One that has been taken."""
        made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        self._connections.append(made)
        answer(made, "GET", "/healthz")
        return made

    def holder(self, connection: http.client.HTTPConnection) -> int:
        """The process that has the other end."""
        ours = connection.sock.getsockname()[1]
        [inode] = [
            fields[9]
            for fields in map(str.split, Path("/proc/net/tcp").read_text().splitlines()[1:])
            if (fields[1][-5:], fields[2][-5:], fields[3]) == (f":{self.port:04X}", f":{ours:04X}", "01")
        ]
        for child in self.children():
            for descriptor in Path(f"/proc/{child}/fd").iterdir():
                if str(descriptor.readlink()) == f"socket:[{inode}]":
                    return child
        raise AssertionError(inode)

    def one_to_each(self) -> list[http.client.HTTPConnection]:
        """Connections, each to another one of the two processes that answer."""
        found: dict[int, http.client.HTTPConnection] = {}
        while len(found) < 2:
            connection = self.connection()
            found.setdefault(self.holder(connection), connection)
        return list(found.values())

    def metrics(self) -> dict[str, float]:
        """What it tells Prometheus, by name and labels."""
        lines = httpx.get(f"{self.base}/metrics").text.splitlines()
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[0] != "#"}

    def wait(self, holds: Callable[[dict[str, float]], bool]) -> dict[str, float]:
        """The metrics, as soon as they are so."""
        until = time.monotonic() + LIMIT
        while not holds(told := self.metrics()):
            assert time.monotonic() < until, told
            time.sleep(0.05)
        return told


def answer(
    connection: http.client.HTTPConnection, method: str, path: str, body: Any = None, **fields: str
) -> tuple[int, Any]:
    """Status and JSON of a request over a connection."""
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    if body is not None:
        headers["content-type"] = "application/json"
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    raw = response.read()
    return response.status, json.loads(raw) if "json" in response.getheader("content-type", "") else raw


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests that leave it as it was."""
    data = tmp_path_factory.mktemp("data")
    with served(data, "--workers", "2", NORDKALOTT_METRICS="on") as (process, base, lines):
        assert any("Published the library: 14" in line for line in lines)
        with Server(process.pid, base, data) as made:
            yield made


def test_the_addresses_that_it_prints_answer_and_there_are_four_processes(server: Server) -> None:
    for path in ("/", "/feeds/nb.atom", "/docs", "/readyz", "/v1/records"):
        assert httpx.get(f"{server.base}{path}").status_code == 200
    assert len(server.children()) == 3
    told = server.wait(lambda told: told['nordkalott_processes{work="answers"}'] == 2)
    assert told['nordkalott_processes{work="background"}'] == 1
    assert told["nordkalott_process_restarts_total"] == 0


def test_connections_are_spread(server: Server) -> None:
    connections = [server.connection() for _ in range(32)]
    holders = Counter(map(server.holder, connections))
    assert sum(holders.values()) == 32
    assert len(holders) == 2  # the background work takes none
    assert max(holders.values()) <= 24
    for each in connections:
        each.close()


def test_what_one_has_published_or_taken_back_no_other_tells_otherwise(server: Server) -> None:
    here, there = server.one_to_each()
    bearer = {"authorization": f"Bearer {server.token}"}
    status, draft = answer(here, "POST", "/v1/drafts", NEWS | {"slug": "skift"}, **bearer)
    assert status == 201
    published = f"/v1/drafts/{draft['id']}/nb/publish"
    assert answer(here, "POST", published, {"revision": 1}, **bearer)[0] == 200
    public = "/v1/records/skift?locale=nb"
    for turn, (writer, reader) in zip(range(TURNS), itertools.cycle([(here, there), (there, here)])):
        verb, state = (("restore", "published"), ("withdraw", "withdrawn"))[turn % 2 == 0]
        path = f"/v1/records/{draft['id']}/nb/{verb}"
        status, _ = answer(writer, "POST", path, {"reason": f"Grunn {turn}"}, **bearer)
        assert status == 200, turn
        for each in (reader, writer, reader, writer):  # a thousand reads in all
            status, seen = answer(each, "GET", public)
            assert (status, seen["state"]) == (200, state), turn
            if verb == "withdraw":
                assert seen["state_reason"] == f"Grunn {turn}"


def test_a_key_does_its_work_once_whoever_is_asked(server: Server) -> None:
    bearer = {"authorization": f"Bearer {server.token}"}
    body = NEWS | {"slug": "en-gang"}
    answers = [
        answer(each, "POST", "/v1/drafts", body, idempotency_key="en-gang", **bearer)
        for each in (*server.one_to_each(), *server.one_to_each())
    ]
    assert {status for status, _ in answers} == {201}
    assert len({made["id"] for _, made in answers}) == 1


def test_a_stream_in_one_tells_of_what_another_did(server: Server) -> None:
    here, there = server.one_to_each()
    bearer = {"authorization": f"Bearer {server.token}"}
    here.request("GET", "/v1/changes/stream")
    stream = here.getresponse()
    _, draft = answer(there, "POST", "/v1/drafts", NEWS | {"slug": "strom"}, **bearer)
    assert answer(there, "POST", f"/v1/drafts/{draft['id']}/nb/publish", {"revision": 1}, **bearer)[0] == 200
    seen = b""
    while draft["id"].encode() not in seen:
        seen += stream.read1(4096)
    here.close()


def test_a_limit_is_of_all_together_and_so_are_counts(data: Path) -> None:
    flags = {"NORDKALOTT_RATE_LIMIT": "1", "NORDKALOTT_RATE_BURST": str(BURST), "NORDKALOTT_METRICS": "on"}
    with (
        served(data, "--workers", "2", **flags) as (process, base, _),
        Server(process.pid, base, data) as server,
    ):
        pair = server.one_to_each()
        bearer = {"authorization": f"Bearer {server.other}"}
        statuses = [answer(pair[n % 2], "GET", "/v1/drafts", **bearer)[0] for n in range(2 * BURST)]
        assert statuses.count(200) == BURST
        assert statuses.count(429) == BURST
        refused = 'nordkalott_requests_total{status="429"}'
        assert server.wait(lambda told: told.get(refused) == BURST)


def test_one_that_is_killed_costs_nothing_but_its_own_requests(data: Path) -> None:
    with (
        served(data, "--workers", "2", NORDKALOTT_METRICS="on") as (process, base, _),
        Server(process.pid, base, data) as server,
    ):
        bearer = {"authorization": f"Bearer {server.token}"}
        acknowledged: dict[str, str] = {}
        lost: list[str] = []
        done = threading.Event()

        def write(name: str) -> None:
            for number in itertools.count():
                if done.is_set():
                    return
                slug = f"sak-{name}-{number}"
                try:
                    made = httpx.post(
                        f"{base}/v1/drafts", json=NEWS | {"slug": slug}, headers=bearer, timeout=LIMIT
                    )
                    out = httpx.post(
                        f"{base}/v1/drafts/{made.json()['id']}/nb/publish",
                        json={"revision": 1},
                        headers=bearer,
                        timeout=LIMIT,
                    )
                except httpx.TransportError:  # its process was killed; how it ended nobody was told
                    continue
                assert (made.status_code, out.status_code) == (201, 200), out.text
                acknowledged[slug] = made.json()["id"]
                try:
                    seen = httpx.get(f"{base}/v1/records/{slug}?locale=nb", timeout=LIMIT)
                except httpx.TransportError:
                    continue
                if seen.status_code != 200:
                    lost.append(slug)

        threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        counted = 0.0
        for restarts, child in enumerate(server.children(), 1):
            begun, until = len(acknowledged), time.monotonic() + LIMIT
            while len(acknowledged) < begun + 5 and time.monotonic() < until:
                time.sleep(0.01)
            os.kill(child, signal.SIGKILL)

            def whole(told: dict[str, float], restarts: int = restarts) -> bool:
                ready = [value for name, value in told.items() if name.startswith("nordkalott_processes")]
                return sum(ready) == 3 and told["nordkalott_process_restarts_total"] == restarts

            try:
                told = server.wait(whole)
            except httpx.TransportError:  # one more that was asked just then
                told = server.wait(whole)
            answered = sum(
                value for name, value in told.items() if name.startswith("nordkalott_requests_total")
            )
            assert answered > counted
            counted = answered
        done.set()
        for thread in threads:
            thread.join()
        assert not lost
        assert len(acknowledged) >= 10
        known = {each["id"] for each in _all(base)}
        assert set(acknowledged.values()) <= known
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert nordkalott(data, "doctor").returncode == 0


def _all(base: str) -> Iterator[dict[str, Any]]:
    since = ""
    while True:
        page = httpx.get(f"{base}/v1/changes?limit=100{since}").json()
        yield from page["changes"]
        if not page["changes"]:
            return
        since = f"&since={page['next']}"


def test_the_folder_is_held_until_the_last_has_ended_and_none_outlives_the_parent(data: Path) -> None:
    with served(data, "--workers", "2") as (process, base, _):
        second = nordkalott(data, "serve", "--port", "0", "--workers", "2")
        assert second.returncode == 2
        assert str(process.pid) in second.stderr
        children = [
            int(each) for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        ]
        process.kill()
        process.wait()
        until = time.monotonic() + LIMIT
        while any(Path(f"/proc/{child}").exists() for child in children):
            assert time.monotonic() < until
            time.sleep(0.02)
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", int(base.rpartition(":")[2])))
    with served(data) as (_, base, lines):
        assert httpx.get(f"{base}/readyz").status_code == 200
        assert not any("Published the library" in line for line in lines)


def test_requests_under_way_are_answered_when_it_is_told_to_end(data: Path) -> None:
    with served(data, "--workers", "2") as (process, base, _):
        port = int(base.rpartition(":")[2])
        body = json.dumps({"html": "<p>Hei.</p>"}).encode()
        under_way = []
        for _ in range(4):
            connection = socket.create_connection(("127.0.0.1", port), timeout=LIMIT)
            head = f"POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            connection.sendall(head + body[:5])
            under_way.append(connection)
        httpx.get(f"{base}/healthz")
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        for connection in under_way:
            connection.sendall(body[5:])
            assert re.match(rb"HTTP/1\.1 4\d\d ", connection.recv(4096))
            connection.close()
        assert process.wait(LIMIT) == 0
