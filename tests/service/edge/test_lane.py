"""What the connections of the fast path share and keep to: clocks, limits, clients that do not read, the log, counts, request ids, the end."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import time
from collections.abc import Iterator

import msgspec
import pytest
from uvicorn.server import ServerState

from service.edge import access, telemetry
from service.edge.app import Edge
from service.edge.fast import FastProtocol, Lane
from service.edge.plain import apart, plain
from service.edge.server import running
from service.metrics import Requests
from service.web.answers import Answer, finish
from tests.service.edge.hostile import PLAIN, get
from tests.service.edge.shelf import Board
from tests.service.edge.twins import Wire, alone, application, both, edge_of, protocol_of, shelved
from tests.service.edge.wire import SETTINGS, connect, read_all

CHROME = get(
    b"Connection: keep-alive",
    b"Cache-Control: max-age=0",
    b'sec-ch-ua: "Chromium";v="126", "Not/A)Brand";v="8"',
    b"sec-ch-ua-mobile: ?0",
    b'sec-ch-ua-platform: "Linux"',
    b"Upgrade-Insecure-Requests: 1",
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    b"Sec-Fetch-Site: none",
    b"Sec-Fetch-Mode: navigate",
    b"Sec-Fetch-User: ?1",
    b"Sec-Fetch-Dest: document",
    b"Accept-Encoding: gzip, deflate, br, zstd",
    b"Accept-Language: nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en;q=0.5",
    b'If-None-Match: "x"',
)
FIREFOX = get(
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    b"Accept-Language: nb-NO,nb;q=0.9",
    b"Accept-Encoding: gzip, deflate",
    b"DNT: 1",
    b"Sec-GPC: 1",
    b"Connection: keep-alive",
    b"Priority: u=0, i",
    b"Pragma: no-cache",
    b"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
)
CADDY = get(
    b"User-Agent: Feedbin feed-id:1 - 3 subscribers",
    b"Accept: application/atom+xml, application/rss+xml",
    b"A-Im: feed",
    b"Accept-Encoding: gzip",
    b"Via: 2.0 Caddy",
    b"X-Forwarded-For: 192.0.2.1",
    b"X-Forwarded-Host: a.example",
    b"X-Forwarded-Proto: https",
)
NGINX = get(
    b"X-Real-IP: 192.0.2.1",
    b"X-Forwarded-For: 192.0.2.1, 192.0.2.2",
    b"X-Request-ID: 0123456789abcdef",
    b"Cookie: a=b",
)
CURL = get(b"User-Agent: curl/8.5.0", b"Accept: */*")


@pytest.fixture
def board() -> Board:
    return shelved()


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Board]]:
    held = shelved()
    with running(application(held), SETTINGS) as url:
        yield url, held


@pytest.mark.parametrize(
    "raw",
    [CHROME, FIREFOX, CADDY, NGINX, CURL, PLAIN],
    ids=["chrome", "firefox", "caddy", "nginx", "curl", "wrk"],
)
def test_heads_as_they_are_sent_are_plain(raw: bytes) -> None:
    said = plain(apart(raw)[0], edge_of(Board()).limits)
    assert said
    assert said.target == b"/kept"


def test_an_answer_moves_the_keep_alive_clock_as_on_the_slow_path(served: tuple[str, Board]) -> None:
    url, held = served
    before, began = held.asked, time.monotonic()
    with connect(url) as connection:
        for _ in range(3):
            connection.sendall(PLAIN)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
            time.sleep(0.35)
        assert read_all(connection) == b""
    assert held.asked - before == 3
    assert 1.2 < time.monotonic() - began < 3, "the last answer was after 0.7 s, and 0.6 are given"


def test_a_head_that_stalls_after_a_fast_answer_gets_408(served: tuple[str, Board]) -> None:
    with connect(served[0]) as connection:
        connection.sendall(PLAIN)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
        connection.sendall(PLAIN[:-2])
        assert read_all(connection).startswith(b"HTTP/1.1 408 ")


def test_the_clock_of_the_first_head_is_stopped(served: tuple[str, Board]) -> None:
    with connect(served[0]) as connection:
        time.sleep(0.2)
        connection.sendall(PLAIN)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
        time.sleep(0.4)
        connection.sendall(PLAIN)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_that_does_not_read_makes_us_hold_no_more_than_a_little(board: Board) -> None:
    size = 30_000
    board.put(b"/kept", finish(Answer(body=b"x" * size, tags=frozenset({"t"}))))

    async def flood() -> tuple[int, int, bool]:
        protocol = protocol_of(edge_of(board), board, ServerState(), fast=True)
        wire = Wire(asyncio.get_running_loop(), protocol)
        wire.stuck = True
        protocol.connection_made(wire)
        for _ in range(50):
            if wire.paused:
                break
            protocol.data_received(PLAIN)
            await asyncio.sleep(0)
        held, asked = sum(map(len, wire.written)), board.asked
        wire.stuck = False
        protocol.flow.resume_writing()
        for _ in range(20):
            await asyncio.sleep(0)
        paused = wire.paused
        wire.close()
        await asyncio.sleep(0)
        return held, asked, paused

    held, asked, paused = asyncio.run(flood())
    assert held < 65536 + 2 * size
    assert asked == 3, "then the slow path waits, and what comes after it is not read"
    assert not paused


def test_one_connection_too_many_is_told_so() -> None:
    board = shelved()
    with (
        running(application(board), msgspec.structs.replace(SETTINGS, max_connections=1)) as url,
        connect(url),
        connect(url) as second,
    ):
        second.sendall(PLAIN)
        assert read_all(second).startswith(b"HTTP/1.1 503 ")
        assert not board.asked  # a miss would be made, and thrown away


def test_a_host_that_is_not_ours_is_refused_as_ever(board: Board) -> None:
    edge = edge_of(board, msgspec.structs.replace(SETTINGS, allowed_hosts=("b.example",)))
    fast, slow = both(edge, board, [PLAIN])
    assert fast == slow
    assert fast.written.startswith(b"HTTP/1.1 421 ")
    fast, slow = both(edge, board, [PLAIN.replace(b"a.example", b"B.example:81")])
    assert fast == slow
    assert fast.written.startswith(b"HTTP/1.1 200 ")
    assert board.asked == 1


@pytest.mark.parametrize(
    ("proxies", "given"), [(("127.0.0.0/8",), True), (("192.0.2.1",), False), ((), False)]
)
def test_a_request_id_is_taken_from_a_trusted_proxy_alone(
    board: Board, proxies: tuple[str, ...], given: bool
) -> None:
    edge = edge_of(board, msgspec.structs.replace(SETTINGS, trusted_proxies=proxies))
    own = get(b"X-Request-Id: of-the-proxy-1")
    fast, slow = both(edge, board, [own, own])
    assert fast == slow
    assert (fast.written.count(b"\r\nx-request-id: of-the-proxy-1\r\n") == 2) is given
    assert board.asked == 2


def test_every_answer_has_a_request_id_of_its_own(board: Board) -> None:
    lane = Lane(edge_of(board))
    assert len({(lane.identifiers or lane.more_identifiers()).pop() for _ in range(1000)}) == 1000


def test_off_is_off() -> None:
    board = shelved()
    with (
        running(application(board), msgspec.structs.replace(SETTINGS, fast_path="off")) as url,
        connect(url) as connection,
    ):
        connection.sendall(PLAIN)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
    assert board.asked == 0


def test_what_was_answered_is_told_at_the_latest_when_serving_ends(caplog: pytest.LogCaptureFixture) -> None:
    board = shelved()
    with (
        caplog.at_level(logging.INFO),
        running(application(board), SETTINGS) as url,
        connect(url) as connection,
    ):
        connection.sendall(PLAIN)
        own = re.search(rb"\r\nx-request-id: (\w+)\r\n", connection.recv(65536))
        assert own
    lines = [record.getMessage() for record in caplog.records if record.name == access.LOGGER.name]
    # Other servers of this file may tell of theirs meanwhile.
    assert [line.split(" ")[:3] for line in lines if line.endswith(own[1].decode())] == [
        ["GET", "/kept", "200"]
    ]


def test_what_was_answered_is_counted_and_told_soon(board: Board) -> None:
    requests, state = Requests(), ServerState()

    async def ask() -> None:
        protocol = protocol_of(edge_of(board), board, state, fast=True, requests=requests)
        wire = Wire(asyncio.get_running_loop(), protocol)
        protocol.connection_made(wire)
        for _ in range(130):
            protocol.data_received(PLAIN)
        assert requests.by_status() == {200: 128}
        protocol.data_received(get(b"If-None-Match: *"))
        await asyncio.sleep(0.1)
        assert requests.by_status() == {200: 130, 304: 1}
        protocol.data_received(PLAIN)
        protocol.data_received(get(line=b"GET /slow HTTP/1.1"))
        assert requests.by_status()[200] == 131, "told before what goes the slow path"
        for _ in range(10):
            await asyncio.sleep(0)
        wire.close()
        await asyncio.sleep(0)

    asyncio.run(ask())
    assert state.total_requests == 133


@pytest.mark.parametrize("form", ["text", "json"])
def test_lines_are_written_at_once_as_they_were_one_by_one(form: str) -> None:
    asked = access.Asked(
        "GET", access.path_of('/s/ola@example.org/é"'), access.names_of(b"locale=nb&x y=1&h")
    )
    lines = [
        (
            1_790_000_000.123456 + n / 700,
            b"0123456789abcde%d" % (n % 10),
            n * 0.0000371,
            access.Told(asked, 200, 10 * n),
        )
        for n in range(90)
    ]
    own = logging.Logger("nordkalott.access", logging.INFO)
    telemetry.send(own, form, one := io.StringIO())  # type: ignore[arg-type]  # parametrised
    alone = ""
    for at, identity, took, told in lines:
        entry = asked.answered(identity.decode(), told.status, told.size, round(took * 1000, 2))
        record = own.makeRecord(own.name, logging.INFO, "", 0, "%s", (entry,), None, extra={"data": entry})
        record.created = at
        own.handle(record)
        alone += own.handlers[0].formatter.line(at, entry)  # type: ignore[union-attr]  # as `send` set it
    telemetry.send(own, form, many := io.StringIO())  # type: ignore[arg-type]  # parametrised
    telemetry.write(own, lines)
    assert many.getvalue() == one.getvalue() == alone
    assert many.getvalue().count("\n") == len(lines)
    assert "ola" not in many.getvalue()


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    own = logging.Logger("nordkalott.access", logging.INFO)
    telemetry.send(own, "json", stream := io.StringIO())
    stream.close()
    telemetry.write(own, [(0.0, b"0123456789abcdef", 0.0, access.Told(access.Asked("GET", "/", ()), 200, 1))])


def test_last_modified_is_told_from_its_second_on_and_not_after_the_clock_was_set_back(board: Board) -> None:
    lane = Lane(edge_of(board))
    snapshot = finish(Answer(body=b"x", tags=frozenset({"t"})), 1000.0)
    early, late = lane.ready(snapshot, 1001.5), lane.ready(snapshot, 1002.0)
    assert early
    assert late
    assert (early.modified, early.until) == (None, 1002)
    assert (late.modified, late.since) == (1002, 1002)
    assert b"last-modified" in late.head[0]
    assert b"last-modified" not in early.head[0]


def test_heads_are_remembered_within_bounds(board: Board) -> None:
    edge = edge_of(board)
    lane = Lane(edge)
    for number in range(20_000):
        raw = get(b"Cookie: %0500d" % number)
        said = plain(raw, edge.limits)
        assert said
        lane.remember(said)
    assert lane.read(raw)[0] is said
    assert len(lane.seen) < 2_000


def known_after(edge: Edge, board: Board, *heads: bytes) -> tuple[set[bytes], bytes]:
    """The heads that are remembered after these, and what was written."""

    async def ask() -> tuple[set[bytes], bytes]:
        protocol = protocol_of(edge, board, ServerState(), fast=True)
        assert isinstance(protocol, FastProtocol)
        wire = Wire(asyncio.get_running_loop(), protocol)
        protocol.connection_made(wire)
        for raw in heads:
            protocol.data_received(raw)
        known = set(protocol.lane.seen)
        wire.close()
        await asyncio.sleep(0)
        return known, b"".join(wire.written)

    return asyncio.run(ask())


def test_heads_of_unknown_targets_are_not_remembered(board: Board) -> None:
    assert known_after(edge_of(board), board, get(line=b"GET /unknown HTTP/1.1"))[0] == set()


def test_what_a_proxy_makes_anew_for_each_request_makes_no_other_head(board: Board) -> None:
    edge = edge_of(board, msgspec.structs.replace(SETTINGS, trusted_proxies=("127.0.0.0/8",)))
    seen, written = known_after(
        edge,
        board,
        *(
            get(
                b"Via: 1.1 Caddy",
                b"X-Forwarded-For: 192.0.2.%d" % number,
                b"X-Request-Id: number-%d" % number,
            )
            for number in range(10, 20)
        ),
        get(b"Via: 1.1 Caddy"),
    )
    assert seen == {get(b"Via: 1.1 Caddy")}
    assert re.findall(rb"x-request-id: number-([0-9]+)\r\n", written) == [
        b"%d" % each for each in range(10, 20)
    ]
    assert written.count(b"HTTP/1.1 200 OK\r\n") == 11


@pytest.mark.parametrize(
    ("limit", "added"),
    [
        ({"max_header_bytes": 200}, (b"X-Forwarded-For: " + b"1" * 200,)),
        ({"max_header_count": 2}, (b"X-Forwarded-For: 192.0.2.1", b"X-Request-Id: 0123456789abcdef")),
    ],
    ids=["bytes", "fields"],
)
def test_a_known_head_with_too_much_added_is_refused_as_ever(
    board: Board, limit: dict[str, int], added: tuple[bytes, ...]
) -> None:
    edge = edge_of(board, msgspec.structs.replace(SETTINGS, **limit))
    fast, slow = both(edge, board, [PLAIN, get(*added)])
    assert fast == slow
    assert b"HTTP/1.1 431 " in fast.written


def test_a_shelf_that_has_it_no_more_is_asked_again(board: Board) -> None:
    edge = edge_of(board)
    found = alone(edge, board, [PLAIN])
    assert found.written.startswith(b"HTTP/1.1 200 ")
    board.put(b"/kept", finish(Answer(body=b"another", tags=frozenset({"t"}))))
    assert alone(edge, board, [PLAIN, PLAIN]).written.count(b"\r\n\r\nanother") == 2
