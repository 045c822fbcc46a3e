"""The guard: what it lets through, and that what it looked at is what is called."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from service.outbound import CannotFetchError, Guard, NotAllowedError, Transport, fetch
from service.outbound.guard import Lookup
from tests.service.outbound.site import running

PUBLIC = "93.184.215.14"


def says(*answers: tuple[str, ...]) -> tuple[Lookup, list[str]]:
    """A resolver that gives these answers one after the other, the last for ever."""
    asked: list[str] = []

    async def lookup(host: str, port: int) -> tuple[str, ...]:
        del port
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return lookup, asked


def admitted(guard: Guard, host: str, port: int = 443) -> tuple[str, ...]:
    return asyncio.run(guard.admitted(host, port))


def test_a_public_name_is_let_through_with_its_addresses() -> None:
    lookup, _ = says((PUBLIC, "2606:4700::1111"))
    assert admitted(Guard(lookup=lookup), "example.org") == (PUBLIC, "2606:4700::1111")


def test_one_address_inside_refuses_them_all() -> None:
    lookup, _ = says((PUBLIC, "127.0.0.1"))
    with pytest.raises(NotAllowedError, match="not an address on the public internet"):
        admitted(Guard(lookup=lookup), "mixed.example")


@pytest.mark.parametrize("port", [22, 25, 8055, 6379])
def test_other_ports_than_those_of_the_web_are_refused(port: int) -> None:
    lookup, _ = says((PUBLIC,))
    with pytest.raises(NotAllowedError, match=f"Port {port}"):
        admitted(Guard(lookup=lookup), "example.org", port)


def test_names_and_networks_on_the_list_are_let_through_at_every_port() -> None:
    lookup, _ = says(("10.20.3.4",))
    assert admitted(Guard(("intern.example",), lookup=lookup), "Intern.example.", 8080)
    assert admitted(Guard(("10.20.0.0/16",), lookup=lookup), "other.example", 8080)
    with pytest.raises(NotAllowedError):
        admitted(Guard(("10.21.0.0/16", "intern.example"), lookup=lookup), "other.example")


def test_a_name_without_an_address_is_told() -> None:
    lookup, _ = says(())
    with pytest.raises(CannotFetchError, match="There is no host nowhere"):
        admitted(Guard(lookup=lookup), "nowhere.example")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "::1",
        "::ffff:127.0.0.1",
        "localhost",
        "0",
    ],
)
def test_every_way_to_write_this_machine_is_refused_by_the_real_resolver(host: str) -> None:
    with pytest.raises(CannotFetchError):
        admitted(Guard(), host)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[fe80::1%25lo]/",
        "https://127。0。0。1/",
        "https://①②⑦.0.0.1/",
        "https://u:p@example.org/",
        "http://localhost/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://",
        "https://example.org:99999/",
        "http://exa mple.org/",
        "http://\ud800.example/",
    ],
)
def test_no_address_gets_by(url: str) -> None:
    with pytest.raises(CannotFetchError):
        fetch(url, Guard(lookup=says((PUBLIC,))[0] if "example" in url else Guard()._lookup))


def test_a_name_that_changes_its_address_is_called_where_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[tuple[str, str, str]] = []

    async def connect(self: object, request: httpx.Request) -> httpx.Response:
        del self
        called.append((request.url.host, request.headers["host"], request.extensions["sni_hostname"]))
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", connect)
    lookup, asked = says((PUBLIC,), ("127.0.0.1",))
    with pytest.raises(CannotFetchError, match="nobody there"):
        fetch("https://rebind.example/", Guard(lookup=lookup))
    assert asked == ["rebind.example"]
    assert called == [(PUBLIC, "rebind.example", "rebind.example")]


def test_all_addresses_of_a_name_are_tried_in_turn() -> None:
    def answer(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with running(answer) as (port, heads):
        lookup, _ = says(("127.0.0.2", "127.0.0.1"))  # nobody listens at the first
        fetched = fetch(f"http://two.example:{port}/", Guard(("two.example",), lookup=lookup))
    assert fetched.body == b"ok"
    assert f"Host: two.example:{port}".encode() in heads[0]


def test_each_hop_of_a_redirect_is_looked_at_anew() -> None:
    def answer(connection: socket.socket, path: str) -> None:
        where = b"http://inside.example/secret" if path == "/" else b"http://169.254.169.254/latest"
        connection.sendall(b"HTTP/1.1 302 F\r\nContent-Length: 0\r\nLocation: " + where + b"\r\n\r\n")

    async def lookup(host: str, port: int) -> tuple[str, ...]:
        del port
        return ("10.0.0.5",) if host == "inside.example" else ("127.0.0.1",)

    with running(answer) as (port, heads):
        guard = Guard(("start.example",), lookup=lookup)
        for path, host in (("/", "inside.example"), ("/meta", "169.254.169.254")):
            with pytest.raises(NotAllowedError, match=host):
                fetch(f"http://start.example:{port}{path}", guard)
    assert len(heads) == 2


def test_deliveries_that_follow_no_redirect_use_the_same_transport() -> None:
    def answer(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(b"HTTP/1.1 302 F\r\nContent-Length: 0\r\nLocation: http://10.0.0.1/\r\n\r\n")

    async def post(port: int) -> int:
        lookup, _ = says(("127.0.0.1",))
        transport = Transport(Guard(("hook.example",), lookup=lookup))
        async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
            return (await client.post(f"http://hook.example:{port}/", content=b"{}")).status_code

    with running(answer) as (port, heads):
        assert asyncio.run(post(port)) == 302
    assert heads[0].startswith(b"POST / ")
