"""Uploads over real sockets: large, slow, broken off, too large, without a token, with one that is revoked, and beside kill -9."""

from __future__ import annotations

import json
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from content.access import Scope
from content.tokens import CreateToken, RevokeToken
from service.edge.server import running
from service.settings import Settings
from service.wiring import Parts, opened
from tests.cli.test_serve import served
from tests.content.media import samples
from tests.service.edge.wire import answers, connect, read_all

LIMIT = 300_000


class Served:
    """A running server with small limits, and its parts."""

    def __init__(self, parts: Parts, url: str, folder: Path) -> None:
        self.parts, self.url, self.folder = parts, url, folder

    def token(self, *scopes: Scope) -> str:
        made = self.parts.commands.create_token(
            CreateToken(name="Kari", scopes=scopes or ("drafts",), actor="test")
        )
        return made.secret.text

    def left(self) -> list[str]:
        """The files of media that are there."""
        there = (self.folder / "media").rglob("*")
        return [path.name for path in there if path.is_file() and path.name != "lock"]

    def nothing_kept(self) -> bool:
        """No row and no file, once the server has let go."""
        for _ in range(100):
            if not self.left():
                break
            time.sleep(0.02)
        with self.parts.store.read() as reading:
            return not self.left() and not reading.media.page()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    settings = Settings(
        data=str(tmp_path),
        port=0,
        max_body_bytes=4_096,
        body_timeout=0.4,
        max_media_bytes=LIMIT,
        upload_timeout=1.5,
    )
    with opened(settings) as parts, running(parts.application(), settings) as url:
        yield Served(parts, url, tmp_path)


def head(token: str, *fields: str, path: str = "/v1/media?name=a.wav", close: bool = True) -> bytes:
    given = [f"POST {path} HTTP/1.1", "Host: a.example", *fields]
    if token:
        given.append(f"Authorization: Bearer {token}")
    if close:
        given.append("Connection: close")
    return "\r\n".join([*given, "", ""]).encode()


def sound(size: int) -> bytes:
    """A WAV file of so many bytes."""
    inside = b"WAVE" + samples.wav()[12:36]
    inside += samples.riff(b"data", bytes(size - len(inside) - 16))
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def test_a_file_may_be_larger_than_any_other_body(server: Served) -> None:
    data = sound(LIMIT)
    assert len(data) == LIMIT
    token = server.token()
    with connect(server.url) as connection:
        connection.sendall(head(token, f"Content-Length: {LIMIT}") + data)
        found = answers(read_all(connection))
    assert [each.status for each in found] == [201]
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part)
        for part in (data[at : at + 50_000] for at in range(0, LIMIT, 50_000))
    )
    with connect(server.url) as connection:
        connection.sendall(head(token, "Transfer-Encoding: chunked") + chunks + b"0\r\n\r\n")
        assert [each.status for each in answers(read_all(connection))] == [200]
    file = httpx.get(server.url + found[0].body["src"], headers={"range": "bytes=299990-"})
    assert (file.status_code, len(file.content)) == (206, 10)


@pytest.mark.parametrize(
    ("path", "size"),
    [("/v1/media", LIMIT + 1), ("/v1/drafts", 4_097), ("/v1/media/x", 4_097), ("/v1/mediation", 4_097)],
)
def test_more_than_that_is_413_and_no_other_route_takes_as_much(server: Served, path: str, size: int) -> None:
    with connect(server.url) as connection:
        connection.sendall(head(server.token(), f"Content-Length: {size}", path=path) + bytes(100))
        (found,) = answers(read_all(connection))
    assert (found.status, found.body["type"]) == (413, "urn:nordkalott:problem:body-too-large")
    assert server.nothing_kept()


def test_chunks_that_never_end_are_413(server: Served) -> None:
    part = b"%x\r\n%s\r\n" % (50_000, bytes(50_000))
    with connect(server.url) as connection:
        connection.sendall(head(server.token(), "Transfer-Encoding: chunked"))
        for _ in range(7):
            connection.sendall(part)
        (found,) = answers(read_all(connection))
    assert found.status == 413
    assert server.nothing_kept()


@pytest.mark.parametrize("token", ["", "nkt_none", "x" * 500])
def test_without_a_good_token_the_answer_comes_before_the_body(server: Served, token: str) -> None:
    with connect(server.url) as connection:
        connection.sendall(head(token, f"Content-Length: {LIMIT}"))
        (found,) = answers(read_all(connection))
    assert found.status == 401
    assert not (server.folder / "media").exists()


