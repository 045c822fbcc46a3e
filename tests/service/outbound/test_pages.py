"""Fetching a page: whatever the other side does, it ends in time and in bounds."""

from __future__ import annotations

import gzip
import socket
import time
import zlib

import pytest

from service.outbound import CannotFetchError, Fetched, Guard, fetch
from tests.service.outbound.site import Answer, running

HTML = b"<p lang=nb>Hei</p>"
OK = b"HTTP/1.1 200 OK\r\n"


def replies(raw: bytes) -> Answer:
    return lambda connection, _: connection.sendall(raw)


def got(answer: Answer, *, most: int = 10_000, seconds: float = 10.0) -> Fetched:
    with running(answer) as (port, _):
        return fetch(f"http://127.0.0.1:{port}/", Guard(("127.0.0.1",)), most=most, seconds=seconds)


def coded(name: bytes, body: bytes) -> bytes:
    return OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s" % (name, len(body), body)


def test_a_page_comes_with_its_charset_and_where_it_was() -> None:
    fetched = got(
        replies(OK + b"Content-Type: text/html; charset=latin-1\r\nContent-Length: 18\r\n\r\n" + HTML)
    )
    assert (fetched.body, fetched.charset) == (HTML, "latin-1")
    assert fetched.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "raw",
    [coded(b"gzip", gzip.compress(HTML)), coded(b"deflate", zlib.compress(HTML)), coded(b"identity", HTML)],
)
def test_a_packed_page_is_unpacked(raw: bytes) -> None:
    assert got(replies(raw)).body == HTML


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("windows-1252", b"\xe5\x80", "å€"),
        ("iso-8859-1", b"\xe5\x80", "å€"),  # as every browser reads it
        ("koi8-r", b"\xc1", "а"),
        ("utf-8", b"\xef\xbb\xbf\xc3\xa5", "å"),
        # What Python decodes and no page is in: read as if nothing was said.
        ("idna", b"xn--a.", "xn--a."),
        ("undefined", b"a", "a"),
        ("punycode", b"a-a", "a-a"),
        ("utf-7", b"+2AA-", "+2AA-"),
        ("unicode_escape", b"\\ud800", "\\ud800"),
        ("zlib", b"a", "a"),
        ("a\0b", b"a", "a"),
    ],
)
def test_a_page_is_read_in_an_encoding_of_the_web(charset: str, body: bytes, text: str) -> None:
    assert Fetched(body=body, charset=charset, url="").text == text


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (OK + b"\r\n" + b"a" * 10_001, "larger than"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"2710\r\n" + b"a" * 10_000 + b"\r\n1\r\na\r\n0\r\n\r\n", "larger than"),
        (coded(b"gzip", gzip.compress(b"0" * 50_000_000)), "larger than"),
        (coded(b"gzip", b"no gzip at all"), "cannot be fetched"),
        (coded(b"br", b"x"), "coded as br"),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "answers 503 Busy"),
        (b"HTTP/1.1 404 \x1b[31m\r\nContent-Length: 0\r\n\r\n", r"answers 404\.$"),
        (b"HTTP/1.1 204 Nothing\r\n\r\n", "answers 204 Nothing"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "answers 304"),
        (b"HTTP/1.1 300 Choose\r\nContent-Length: 0\r\n\r\n", "answers 300"),
        (coded(b"gzip", gzip.compress(HTML * 100)[:-12]), "did not come whole"),
        (b"HTTP/1.1 302 F\r\nLocation: http://127.0.0.1:99999/\r\nContent-Length: 0\r\n\r\n", "no port 99999"),
        (b"HTTP/1.1 302 F\r\nLocation: http://127.0.0.1:0/\r\nContent-Length: 0\r\n\r\n", "no port 0"),
        (b"SSH-2.0-OpenSSH\r\n", "cannot be fetched"),
        (b"", "cannot be fetched"),
        (OK + b"Content-Length: 100\r\n\r\nshort", "cannot be fetched"),
        (b"HTTP/1.1 302 F\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "redirects"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_told(raw: bytes, why: str) -> None:
    with pytest.raises(CannotFetchError, match=why):
        got(replies(raw))


@pytest.mark.parametrize("before", [b"", OK, OK + b"\r\n"], ids=["status", "head", "body"])
def test_a_page_that_comes_byte_by_byte_is_not_waited_for(before: bytes) -> None:
    def drip(connection: socket.socket, path: str) -> None:
        del path
        connection.sendall(before)
        for _ in range(100):
            connection.sendall(b"X")
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(CannotFetchError, match="takes longer than"):
        got(drip, seconds=0.4)
    assert time.monotonic() - began < 4


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> list[object]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    began = time.monotonic()
    with pytest.raises(CannotFetchError, match="takes longer"):
        fetch("https://slow.example/", Guard(), seconds=0.2)
    assert time.monotonic() - began < 0.9


def test_an_error_says_so_in_norwegian_too() -> None:
    with pytest.raises(CannotFetchError) as raised:
        got(replies(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"))
    assert "svarer 404" in raised.value.message.nb
