"""The protocol on a real socket: limits, clocks, framing, and who is answered after whom."""

import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.service.edge.wire import Answer, answers, connect, read_all, talk

HOST = b"Host: a.example\r\n"
GET = b"GET /one?q=1 HTTP/1.1\r\n" + HOST + b"\r\n"
LAST = b"GET /last HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
CHUNKS = b"POST /c HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"


def with_fields(*fields: bytes, line: bytes = b"POST /x HTTP/1.1") -> bytes:
    return line + b"\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n"


def refused(found: list[Answer], status: int, name: str) -> None:
    """The last answer is a whole problem after which the connection closed; nothing follows it."""
    answer = found[-1]
    assert (answer.status, answer.body["type"]) == (status, f"urn:nordkalott:problem:{name}")
    assert answer.body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    assert answer.headers["date"].endswith("GMT")
    assert answer.headers["x-request-id"] == answer.body["request_id"]
    assert answer.headers["x-content-type-options"] == "nosniff"


H = HOST.strip()
BAD: list[tuple[bytes, int, str]] = [
    (b"GET / HTTP/1.1\r\n\r\n", 400, "bad-host"),
    (with_fields(H, H), 400, "bad-host"),
    (with_fields(b"Host:"), 400, "bad-host"),
    (with_fields(b"Host: a b"), 400, "bad-host"),
    (with_fields(b"Host: user@a.example"), 400, "bad-host"),
    (with_fields(b"Host: a.example:99999"), 400, "bad-host"),
    (with_fields(b"Host: a.example/x"), 400, "bad-host"),
    (with_fields(H, b"Content-Length: 5", b"Transfer-Encoding: chunked"), 400, "ambiguous-length"),
    (with_fields(H, b"Transfer-Encoding: chunked", b"Content-Length: 5"), 400, "ambiguous-length"),
    (with_fields(H, b"Content-Length: 5", b"Content-Length: 5"), 400, "ambiguous-length"),
    (with_fields(H, b"Content-Length: 5, 5"), 400, "ambiguous-length"),
    (with_fields(H, b"Content-Length: +5"), 400, "ambiguous-length"),
    (with_fields(H, b"Content-Length: 0x5"), 400, "ambiguous-length"),
    (with_fields(H, b"Content-Length: -1"), 400, "ambiguous-length"),
    (with_fields(H, b"Content-Length:"), 400, "ambiguous-length"),
    (with_fields(H, b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"), 400, "ambiguous-length"),
    (with_fields(b"Transfer-Encoding: chunked", line=b"POST / HTTP/1.0"), 400, "ambiguous-length"),
    (with_fields(H, b"Transfer-Encoding: xchunked"), 501, "coding-not-implemented"),
    (with_fields(H, b"Transfer-Encoding: chunked, identity"), 501, "coding-not-implemented"),
    (with_fields(H, b"Transfer-Encoding:\x0bchunked"), 400, "bad-request"),
    (with_fields(H, b"Transfer-Encoding : chunked"), 400, "bad-request"),
    (with_fields(H, b"X: a", b" folded"), 400, "bad-request"),
    (with_fields(b" " + H), 400, "bad-request"),
    (with_fields(H, b"X: a\rb"), 400, "bad-request"),
    (with_fields(H, b"X: a\nY: b"), 400, "bad-request"),
    (with_fields(H, b"X: a\0b"), 400, "bad-request"),
    (with_fields(H, b": nothing"), 400, "bad-request"),
    (with_fields(H, b"no colon"), 400, "bad-request"),
    (b"GET / HTTP/1.1\n" + HOST + b"\r\n", 400, "bad-request"),
    (b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-request"),
    (b"GET /\x01 HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-request"),
    (b"GET /\xc3\xa6 HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-request"),
    (b"\r\n\r\nGET / HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-request"),
    (b"\x16\x03\x01\x02\x00\x01\x00", 400, "bad-request"),
    (b"GET one HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-target"),
    (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-target"),
    (b"GET /#part HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-target"),
    (b"GET ftp://a.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-target"),
    (b"GET http://u@a.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad-host"),
    (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", 505, "version-not-supported"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "version-not-supported"),
    (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", 501, "method-not-implemented"),
    (b"get / HTTP/1.1\r\n" + HOST + b"\r\n", 501, "method-not-implemented"),
    (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", 405, "method-not-allowed"),
    (b"CONNECT a.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", 405, "method-not-allowed"),
    (with_fields(H, *(b"X-%d: y" % n for n in range(20))), 431, "too-many-fields"),
    (with_fields(H, b"X: " + b"y" * 2048), 431, "head-too-large"),
    (with_fields(H, b"X: " + b" " * 2048 + b"y"), 431, "head-too-large"),
    (with_fields(H, b"Content-Length: 4097", b"Expect: 100-continue"), 413, "body-too-large"),
    (with_fields(H, b"Content-Length: " + b"9" * 18), 413, "body-too-large"),
    (CHUNKS + b"5\nhello\n0\n\n", 400, "bad-request"),
    (CHUNKS + b"0x5\r\nhello\r\n0\r\n\r\n", 400, "bad-request"),
    (CHUNKS + b"5 \r\nhello\r\n0\r\n\r\n", 400, "bad-request"),
    (CHUNKS + b"F" * 17 + b"\r\nhello\r\n0\r\n\r\n", 400, "bad-request"),
    (CHUNKS + b"5\r\nhelloX\r\n0\r\n\r\n", 400, "bad-request"),
    (CHUNKS + b"1001\r\n" + b"x" * 0x1001 + b"\r\n0\r\n\r\n", 413, "body-too-large"),
    (CHUNKS + b"1;e=%s\r\nx\r\n" % (b"y" * 500) * 30 + b"0\r\n\r\n", 413, "body-too-large"),
    (CHUNKS + b"0\r\nX: " + b"y" * 12000 + b"\r\n\r\n", 413, "body-too-large"),
]


@pytest.mark.parametrize(
    ("raw", "status", "name"), BAD, ids=[f"{n}-{name}" for n, (_, _, name) in enumerate(BAD)]
)
def test_what_is_refused_is_refused_whole_and_nothing_behind_it_is_answered(
    url: str, raw: bytes, status: int, name: str
) -> None:
    found = talk(url, raw + LAST)
    assert len(found) == 1
    refused(found, status, name)
    if status == 405:
        assert "GET" in found[0].headers["allow"]


@pytest.mark.parametrize(("raw", "status", "name"), BAD[::7])
def test_a_refusal_is_the_same_behind_an_answer_and_in_odd_pieces(
    patient: str, raw: bytes, status: int, name: str
) -> None:
    stream = GET + raw
    found = talk(patient, *(stream[at : at + 7] for at in range(0, len(stream), 7)))
    assert [answer.status for answer in found] == [200, status]
    refused(found, status, name)


def test_a_stream_is_read_the_same_however_it_is_cut(patient: str) -> None:
    stream = (
        GET
        + with_fields(H, b"Content-Length: 5")
        + b"GET /"
        + CHUNKS
        + b"3\r\na\r\n\r\n2;e=1\r\n\r\n\r\n0\r\nHost: trailer.example\r\n\r\n"
        + b"\r\n"
        + LAST
    )
    whole = talk(patient, stream)
    assert [answer.body["path"] for answer in whole] == ["/one", "/x", "/c", "/last"]
    assert [answer.body["body"] for answer in whole] == ["", "GET /", "a\r\n\r\n", ""]
    assert whole[2].body["host"] == "a.example", "a trailer must not become a header"

    def cut(at: int) -> list[object]:
        with connect(patient) as connection:
            connection.sendall(stream[:at])
            time.sleep(0.002)
            connection.sendall(stream[at:])
            return [answer.body for answer in answers(read_all(connection))]

    with ThreadPoolExecutor(4) as pool:
        for bodies in pool.map(cut, range(1, len(stream))):
            assert bodies == [answer.body for answer in whole]


def test_one_byte_at_a_time(patient: str) -> None:
    found = talk(patient, *(bytes([byte]) for byte in GET + LAST))
    assert [answer.body["path"] for answer in found] == ["/one", "/last"]


def test_a_five_megabyte_head_is_refused_and_the_client_can_read_why(url: str) -> None:
    found = talk(url, b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 5_000_000)
    refused(found, 431, "head-too-large")


def test_a_client_that_starts_a_head_and_stalls_gets_408(url: str) -> None:
    began = time.monotonic()
    refused(talk(url, b"GET / HTTP/1.1\r\nHost"), 408, "head-timeout")
    assert 0.35 < time.monotonic() - began < 2


def test_a_kept_connection_that_stalls_in_a_head_gets_408(url: str) -> None:
    found = talk(url, GET, b"GET /sto")
    assert [answer.status for answer in found] == [200, 408]


def test_a_trickle_does_not_move_the_deadline(url: str) -> None:
    began = time.monotonic()
    with connect(url) as connection:
        for byte in b"GET / HTTP/1.1\r\nHost: a.example":
            try:
                connection.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.05)
            if time.monotonic() - began > 0.7:
                break
        refused(answers(read_all(connection)), 408, "head-timeout")
    assert time.monotonic() - began < 2


def test_a_client_that_says_nothing_is_hung_up_on_without_a_word(url: str) -> None:
    began = time.monotonic()
    assert talk(url) == []
    assert talk(url, b"\r\n") == []
    assert time.monotonic() - began < 3


def test_an_idle_connection_is_closed_when_its_time_is_up(url: str) -> None:
    began = time.monotonic()
    assert [answer.status for answer in talk(url, GET)] == [200]
    assert 0.5 < time.monotonic() - began < 2


@pytest.mark.parametrize("head", [with_fields(H, b"Content-Length: 9"), CHUNKS])
def test_a_body_that_does_not_arrive_gets_408_once(url: str, head: bytes) -> None:
    found = talk(url, head + b"1\r\n")
    assert len(found) == 1
    refused(found, 408, "body-timeout")


def test_an_answer_that_came_before_a_stalled_body_stays_the_only_one(url: str) -> None:
    found = talk(url, with_fields(H, b"Content-Length: 9", line=b"POST /early HTTP/1.1") + b"1")
    assert [answer.status for answer in found] == [200]


def test_closing_on_an_unread_body_does_not_take_the_answer_with_it(url: str) -> None:
    head = with_fields(H, b"Content-Length: 4000", b"Connection: close", line=b"POST /early HTTP/1.1")
    with connect(url) as connection:
        connection.sendall(head)
        time.sleep(0.05)
        connection.sendall(b"x" * 2000)
        time.sleep(0.05)
        connection.sendall(b"x" * 2000)
        assert [answer.status for answer in answers(read_all(connection))] == [200]


def test_a_body_on_get_is_a_body_and_not_a_request(url: str) -> None:
    smuggled = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
    for line in (b"GET /a HTTP/1.1", b"GET /early HTTP/1.1"):
        found = talk(url, with_fields(H, b"Content-Length: %d" % len(smuggled), line=line) + smuggled + LAST)
        assert [answer.body["path"] for answer in found] == [line.split()[1].decode(), "/last"]


def test_a_body_at_the_limit_is_taken(url: str) -> None:
    for framed in (
        with_fields(H, b"Content-Length: 4096", b"Connection: close") + b"x" * 4096,
        CHUNKS.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        + b"1000\r\n"
        + b"x" * 4096
        + b"\r\n0\r\n\r\n",
    ):
        assert talk(url, framed)[0].body["body"] == "x" * 4096


def test_expect_is_answered_before_the_body_is_sent(url: str) -> None:
    with connect(url) as connection:
        connection.sendall(
            with_fields(H, b"Content-Length: 2", b"Expect: 100-continue", b"Connection: close")
        )
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ok")
        assert answers(read_all(connection))[0].body["body"] == "ok"


@pytest.mark.parametrize(
    ("raw", "path", "query", "host"),
    [
        (b"GET http://b.example:81/p?q HTTP/1.1\r\n" + HOST, "/p", "q", "b.example:81"),
        (b"GET HTTP://b.example HTTP/1.1\r\n" + HOST, "/", "", "b.example"),
        (b"GET https://b.example?q=1 HTTP/1.1\r\n" + HOST, "/", "q=1", "b.example"),
        (b"GET //b.example/p HTTP/1.1\r\n" + HOST, "//b.example/p", "", "a.example"),
        (b"GET /a%2Fb HTTP/1.1\r\nhOST:\ta.example \t\r\n", "/a/b", "", "a.example"),
        (b"GET / HTTP/1.1\r\nHost: [::1]:80\r\n", "/", "", "[::1]:80"),
        (b"GET / HTTP/1.0\r\n", "/", "", ""),
    ],
)
def test_targets_and_hosts_in_every_good_form(url: str, raw: bytes, path: str, query: str, host: str) -> None:
    said = talk(url, raw + b"Connection: close\r\n\r\n")[0].body
    assert (said["path"], said["query"], said["host"]) == (path, query, host)


def test_upgrade_is_ignored_and_the_connection_goes_on(url: str) -> None:
    upgrade = with_fields(
        H,
        b"Connection: Upgrade, HTTP2-Settings",
        b"Upgrade: h2c",
        b"HTTP2-Settings: AAMAAABk",
        line=b"GET /h2c HTTP/1.1",
    )
    with_body = with_fields(H, b"Connection: Upgrade", b"Upgrade: websocket", b"Content-Length: 2")
    found = talk(url, upgrade + with_body + b"hi" + LAST)
    assert [answer.body["path"] for answer in found] == ["/h2c", "/x", "/last"]
    assert found[1].body["body"] == "hi"


def test_nothing_is_answered_after_connection_close(url: str) -> None:
    assert [answer.body["path"] for answer in talk(url, LAST + GET)] == ["/last"]


def test_many_pipelined_requests_are_answered_in_their_order(url: str) -> None:
    stream = b"".join(b"GET /%d HTTP/1.1\r\n" % n + HOST + b"\r\n" for n in range(500))
    found = talk(url, stream + LAST)
    assert [answer.body["path"] for answer in found] == [f"/{n}" for n in range(500)] + ["/last"]


def test_head_gets_the_headers_alone_when_refused_too(url: str) -> None:
    with connect(url) as connection:
        connection.sendall(b"HEAD / HTTP/1.1\r\n\r\n")
        raw = read_all(connection)
    assert raw.startswith(b"HTTP/1.1 400 ")
    assert raw.endswith(b"\r\n\r\n")


def test_dead_clients_and_many_connections_leave_the_server_well(url: str) -> None:
    idle = [connect(url) for _ in range(200)]
    for number, connection in enumerate(idle):
        connection.sendall((GET, b"GET / HT", with_fields(H, b"Content-Length: 9") + b"12")[number % 3])
        # Linger of zero: closing sends RST, as a machine that lost its power would when asked.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    for connection in idle:
        connection.close()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: talk(url, GET + LAST), range(100)))
    assert all([answer.status for answer in each] == [200, 200] for each in found)