def test_expect_is_answered_once_the_token_was_looked_at(server: Served) -> None:
    data = samples.wav()
    with connect(server.url) as connection:
        connection.sendall(head(server.token(), f"Content-Length: {len(data)}", "Expect: 100-continue"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(data)
        assert [each.status for each in answers(read_all(connection))] == [201]
    with connect(server.url) as connection:
        connection.sendall(head("", f"Content-Length: {len(data)}", "Expect: 100-continue"))
        assert [each.status for each in answers(read_all(connection))] == [401]


def test_an_upload_may_be_slower_than_other_bodies_but_not_without_end(server: Served) -> None:
    data, token = samples.wav(), server.token()
    with connect(server.url) as connection:
        connection.sendall(head(token, f"Content-Length: {len(data)}") + data[:100])
        time.sleep(0.8)
        connection.sendall(data[100:])
        assert [each.status for each in answers(read_all(connection))] == [201]
    data = sound(9_000)
    began = time.monotonic()
    with connect(server.url) as connection:
        connection.sendall(head(token, f"Content-Length: {len(data)}") + data[:100])
        try:
            while time.monotonic() - began < 4:
                connection.sendall(b"\0")
                time.sleep(0.1)
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert time.monotonic() - began < 4
    with server.parts.store.read() as reading:
        assert len(reading.media.page()) == 1


def test_an_upload_that_is_broken_off_leaves_nothing(server: Served) -> None:
    data, token = sound(200_000), server.token()
    for _ in range(3):
        with connect(server.url) as connection:
            connection.sendall(head(token, f"Content-Length: {len(data)}") + data[:150_000])
            time.sleep(0.1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        assert server.nothing_kept()


def test_a_token_that_is_revoked_on_the_way_keeps_nothing(server: Served) -> None:
    token, data = server.token(), samples.wav()
    with connect(server.url) as connection:
        connection.sendall(head(token, f"Content-Length: {len(data)}") + data[:1_000])
        time.sleep(0.2)
        server.parts.commands.revoke_token(RevokeToken(ref="Kari", actor="test"))
        connection.sendall(data[1_000:])
        (found,) = answers(read_all(connection))
    assert found.status == 401
    assert server.nothing_kept()


def _memory(pid: int) -> int:
    """Bytes of its own that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert found
    return 1024 * int(found[1])


def _pieces(size: int) -> Iterator[bytes]:
    start = sound(size)[:44]
    yield start
    left = size - len(start)
    while left:
        part = bytes(min(left, 1_000_000))
        left -= len(part)
        yield part


def test_memory_stays_flat_and_kill_9_leaves_strays_at_most(tmp_path: Path) -> None:
    size = 60_000_000
    with served(tmp_path) as (process, base, _):
        with opened(Settings(data=str(tmp_path))) as parts:
            token = parts.commands.create_token(
                CreateToken(name="Kari", scopes=("drafts",), actor="test")
            ).secret.text
        named = {"authorization": f"Bearer {token}", "content-type": "audio/wav"}
        small = httpx.post(f"{base}/v1/media", content=samples.wav(), headers=named, timeout=60)
        assert small.status_code == 201
        before, highest = _memory(process.pid), 0

        def watched() -> Iterator[bytes]:
            nonlocal highest
            for piece in _pieces(size):
                highest = max(highest, _memory(process.pid))
                yield piece

        large = httpx.post(f"{base}/v1/media", content=watched(), headers=named, timeout=60)
        assert large.status_code == 201, large.text
        assert large.json()["size"] == size
        assert highest - before < 16_000_000
        assert _memory(process.pid) - before < 16_000_000

        def dying() -> Iterator[bytes]:
            for number, piece in enumerate(_pieces(size)):
                if number == 20:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                yield piece

        with pytest.raises(httpx.TransportError):
            httpx.post(f"{base}/v1/media", content=dying(), headers=named, timeout=60)
    with opened(Settings(data=str(tmp_path))) as parts:
        with parts.store.read() as reading:
            assert len(reading.media.page()) == 2
        assert parts.media.verify() == ()
        assert parts.store.verify() == ()


def test_problems_are_json(server: Served) -> None:
    answer: Any = httpx.post(
        f"{server.url}/v1/media", content=b"<svg>", headers={"authorization": f"Bearer {server.token()}"}
    )
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.content)["errors"][0]["code"] == "svg"
