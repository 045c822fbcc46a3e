"""The fast path answers as the slow one does, but for Date and request id, whatever comes and however it is cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.edge.hostile import GOOD, HOSTILE, PLAIN, SMUGGLED, get
from tests.service.edge.twins import alone, both, edge_of, shelved

BOARD = shelved()
EDGE = edge_of(BOARD)
LAST = get(b"Connection: close", line=b"GET /last HTTP/1.1")
_MARKS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b"\t",
    b":",
    b"\r\n\r\n",
    b"0\r\n\r\n",
    b"Host: a\r\n",
    b"Content-Length: 3\r\n",
    b"/",
    b"%2e",
    b"\r\nX-Request-Id: 0123456789abcdef",
    b"\r\nx-forwarded-for: 192.0.2.1",
)


def same(*pieces: bytes, patient: bool = True) -> None:
    fast, slow = both(EDGE, BOARD, pieces, patient=patient)
    assert fast == slow


@pytest.mark.parametrize("raw", [*GOOD, *HOSTILE], ids=range(len(GOOD) + len(HOSTILE)))
def test_every_request_gets_the_same_answer_alone_and_between_others(raw: bytes) -> None:
    same(raw)
    same(PLAIN, raw, PLAIN, LAST)
    same(PLAIN, raw, PLAIN, patient=False)
    same(raw + LAST)


def test_most_good_ones_are_answered_fast() -> None:
    before = BOARD.asked
    for raw in GOOD:
        both(EDGE, BOARD, [raw])
    assert BOARD.asked - before == len(GOOD) - 1, "all but the one with a field that nobody knows"


def test_no_part_of_another_message_is_answered() -> None:
    """Each of these holds a whole plain request as a body, whose bytes come alone, where the fast path could take them for one."""
    for raw in HOSTILE:
        if SMUGGLED in raw and raw.count(b"\r\n\r\n") > 1:
            head, _, _ = raw.partition(SMUGGLED)
            same(head, SMUGGLED, PLAIN)
            same(head, SMUGGLED, PLAIN, patient=False)
    for framed in (
        get(b"Content-Length: %d" % len(SMUGGLED)),
        get(b"Content-Length: %d" % len(SMUGGLED), line=b"POST /early HTTP/1.1"),
        get(b"Content-Length: 99999999", line=b"POST /x HTTP/1.1"),
        get(b"Content-Length: 99999999", b"Transfer-Encoding: chunked", line=b"POST /x HTTP/1.1"),
    ):
        fast, _ = both(EDGE, BOARD, [framed, SMUGGLED])
        assert b"\r\n\r\nsmuggled" not in fast.written
        assert fast.written.count(b"HTTP/1.1 ") == 1


def test_a_stream_is_answered_the_same_however_it_is_cut() -> None:
    stream = b"".join(
        (
            PLAIN,
            get(b"If-None-Match: *"),
            get(b"Content-Length: %d" % len(SMUGGLED), line=b"POST /early HTTP/1.1") + SMUGGLED,
            b"\r\n" + PLAIN,
            get(b"Transfer-Encoding: chunked", line=b"POST /c HTTP/1.1")
            + b"%x\r\n%s\r\n0\r\n\r\n" % (len(SMUGGLED), SMUGGLED),
            get(b"Accept-Encoding: gzip", line=b"HEAD /kept HTTP/1.1"),
            LAST,
            SMUGGLED,
        )
    )
    whole, slow = both(EDGE, BOARD, [stream])
    assert whole == slow
    for at in range(1, len(stream)):
        assert alone(EDGE, BOARD, [stream[:at], stream[at:]]) == whole
    same(*(bytes([byte]) for byte in stream))


@st.composite
def streams(draw: st.DrawFn) -> list[bytes]:
    """Some requests in a row, damaged here and there, cut anywhere."""
    stream = bytearray(b"".join(draw(st.lists(st.sampled_from((*GOOD, *HOSTILE)), min_size=1, max_size=4))))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(stream)))
        stream[at : at + draw(st.integers(0, 3))] = draw(st.sampled_from(_MARKS) | st.binary(max_size=2))
    cuts = sorted(draw(st.sets(st.integers(0, len(stream)), max_size=5)) | {0, len(stream)})
    return [bytes(stream[start:end]) for start, end in itertools.pairwise(cuts)]


@given(streams(), st.booleans())
def test_damaged_streams_are_answered_the_same(pieces: list[bytes], patient: bool) -> None:
    same(*pieces, patient=patient)
