"""Deliveries: what an answer counts for, and what no answer can do to us. Through a proxy and TLS, too."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.outbound import Guard, Posted, Poster, fetch, proxy_of
from service.outbound.proxy import Proxy
from tests.service.outbound.site import Answer, running
from tests.service.outbound.test_guard import PUBLIC, says
from tests.service.outbound.tls import authority, proxying, secured


def post(
    url: str,
    guard: Guard,
    *,
    verify: ssl.SSLContext | bool = True,
    deadline: float = 10.0,
    body: bytes = b"{}",
) -> Posted:
    async def once() -> Posted:
        async with Poster(guard, connections=4, verify=verify, deadline=deadline) as poster:
            return await poster.post(url, (("content-type", "application/json"), ("x-said", "yes")), body)

    return asyncio.run(once())


def here(*addresses: str) -> Guard:
    lookup, _ = says(*((each,) for each in addresses or ("127.0.0.1",)))
    return Guard(("hook.example",), lookup=lookup)


def answering(text: bytes) -> Answer:
    def answer(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(text)

    return answer


def drip(text: bytes) -> Answer:
    """One byte at a time, for longer than anybody waits."""

    def answer(connection: socket.socket, path: str) -> None:
        del path
        with contextlib.suppress(OSError):
            for each in range(40):
                connection.sendall(text[each : each + 1] or b"x")
                time.sleep(0.05)

    return answer


def test_what_is_sent_is_what_was_given_and_nothing_else() -> None:
    with running(answering(b"HTTP/1.1 204 No Content\r\n\r\n")) as (port, heads):
        assert post(f"http://hook.example:{port}/in?a=b", here()) == Posted(status=204)
    head = heads[0]
    assert head.startswith(b"POST /in?a=b HTTP/1.1\r\n")
    lower = head.lower()
    assert b"host: hook.example:" in lower
    assert b"content-type: application/json\r\n" in lower
    assert b"x-said: yes" in lower
    assert b"content-length: 2\r\n" in lower
    assert b"cookie" not in lower


@pytest.mark.parametrize(
    ("text", "posted"),
    [
        (b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", Posted(status=410)),
        (
            b"HTTP/1.1 429 Slow\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n",
            Posted(status=429, retry_after="120"),
        ),
        (
            b"HTTP/1.1 307 Elsewhere\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
            Posted(status=307),
        ),
    ],
)
def test_the_status_is_what_counts_and_no_redirect_is_followed(text: bytes, posted: Posted) -> None:
    with running(answering(text)) as (port, heads):
        assert post(f"http://hook.example:{port}/", here()) == posted
    assert len(heads) == 1


def test_a_head_that_drips_ends_at_the_deadline() -> None:
    with running(drip(b"HTTP/1.1 200 OK\r\nX: ")) as (port, _):
        start = time.monotonic()
        posted = post(f"http://hook.example:{port}/", here(), deadline=0.3)
    assert posted.status is None
    assert posted.error == "no answer within 0.3 seconds"
    assert time.monotonic() - start < 5


def test_a_huge_answer_is_left_and_its_status_kept() -> None:
    sent: list[int] = []

    def answer(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(4000):
                connection.sendall(b"x" * 65536)
                sent.append(65536)

    with running(answer) as (port, _):
        assert post(f"http://hook.example:{port}/", here()) == Posted(status=200)
    assert sum(sent) < 64 * 2**20


def test_a_closed_port_and_what_is_no_http_are_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert post(f"http://hook.example:{port}/", here()).error
    with running(answering(b"\x1b[31mSSH-2.0-hello\r\n\r\n")) as (port, _):
        posted = post(f"http://hook.example:{port}/", here())
    assert posted.status is None
    assert posted.error.isprintable()


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "ftp://a/"]
)
def test_what_the_guard_refuses_is_told_and_not_called(url: str) -> None:
    posted = post(url, Guard())
    assert posted.status is None
    assert posted.error


def test_a_name_that_rebinds_is_called_where_it_was_looked_at() -> None:
    with running(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as (port, heads):
        lookup, asked = says(("127.0.0.1",), ("127.0.0.9",))
        guard = Guard(("hook.example",), lookup=lookup)
        assert post(f"http://hook.example:{port}/", guard).status == 200
    assert len(heads) == len(asked) == 1


def test_tls_is_checked_against_the_name_and_not_the_address(tmp_path: Path) -> None:
    trusted, shown = authority(tmp_path, "hook.example")
    with secured(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), shown) as (port, heads):
        lookup, _ = says(("127.0.0.1",))
        guard = Guard(("hook.example", "other.example"), lookup=lookup)
        for host in ("hook.example", "hook.example."):
            assert post(f"https://{host}:{port}/", guard, verify=trusted) == Posted(status=200)
        assert "certificate" in post(f"https://other.example:{port}/", guard, verify=trusted).error
        assert "certificate" in post(f"https://hook.example:{port}/", guard).error
    assert len(heads) == 2


def test_ipv6_is_called_too() -> None:
    """Who is on the list is called at ::1, where nobody may be there; whoever is not, is not."""
    lookup, _ = says(("::1",))
    assert "public internet" in post("http://six.example/", Guard(lookup=lookup)).error
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        return
    heads: list[bytes] = []

    def once() -> None:
        connection, _ = listening.accept()
        with connection:
            heads.append(connection.recv(65536))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with listening:
        thread = threading.Thread(target=once)
        thread.start()
        port = listening.getsockname()[1]
        assert post(f"http://hook.example:{port}/", Guard(("hook.example",), lookup=lookup)).status == 200
        thread.join(10)
    assert heads[0].startswith(b"POST / ")


def through(port: int, lookup: Callable[..., object], *, credentials: str = "") -> Guard:
    return Guard(lookup=lookup, proxy=Proxy(host="127.0.0.1", port=port, credentials=credentials))  # type: ignore[arg-type]


def test_a_proxy_is_told_the_checked_address_and_tls_the_name(tmp_path: Path) -> None:
    trusted, shown = authority(tmp_path, "hook.example")
    with (
        secured(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), shown) as (port, heads),
        proxying(port) as (proxy, asked),
    ):
        lookup, looked = says((PUBLIC,), ("127.0.0.1",))
        guard = through(proxy, lookup, credentials="me:s e")
        assert post("https://hook.example/in", guard, verify=trusted) == Posted(status=200)
        assert looked == ["hook.example"]
        assert asked[0].startswith(f"CONNECT {PUBLIC}:443 HTTP/1.1\r\nHost: {PUBLIC}:443\r\n".encode())
        assert b"Proxy-Authorization: Basic bWU6cyBl\r\n" in asked[0]
        assert b"hook.example" not in asked[0]

        # What rebinds to an address inside is refused before the proxy hears of it.
        assert (
            "not an address on the public internet"
            in post("https://hook.example/in", guard, verify=trusted).error
        )
        # The proxy leads to one whose certificate is not for this name.
        other = through(proxy, says((PUBLIC,))[0])
        assert "certificate" in post("https://other.example/", other, verify=trusted).error
    assert len(heads) == 1
    assert b"Proxy-Authorization" not in heads[0]
    assert len(asked) == 2


def test_pages_are_fetched_through_the_proxy_too_and_ipv6_is_written_in_brackets() -> None:
    with (
        running(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) as (port, heads),
        proxying(port) as (proxy, asked),
    ):
        assert fetch("http://six.example/", through(proxy, says(("2606:4700::1111",))[0])).body == b"ok"
    assert asked[0].startswith(b"CONNECT [2606:4700::1111]:80 HTTP/1.1\r\n")
    assert b"Host: six.example\r\n" in heads[0]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "the proxy answers 403"),
        (b"HTTP/1.1 407 Who\r\n\r\n", "the proxy answers 407"),
        (b"SSH-2.0-hello\r\n\r\n", "the proxy does not answer as one"),
        (b"HTTP/1.1 200", "the proxy does not answer as one"),
        (b"HTTP/1.1 2000 Yes\r\n\r\n", "the proxy does not answer as one"),
        (b"HTTP/1.1 201 Yes\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "the proxy says more than it may"),
        (b"HTTP/1.1 201 Yes\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "the proxy says more than it may"),
        (b"HTTP/1.1 201 Yes\r\n" + b"X: y\r\n" * 5000, "the proxy does not answer as one"),
    ],
)
def test_a_proxy_that_refuses_or_is_none_is_told(said: bytes, why: str) -> None:
    with proxying(0, says=said) as (proxy, _):
        assert post("https://hook.example/", through(proxy, says((PUBLIC,))[0])).error == why


def test_a_proxy_that_is_not_there_or_does_not_answer_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        guard = through(listening.getsockname()[1], says((PUBLIC,))[0])
        assert post("https://hook.example/", guard, deadline=0.3).error
    assert post("https://hook.example/", guard).error


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        running(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as (port, _),
        proxying(0) as (proxy, asked),
    ):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        assert post(f"http://hook.example:{port}/", here()).status == 200
    assert asked == []


def test_a_proxy_is_written_in_one_way() -> None:
    assert proxy_of("") is None
    assert proxy_of("http://proxy.example:3128") == Proxy(host="proxy.example", port=3128)
    assert proxy_of("http://u:p%40s@[::1]:3128/") == Proxy(host="::1", port=3128, credentials="u:p@s")
    for wrong in (
        "proxy.example:3128",
        "https://p:1",
        "http://p",
        "http://p:0",
        "http://p:1/x",
        "socks5://p:1",
        "http://p:99999",
    ):
        with pytest.raises(ValueError, match=r"(?i)proxy|port"):
            proxy_of(wrong)
